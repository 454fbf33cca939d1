"""The frame around every page."""

from contextlib import nullcontext
from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st

from ui.app.search_box import search_box
from ui.app.startup import start
from ui.components.loader import component
from ui.session.text import language_switch, translator

SECTIONS = {
    "": ("home",),
    "labs": ("surface", "model", "maps", "gallery"),
    "understand": ("lessons", "claims", "microscope", "catalogue"),
}
"""Section of the menu -> file names in `pages/`; the first is the default page."""
PAGES = tuple(page for pages in SECTIONS.values() for page in pages)
ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
LINKS = "sidebar_links"
"""Key of a container whose buttons in the sidebar are links to another content (frontend/components/shell.js)."""

_frame = component("frame", "shell")


def main() -> None:
    """Show the page that the address names."""
    start()
    page = st.navigation(_pages(), position="top")
    t = translator()
    st.set_page_config(
        page_title=f"{page.title} · {t('app.name')}",
        page_icon=STATIC / "icon.svg",
        layout="wide",
        initial_sidebar_state=380,
    )
    st.html(STATIC / "app.css")
    st.session_state["shell"] = True
    page.run()


def guard(page: str, *, sidebar: bool = True, tools: bool = True) -> None:
    """First line of each page: opened without the entry script, as cold servers open deep links, it starts that.

    Without `sidebar`, the page is shown alone, as in a frame of another page. A page that draws something else first
    leaves out the `tools`, and draws them later.
    """
    if "shell" not in st.session_state:
        st.navigation(_pages(), position="top")
        st.session_state["shell"] = True
        st.rerun()
    with st.sidebar if sidebar else nullcontext():
        _frame(key="frame", data={"language": translator().language})
    if sidebar and tools:
        sidebar_tools(page)


def sidebar_tools(page: str) -> None:
    """Draw the beginning of every sidebar: the language switch and the search box."""
    with st.sidebar:
        language_switch(page)
        search_box(page, path)


def path(name: str) -> Path:
    """The script of a page."""
    return ROOT / "pages" / f"{name}.py"


def _pages() -> dict[str, list[st.Page]]:
    """Without icons, which the browser would fetch for its tab."""
    t = translator()
    return {
        t(f"section.{section}") if section else "": [copy(_page(name, t(f"{name}.title"))) for name in names]
        for section, names in SECTIONS.items()
    }


@cache
def _page(name: str, title: str) -> st.Page:
    """A page to be copied, since `st.Page` looks for the file of each page in each run."""
    return st.Page(path(name), title=title, default=name == PAGES[0])
