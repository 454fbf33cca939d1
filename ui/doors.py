"""The ways from the start page to the labs."""

import streamlit as st

from optim_core.text import Translator
from ui import shell
from ui.draft import Draft


def doors(draft: Draft, t: Translator) -> None:
    """A card for each lab; the surface lab opens with the race of the draft."""
    queries = {"surface": dict(draft.query), "model": None}
    for column, (name, query) in zip(st.columns(len(queries)), queries.items(), strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{t(f'{name}.title')}**")
            st.write(t(f"home.{name}"))
            icon = ":material/arrow_forward:"
            st.page_link(shell.path(name), label=t(f"home.open_{name}"), icon=icon, query_params=query)
