"""Results as tables: a chip of the contender's color, its numbers, and how it ended."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from optim_core.base.byte_cache import cached
from optim_core.base.result import Failure, Status
from optim_core.base.text import Translator
from optim_core.explain.seed_summary import SeedSummary
from optim_core.explain.summary import SurfaceRow, ranks_note, surface_rows
from optim_core.explain.training_rows import ModelRow
from optim_core.figures.numbers import short
from optim_core.models.tasks import Task
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from ui.components.html_table import sheet
from ui.components.score_text import NONE, score_text
from ui.components.table_help import table_help
from ui.session.literal import quoted

Row = SurfaceRow | ModelRow
Number = Callable[[float | None], str]


def surface_table(
    run: SurfaceRun, paths: tuple[Trajectory, ...], indices: Sequence[int], target: float, t: Translator
) -> None:
    """The race in a row a contender; `target` as in `SurfaceView`."""
    columns, note = surface_columns(run, paths, target, t)
    sheet(columns, indices, t)
    table_help(columns, t, target=short(target))
    if note:
        st.caption(note)


@cached()
def surface_columns(
    run: SurfaceRun, paths: tuple[Trajectory, ...], target: float, t: Translator
) -> tuple[Mapping[str, Sequence[str]], str]:
    """The table of a race: heading -> a cell a contender; and a note on the ranks, empty if they need none."""
    rows = surface_rows(run, paths, target)
    columns = {
        t("table.contender"): [row.label for row in rows],
        t("table.rank"): [_rank(row) for row in rows],
        t("table.final_loss"): [_number(row.final_loss) for row in rows],
        t("table.best_loss"): [_number(row.best_loss) for row in rows],
        t("table.steps_to", target=short(target)): [_steps(row, t) for row in rows],
        **(_evaluations(rows, target, t) if any(row.uses_closure for row in rows) else {}),
        t("table.path_length"): [_number(row.path_length) for row in rows],
        t("table.minimum"): [_minimum(row, t) for row in rows],
        t("table.status"): [status_text(row.status, row.stopped_at, t, row.last_loss, row.failure) for row in rows],
    }
    return columns, ranks_note(rows, t)


def _evaluations(rows: Sequence[SurfaceRow], target: float, t: Translator) -> dict[str, list[str]]:
    """What steps do not tell where one may take several evaluations."""
    return {
        t("table.evaluations_to", target=short(target)): [
            NONE if row.evaluations_to is None else str(row.evaluations_to) for row in rows
        ],
        t("table.evaluations"): [str(row.evaluations) for row in rows],
    }


def model_table(
    rows: Sequence[ModelRow],
    indices: Sequence[int],
    task: Task,
    target: float,
    live: bool,
    t: Translator,
    seconds_to: Sequence[float | None] = (),
) -> None:
    """The training, which may be `live`, in a row a contender: means over seeds, with standard deviations.

    `target` is that of the rows, see `ModelView`; `seconds_to` are the seconds until it is reached, if they are known.
    """
    columns = model_columns(rows, task, target, live, t, seconds_to)
    sheet(columns, indices, t)
    table_help(columns, t, score=_score(task, t), target=short(target))


def model_columns(
    rows: Sequence[ModelRow],
    task: Task,
    target: float,
    live: bool,
    t: Translator,
    seconds_to: Sequence[float | None] = (),
) -> Mapping[str, Sequence[str]]:
    """The table of a training: heading -> a cell a contender."""
    share, score = partial(score_text, task=task), _score(task, t)
    columns = {
        t("table.contender"): [row.label for row in rows],
        t("table.rank"): [_rank(row) for row in rows],
        t("table.test_score", score=score): [_mean(row.test_score, row, share) for row in rows],
        **_interval(rows, share, t),
        **_known({t("table.averaged_test_score", score=score): [row.averaged_test_score for row in rows]}, rows, share),
        t("table.best_test_score", score=score): [_mean(row.best_test_score, row, share) for row in rows],
        t("table.train_score", score=score): [_mean(row.train_score, row, share) for row in rows],
        t("table.test_loss"): [_mean(row.test_loss, row, _number) for row in rows],
        **_known({t("table.averaged_test_loss"): [row.averaged_test_loss for row in rows]}, rows, _number),
        t("table.train_loss"): [_mean(row.train_loss, row, _number) for row in rows],
        t("table.epochs_to", target=short(target)): [_epochs(row, t) for row in rows],
    }
    if seconds_to:
        columns[t("table.seconds_to", target=short(target))] = [_number(seconds) for seconds in seconds_to]
    if any(row.uses_closure for row in rows):
        columns[t("table.evaluations")] = [f"{round(row.evaluations, 1):.12g}" for row in rows]
    if any(row.seeds > 1 for row in rows):
        columns[t("table.diverged")] = [t("table.of_seeds", count=row.diverged, seeds=row.seeds) for row in rows]
    columns[t("table.status")] = [_training_status(row, live, t) for row in rows]
    return columns


def _interval(rows: Sequence[ModelRow], share: Number, t: Translator) -> dict[str, list[str]]:
    """What several seeds tell about the mean test score."""
    if all(row.interval is None for row in rows):
        return {}
    ends = [row.interval or (None, None) for row in rows]
    return {
        t("table.interval"): [
            NONE if low is None else f"{share(low)}\N{NO-BREAK SPACE}– {share(high)}" for low, high in ends
        ]
    }


def _known(
    columns: Mapping[str, Sequence[SeedSummary | None]], rows: Sequence[ModelRow], number: Number
) -> dict[str, list[str]]:
    """The columns that have a number for a contender."""
    return {
        heading: [_mean(one, row, number) for one, row in zip(found, rows, strict=True)]
        for heading, found in columns.items()
        if any(one is not None for one in found)
    }


def _score(task: Task, t: Translator) -> str:
    return t(f"score.{task.score.__name__}")


def _mean(summary: SeedSummary | None, row: ModelRow, number: Number) -> str:
    if summary is None:
        return NONE
    several = row.seeds - row.diverged > 1
    return f"{number(summary.mean)} ±\N{NO-BREAK SPACE}{number(summary.deviation)}" if several else number(summary.mean)


def _training_status(row: ModelRow, live: bool, t: Translator) -> str:
    if live and row.status is Status.RUNNING:
        return t("status.training")
    words = status_text(row.status, row.stopped_at, t, failure=row.failure)
    return t("table.of_seed", status=words, seed=row.seed) if row.diverged and row.seeds > 1 else words


def status_text(
    status: Status,
    stopped_at: int | None,
    t: Translator,
    last_loss: float | None = None,
    failure: Failure | None = None,
) -> str:
    """How a run ended, as Markdown; the exception of a run that failed appears literally."""
    text = t(f"status.{status.value}", step=stopped_at)
    if status.has_result:
        return text
    last = t("status.last_loss", loss=short(last_loss)) if status.diverged and last_loss is not None else ""
    raised = f": {quoted(failure)}" if failure else ""
    return f":material/warning: {text}{last}{raised}"


def _rank(row: Row) -> str:
    if row.rank is None:
        return NONE
    shown = row.letters or str(row.rank) if isinstance(row, ModelRow) else str(row.rank)
    return f"**{shown}**" if row.rank == 1 else shown


def _epochs(row: ModelRow, t: Translator) -> str:
    """The median arrival at the target, and how many seeds arrive if not all do."""
    epochs = NONE if row.epochs_to is None else str(row.epochs_to)
    some = row.seeds > 1 and 0 < row.arrived < row.seeds
    return t("table.epochs_of", epochs=epochs, count=row.arrived, seeds=row.seeds) if some else epochs


def _number(value: float | None) -> str:
    return NONE if value is None else short(value)


def _steps(row: SurfaceRow, t: Translator) -> str:
    """The arrival at the target, and the first touch if that was earlier."""
    if row.first_touch is None:
        return NONE
    steps = NONE if row.steps_to is None else str(row.steps_to)
    return steps if row.first_touch == row.steps_to else t("table.first_touch", steps=steps, first=row.first_touch)


def _minimum(row: SurfaceRow, t: Translator) -> str:
    if row.minimum is None or row.distance is None:
        return t("table.no_minimum")
    return t("table.nearest", x=f"{row.minimum[0]:.4g}", y=f"{row.minimum[1]:.4g}", distance=short(row.distance))
