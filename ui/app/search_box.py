"""The search box of every page, in the sidebar; what it finds is listed below it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.search import Entry, Link, found
from ui.session.literal import literal
from ui.session.part_errors import part_errors
from ui.session.text import translator

SHOWN_OWNERS = 3
"""Optimizers that are named of those that have a hyperparameter."""


def search_box(page: str, script: Callable[[str], Path]) -> None:
    """The box of a page, drawn again without the page when something is searched; `script` gives a page's file."""
    key = f"{page}.search"
    st.fragment(part_errors(key)(partial(_box, key, script, translator())), key=key)()


def _box(key: str, script: Callable[[str], Path], t: Translator) -> None:
    asked = st.text_input(
        t("search.label"),
        key=f"{key}.box",
        placeholder=t("search.hint"),
        label_visibility="collapsed",
        icon=":material/search:",
        help=None,
    ).strip()
    if not asked:
        return
    entries = found(asked)
    if not entries:
        st.caption(t("search.nothing"))
    for entry in entries:
        with st.container(border=True, gap="xxsmall"):
            _result(entry, script, t)


def _result(entry: Entry, script: Callable[[str], Path], t: Translator) -> None:
    """A name that leads to what explains it, its sentence, and a way to try it."""
    first, second = (entry.explained, entry.tried) if entry.explained else (entry.tried, None)
    _link(first, f"**{literal(entry.names[t.language])}**", ":material/arrow_forward:", script, t)
    st.caption(f"{_kind(entry, t)} · {literal(entry.sentences[t.language])}")
    _link(second, t("search.tried"), ":material/play_arrow:", script, t)


def _link(link: Link | None, label: str, icon: str, script: Callable[[str], Path], t: Translator) -> None:
    """A link to a page in the language of this one, if there is one."""
    if link:
        st.page_link(script(link.page), label=label, icon=icon, query_params={**link.query, "lang": t.language})


def _kind(entry: Entry, t: Translator) -> str:
    rest = " …" if len(entry.owners) > SHOWN_OWNERS else ""
    return t(f"search.kind.{entry.kind}", owners=literal(", ".join(entry.owners[:SHOWN_OWNERS]) + rest))
