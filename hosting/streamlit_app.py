"""Entry for Streamlit Community Cloud, which reads the requirements file beside it: the same app as `../app.py`."""

import sys
from pathlib import Path

if __name__ == "__main__":  # worker processes import the entry again and must not start the app
    root = str(Path(__file__).resolve().parents[1])
    if root not in sys.path:
        sys.path.insert(0, root)  # Streamlit puts there the folder of the entry only

    import streamlit as st

    from optim_core.base.environment import SettingError, sentence

    try:
        from ui.app.shell import main
    except SettingError as error:
        st.error(sentence(error))
    else:
        main()
