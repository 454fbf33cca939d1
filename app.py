"""Entry of the app: `streamlit run app.py`."""

import streamlit as st

if __name__ == "__main__":
    from ui.shell import main

    main()
else:
    from ui.server import ROUTES, lifespan

    app = st.App(__file__, routes=ROUTES, lifespan=lifespan)
