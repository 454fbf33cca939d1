"""This session's language."""

import streamlit as st

from optim_core.text import LANGUAGES, Translator, load

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


def language_switch() -> None:
    """The switch between the languages."""
    st.segmented_control(
        "Language · 언어",
        LANGUAGES,
        default=language(),
        format_func=NAMES.__getitem__,
        key="language",
        label_visibility="collapsed",
        on_change=_switch,
    )


def _switch() -> None:
    if st.session_state["language"]:
        st.session_state["lang"] = st.session_state["language"]
