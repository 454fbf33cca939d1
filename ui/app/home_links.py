"""The ways from the start page to all the others."""

import streamlit as st

from optim_core.base.text import Translator
from ui.app import shell
from ui.session.page_state import PageState


def doors(state: PageState, t: Translator) -> None:
    """A card per page, a row per section; the surface lab and the microscope open with the race of this page."""
    for section, names in shell.SECTIONS.items():
        if section:
            st.header(t(f"section.{section}"), anchor=False)
            for column, name in zip(st.columns(len(names)), names, strict=True):
                with column.container(border=True, height="stretch"):
                    _door(name, dict(state.query) if name in ("surface", "microscope") else None, t)


def _door(name: str, query: dict[str, str] | None, t: Translator) -> None:
    icon = ":material/arrow_forward:"
    st.page_link(shell.path(name), label=f"**{t(f'{name}.title')}**", icon=icon, query_params=query)
    st.write(t(f"home.{name}"))
