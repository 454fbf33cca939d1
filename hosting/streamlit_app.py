"""Entry for Streamlit Community Cloud, which reads the requirements file beside it: the same app as `../app.py`.

Nobody sees a terminal there, so the page itself shows the message about a wrong setting.
"""

import sys
from pathlib import Path

import streamlit as st

root = str(Path(__file__).resolve().parents[1])
if root not in sys.path:
    sys.path.insert(0, root)  # Streamlit puts there the folder of the entry only

from optim_core.base.environment import SettingError, sentence  # noqa: E402

if __name__ == "__main__":
    try:
        from ui.app.shell import main
    except SettingError as error:
        st.error(sentence(error))
    else:
        main()
else:
    try:
        from ui.app.server import MIDDLEWARE, ROUTES, lifespan
    except SettingError:
        app = st.App(__file__)
    else:
        app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
