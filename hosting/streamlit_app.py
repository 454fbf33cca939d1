"""The entry file for Streamlit Community Cloud, which reads the requirements beside it: the same app as ../app.py."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[1])

if __name__ == "__main__":  # worker processes import this file again and must not start the app
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    from ui.shell import main

    main()
