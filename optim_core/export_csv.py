"""Results as CSV, in full precision."""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from optim_core.labels import labels
from optim_core.results import TrainingLog, Trajectory


def surface_csv(trajectories: Sequence[Trajectory]) -> str:
    """Every point of every contender: one row a step, each state tensor as two columns, full precision."""
    states = list(dict.fromkeys(name for trajectory in trajectories for name in trajectory.state))
    pairs = [f"{name}_{axis}" for name in ("grad", "noise", *states) for axis in "xy"]
    rows = []
    for name, run in zip(labels([run.optimizer for run in trajectories]), trajectories, strict=True):
        blank = np.full((len(run.loss), 2), "", dtype=object)
        parts = [run.xy, run.loss[:, None], run.grad, run.noise, *(run.state.get(state, blank) for state in states)]
        table = np.concatenate([part.astype(object) for part in parts], axis=1)
        rows += [[name, step, *row, run.status.value] for step, row in enumerate(table.tolist())]
    return _csv(["contender", "step", "x", "y", "loss", *pairs, "status"], rows)


def model_csv(logs: Sequence[TrainingLog]) -> str:
    """Every curve of every contender in long form: a row a value, `step` for mini-batch losses, epochs for the rest."""
    rows: list[list[object]] = []
    for name, log in zip(labels([log.optimizer for log in logs]), logs, strict=True):
        curves = {"train_loss": log.train_loss, "test_loss": log.test_loss}
        curves |= {"train_accuracy": log.train_accuracy, "test_accuracy": log.test_accuracy}
        how = log.status.value
        rows += [[name, "batch_loss", "step", i, value, how] for i, value in enumerate(log.loss.tolist(), start=1)]
        for curve, values in curves.items():
            rows += [[name, curve, "epoch", i, value, how] for i, value in enumerate(values.tolist())]
    return _csv(["contender", "curve", "unit", "at", "value", "status"], rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
