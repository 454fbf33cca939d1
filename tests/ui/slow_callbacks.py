"""An app with slow callbacks, which tests/ui/test_changes.py serves; its query shows what the callbacks have seen."""

import time

import streamlit as st

SECONDS = 1.0


def changed():
    """Note the rate."""
    time.sleep(SECONDS)
    st.session_state["applied"] = st.session_state["rate"]


def clicked():
    """Count the click, and ask for the page again, as a callback that changes much does."""
    time.sleep(SECONDS)
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    st.rerun()


def main():
    """Three widgets."""
    st.number_input("Rate", 0.0, 1.0, 0.5, key="rate", on_change=changed)
    st.number_input("Steps", 0.0, 1.0, 0.5, key="steps")
    st.button("Click", key="click", on_click=clicked)
    shown = {name: str(st.session_state.get(name, "")) for name in ("applied", "steps", "clicks")}
    st.query_params.from_dict(shown | {"link": st.query_params.get("link", "")})


if __name__ == "__main__":
    main()
else:
    from ui.app.server import lifespan

    app = st.App(__file__, lifespan=lifespan)
