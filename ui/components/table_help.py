"""Explanations of the columns of a table, behind a button below it."""

from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

import streamlit as st

from optim_core.base.text import Translator

_HEAD = "head."
"""Begins the keys of explanations; the key of the heading itself follows."""


def explanations(headings: Iterable[str], t: Translator, **fields: Any) -> dict[str, str]:
    """Heading -> explanation, in the order of the headings; a heading without one is left out.

    The text `head.KEY` explains the heading `KEY`, whose placeholders `fields` fill.
    """
    found = {}
    for key in (key.removeprefix(_HEAD) for key in t.entries if key.startswith(_HEAD)):
        if {name for _, name, _, _ in Formatter().parse(t.entries[key]) if name} <= fields.keys():
            found[t(key, **fields)] = t(f"{_HEAD}{key}")
    return {heading: found[heading] for heading in headings if heading in found}


def table_help(headings: Iterable[str], t: Translator, **fields: Any) -> None:
    """A button that shows the explanations of the headings."""
    lines = [f"**{heading}**: {text}" for heading, text in explanations(headings, t, **fields).items()]
    with st.popover(t("table.about"), icon=":material/help:", type="tertiary"):
        st.markdown("\n\n".join(lines))


def explained_table(columns: Mapping[str, Sequence[Any]], t: Translator, **fields: Any) -> None:
    """A table with a heading over each column, and the button that explains the headings."""
    st.table(columns, border="horizontal", hide_index=True)
    table_help(columns, t, **fields)
