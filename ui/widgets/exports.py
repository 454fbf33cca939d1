"""The menu of exports."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from optim_core.base.text import Translator
from ui.session.page_state import PageState

Files = Mapping[str, tuple[str, Callable[[], str | bytes]]]
"""Text key -> (file name, function that makes what it holds)."""


def export_menu(
    state: PageState, files: Callable[[], Files], t: Translator, more: Callable[[], None] | None = None
) -> None:
    """The link of the page, files that are made when they are downloaded, and what `more` draws."""
    menu = st.popover(
        t("export.menu"), icon=":material/ios_share:", width="stretch", key=_menu_key(state), on_change="rerun"
    )
    if not menu.open:
        return
    with menu:
        st.caption(t("export.link"))
        st.code(f"{st.context.url}?{urlencode(state.query)}", language=None, wrap_lines=True)
        for key, (name, make) in files().items():
            st.download_button(
                t(f"export.{key}"),
                make,
                file_name=name,
                icon=":material/download:",
                on_click="ignore",
                width="stretch",
                key=f"export.{key}",
            )
        st.caption(t("export.png"))
        if more:
            more()


def exports_open(state: PageState) -> bool:
    """Whether the menu is open, so that it shows the link and files of the run."""
    return bool(st.session_state.get(_menu_key(state)))


def _menu_key(state: PageState) -> str:
    return f"{state.page}.export"
