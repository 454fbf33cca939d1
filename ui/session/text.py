"""This session's language."""

import streamlit as st

from optim_core.base.text import LANGUAGES, Translator, load
from ui.session.choices import button_row

LABEL = "Language · 언어"
NAMES = {"en": "English", "ko": "한국어"}


def translator() -> Translator:
    """The translator of the chosen language: switched by hand, named in the link, or the browser's."""
    return load(language())


def language() -> str:
    """The language to speak, one of `LANGUAGES`."""
    asked = st.session_state.get("lang") or st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["lang"] = asked
        return str(asked)
    return "ko" if (st.context.locale or "").lower().startswith("ko") else "en"


def language_switch(page: str) -> None:
    """The switch between the languages; each page has its own, so that none reports for another."""
    button_row(f"{page}.language", LABEL, NAMES, language(), _switch, help=None)


def _switch(chosen: str) -> None:
    st.session_state["lang"] = chosen
