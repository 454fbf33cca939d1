"""Entry of the app: `streamlit run app.py`."""

import streamlit as st

from optim_core.base.environment import exit_on_wrong_setting

if __name__ == "__main__":
    from ui.app.shell import main

    main()
else:
    with exit_on_wrong_setting():
        from ui.app.server import MIDDLEWARE, ROUTES, lifespan

    app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
