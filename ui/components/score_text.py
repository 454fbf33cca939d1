"""Scores of a task and differences between them, as text: of accuracies in percent and in percentage points."""

from optim_core.base.text import Translator
from optim_core.evidence.bootstrap import Interval
from optim_core.figures.numbers import short
from optim_core.models.tasks import Task

NONE = "–"
"""Text where there is no value."""


def score_text(value: float | None, task: Task) -> str:
    """A score, or `NONE`."""
    if value is None:
        return NONE
    return f"{100 * value:.1f}%" if task.counts_hits else short(value)


def difference_text(value: float, task: Task, t: Translator, *, signed: bool = False) -> str:
    """A difference between two scores; `NONE` for NaN."""
    if value != value:
        return NONE
    if task.counts_hits:
        return t("score.points", value=f"{100 * value:{'+' if signed else ''}.1f}")
    return short(value)


def interval_text(interval: Interval | None, task: Task) -> str:
    """An interval of a score, or `NONE`."""
    return (
        NONE
        if interval is None
        else f"{score_text(interval.low, task)}\N{NO-BREAK SPACE}– {score_text(interval.high, task)}"
    )
