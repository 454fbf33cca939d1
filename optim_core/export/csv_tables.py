"""Results as CSV, in full precision."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from optim_core.optimizers.labels import labels
from optim_core.specs.results import TrainingLog, Trajectory, by_contender
from optim_core.specs.thinning import shown_rows, stride
from optim_core.sweep.multistart import Multistart


def surface_csv(trajectories: Sequence[Trajectory]) -> str:
    """CSV of every point of every contender, one row per step; each state tensor has two columns.

    Scheduled hyperparameters have a column each, with the values of the update that starts at the row's point.
    """
    states = list(dict.fromkeys(name for trajectory in trajectories for name in trajectory.state))
    pairs = [f"{name}_{axis}" for name in ("grad", "noise", *states) for axis in "xy"]
    scheduled = list(dict.fromkeys(name for trajectory in trajectories for name in trajectory.scheduled))
    rows = []
    for name, run in zip(labels([run.optimizer for run in trajectories]), trajectories, strict=True):
        blank = np.full((len(run.loss), 2), "", dtype=object)
        parts = [
            run.evaluations[:, None],
            run.xy,
            run.loss[:, None],
            run.grad,
            run.noise,
            *(run.state.get(state, blank) for state in states),
            *(run.scheduled.get(name, blank[:, 0])[:, None] for name in scheduled),
        ]
        table = np.concatenate([part.astype(object) for part in parts], axis=1)
        rows += [[name, step, *row, run.status.value] for step, row in enumerate(table.tolist())]
    return _csv(["contender", "step", "evaluations", "x", "y", "loss", *pairs, *scheduled, "status"], rows)


def multistart_csv(multistarts: Sequence[Multistart]) -> str:
    """CSV of the ends of all paths from further starts, one row per path."""
    rows = []
    for name, one in zip(labels([one.optimizer for one in multistarts]), multistarts, strict=True):
        table = np.column_stack([one.starts, one.ends, one.final_loss, one.share]).tolist()
        rows += [[name, *row, status.value] for row, status in zip(table, one.status, strict=True)]
    return _csv(["contender", "start_x", "start_y", "x", "y", "loss", "share_of_gap", "status"], rows)


def model_csv(logs: Sequence[TrainingLog], seconds: Sequence[float] = ()) -> str:
    """CSV of every curve of every network of one run in long form: one row per value, at `at` steps or epochs.

    Of more than `MOST_ROWS` mini-batch losses it has those of `shown_rows`. With the `seconds` of an evaluation of each
    contender there is a curve of the seconds that the updates take.
    """
    return _csv(["contender", "seed", "curve", "unit", "at", "value", "status"], _model_rows(logs, seconds))


def _model_rows(logs: Sequence[TrainingLog], seconds: Sequence[float]) -> Iterator[Sequence[object]]:
    """The rows of `model_csv`, one after the other: all of the largest training at once would take half a gigabyte."""
    runs = by_contender(logs, len({log.seed for log in logs}))
    names = labels([seeds[0].optimizer for seeds in runs])
    times: Sequence[float | None] = seconds or [None] * len(runs)
    for name, seeds, time in zip(names, runs, times, strict=True):
        for log in seeds:
            for curve, unit, at, values in _curves(log, time):
                for i, value in zip(at, values, strict=True):
                    yield name, log.seed, curve, unit, i, value, log.status.value


def _curves(log: TrainingLog, time: float | None) -> Iterator[tuple[str, str, list[int], list[float]]]:
    """(name, unit of the positions, positions, values) of each curve."""
    rows = shown_rows(log.loss, stride(len(log.loss)))
    steps, epochs = (rows + 1).tolist(), log.measured_epochs.tolist()
    yield "batch_loss", "step", steps, log.loss[rows].tolist()
    yield "evaluations", "step", steps, log.evaluations[1:][rows].tolist()
    if time is not None:
        yield "seconds", "step", steps, (time * log.evaluations[1:][rows]).tolist()
    for curve in ("train_loss", "test_loss", "train_score", "test_score"):
        yield curve, "epoch", epochs, getattr(log, curve).tolist()
    for curve, averaged in log.averaged.items():
        yield f"averaged_{curve}", "epoch", epochs[: len(averaged)], averaged.tolist()
    for curve in ("grad_norm", "update_ratio", "average_distance"):
        rows = getattr(log, curve)
        for layer, column in zip(log.layers, rows.T, strict=False):
            yield f"{curve}: {layer}", "step", log.updates_at[: len(rows)].tolist(), column.tolist()
    if len(log.sharpness):
        yield "sharpness", "step", log.sharpness_at.tolist(), log.sharpness.tolist()
    if len(log.preconditioned):
        yield "preconditioned_sharpness", "step", log.preconditioned_at.tolist(), log.preconditioned.tolist()


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
