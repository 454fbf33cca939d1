"""How the visitor's table or text is used, in the sidebar of the model page: target, task, gaps, context and split."""

from functools import partial
from typing import Any

from optim_core.base.text import Translator
from optim_core.models.datasets import OWN_TABLES, ClassTable, NumberTable
from optim_core.models.datasets.own_text import TextSurvey
from ui.compute import own_table
from ui.model.own_table import entries_with, is_given
from ui.session.choices import button_row, select_box
from ui.session.fragments import redraw
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_controls

TABLE_KNOBS = ("missing", "test_share", "standardise", "split_seed")
TEXT_KNOBS = ("context", "test_share")


def table_controls(state: PageState, prefix: str, cls: Any, t: Translator) -> None:
    """The widgets of the table that is set: target, kind of task, and what is done with gaps, sizes and the split."""
    file = own_table.given()
    if file is None or isinstance(file.survey, TextSurvey) or not is_given(state):
        return
    names = dict(enumerate(column.name for column in file.survey.columns))
    target = state.value(f"{prefix}target", 0)
    label, help_text = t("own_table.target"), t("own_table.target_help")
    choose = partial(_set_target, state, prefix)
    select_box(f"{state.page}.table_target", label, names, target if target in names else 0, choose, help=help_text)
    tasks = {one.__name__: t(f"task.{one.task.score.__name__}") for one in OWN_TABLES}
    turn = partial(_turn, state)
    button_row(
        f"{state.page}.table_task", t("own_table.task"), tasks, cls.__name__, turn, help=t("own_table.task_help")
    )
    hyper_controls(state, prefix, cls, t, TABLE_KNOBS)


def text_controls(state: PageState, prefix: str, cls: Any, t: Translator) -> None:
    """The widgets of the text that is set: how much of it is read at once, and how it is split."""
    if is_given(state):
        hyper_controls(state, prefix, cls, t, TEXT_KNOBS)


def _set_target(state: PageState, prefix: str, target: int) -> None:
    """Take another column as the target; the task follows what is in it."""
    file = own_table.given()
    if file is None or isinstance(file.survey, TextSurvey):
        return
    state.set(**{f"{prefix}target": target})
    column = file.survey.columns[target]
    if not column.numbers and state.query.get("dataset") == NumberTable.__name__:
        _turn(state, ClassTable.__name__)
    redraw(state, "dataset")


def _turn(state: PageState, name: str) -> None:
    state.choose("dataset", name, (), entries_with(state, name))
    redraw(state, "dataset")
