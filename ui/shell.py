"""The frame around every page."""

from pathlib import Path

import streamlit as st

from optim_core import pool
from ui.text import language_switch, translator

PAGES = {"home": ":material/home:", "surface": ":material/landscape:", "model": ":material/neurology:"}
"""File name in `pages/` -> icon; the first is the default."""
FOLDER = Path(__file__).parents[1] / "pages"


def main() -> None:
    """Show the page that the address names."""
    start()
    page = st.navigation(_pages(), position="top")
    t = translator()
    st.set_page_config(
        page_title=f"{page.title} · {t('app.name')}", page_icon=":material/line_axis:", layout="wide", initial_sidebar_state=400
    )
    st.session_state["shell"] = True
    with st.sidebar:
        language_switch()
    page.run()


def guard() -> None:
    """Let a page that was opened without the entry script, as a cold server does with a deep link, start the shell."""
    if "shell" not in st.session_state:
        st.navigation(_pages(), position="top")
        st.session_state["shell"] = True
        st.rerun()


def path(name: str) -> Path:
    """The script of a page."""
    return FOLDER / f"{name}.py"


def _pages() -> list[st.Page]:
    t = translator()
    first = next(iter(PAGES))
    return [
        st.Page(path(name), title=t(f"{name}.title"), icon=icon, default=name == first)
        for name, icon in PAGES.items()
    ]


_started = False


def start() -> None:
    """Warm the pool, once a server."""
    global _started  # noqa: PLW0603 - a module global outlives a visitor's "clear cache"
    if not _started:
        _started = True
        pool.warm()
