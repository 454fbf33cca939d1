"""The visitor's table or text on the model page: its beginning, what was done with it, and the use of each column."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.models.datasets import OWN_DATA, AbstractOwnData, AbstractOwnTable
from optim_core.models.datasets.own_table import Survey
from optim_core.models.datasets.own_text import TextSurvey
from optim_core.models.datasets.table_columns import KINDS
from optim_core.permalink import read_member
from ui.compute import own_table
from ui.session.active_run import OWN_NAMES, error_text
from ui.session.callbacks import on_click
from ui.session.folds import fold
from ui.session.fragments import on_problem, part, redraw
from ui.session.literal import literal, quoted
from ui.session.page_state import PageState

PART = "own_table"
MOST_NAMES = 5
"""Columns that one sentence names."""


def own_table_view(state: PageState, t: Translator) -> None:
    """A fold with the table or text, if the data set is made of one that is there; a part of the page."""
    part(state, PART, partial(_view, state, t), depends=on_problem)


def _view(state: PageState, t: Translator) -> None:
    file = own_table.given()
    if state.query.get("dataset") not in OWN_NAMES or file is None:
        return
    dataset = read_member("dataset", OWN_DATA, state.query)
    if not own_table.is_given(dataset):
        return
    title = t("own_table.view", name=literal(file.name))
    found = file.survey
    icon = ":material/notes:" if isinstance(found, TextSurvey) else ":material/table:"
    with fold(f"{state.page}.own_table_view", title, icon=icon) as opened:
        if not opened.open:
            return
        _notes(dataset, t)
        if isinstance(found, TextSurvey):
            st.caption(t("own_text.beginning"))
            st.code(found.beginning, language=None, wrap_lines=True)
        elif isinstance(dataset, AbstractOwnTable):
            st.caption(t("own_table.rows", rows=len(found.rows)))
            st.dataframe(_named(found), hide_index=True, key=f"{state.page}.own_table_rows")
            st.caption(t("own_table.columns"))
            _columns(state, dataset, found, t)


def _named(survey: Survey) -> Mapping[str, Sequence[str]]:
    """Name of a column -> its first cells."""
    names = [column.name for column in survey.columns]
    return {name: [row[index] for row in survey.rows] for index, name in enumerate(names)}


def _notes(dataset: AbstractOwnData, t: Translator) -> None:
    """List the steps of the preparation of the file, or show the error that prevents it."""
    try:
        made = own_table.completed(dataset)
    except SpecError as error:
        st.error(error_text(error, t), icon=":material/error:")
        return
    if isinstance(made, AbstractOwnData):
        st.markdown("\n".join(f"* {note_text(key, values, t)}" for key, values in made.given.notes))


def note_text(key: str, values: Mapping[str, Any], t: Translator) -> str:
    """A sentence about what was done, with every name of the file literally."""
    shown: dict[str, object] = {name: value for name, value in values.items() if isinstance(value, int)}
    shown |= {name: quoted(value) for name, value in values.items() if isinstance(value, str)}
    for name, names in values.items():
        if isinstance(names, list):
            first = ", ".join(map(quoted, names[:MOST_NAMES]))
            more = t("own_table.more", count=len(names) - MOST_NAMES) if len(names) > MOST_NAMES else ""
            shown[name] = first + more
    return t(f"own_table.note.{key}", **shown)


def _columns(state: PageState, dataset: AbstractOwnTable, survey: Survey, t: Translator) -> None:
    """Draw a table of the columns, and let the visitor change how each is used."""
    found = survey.columns
    fits = len(dataset.columns) == len(found)  # a link may hold any number of letters
    letters = dataset.columns if fits else "".join(column.kind for column in found)
    words = {letter: t(f"own_table.kind.{letter}") for letter in KINDS}
    heads = {name: t(f"own_table.head.{name}") for name in ("name", "kind", "missing", "distinct", "example")}
    # A table that is edited must not begin anew when the page is drawn again, so its key depends on what it shows only.
    key = f"{state.page}.own_table_columns.{survey.digest}.{letters}.{t.language}"
    st.data_editor(
        {
            heads["name"]: [column.name for column in found],
            heads["kind"]: [words[letter] for letter in letters],
            heads["missing"]: [column.missing for column in found],
            heads["distinct"]: [column.distinct for column in found],
            heads["example"]: [column.example for column in found],
        },
        column_config={
            heads["kind"]: st.column_config.SelectboxColumn(
                options=list(words.values()), required=True, help=t("own_table.kind_help")
            )
        },
        disabled=[head for name, head in heads.items() if name != "kind"],
        hide_index=True,
        key=key,
        on_change=on_click(_set_kinds, state, key, letters, words, heads["kind"]),
    )


def _set_kinds(state: PageState, key: str, letters: str, words: Mapping[str, str], head: str) -> None:
    """Take the uses that were chosen, as the browser reports them: {"edited_rows": {row: {head: words}}}."""
    edits = st.session_state.get(key, {"edited_rows": {}})
    letter_of, kinds = {word: letter for letter, word in words.items()}, list(letters)
    for row, cells in edits["edited_rows"].items():
        if isinstance(row, int) and 0 <= row < len(kinds) and cells.get(head) in letter_of:
            kinds[row] = letter_of[cells[head]]
    state.set(**{"dataset.columns": "".join(kinds)})
    redraw(state, "dataset.columns")
