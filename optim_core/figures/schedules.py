"""Figures of schedules: the learning rate per update, and the momentum if the schedule changes it, too."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.figures.scales import drawable, scale
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.results import TrainingLog, Trajectory

MOST_POINTS = 500
"""Most points of a line."""
Run = Trajectory | TrainingLog


def planned_values(optimizer: AbstractOptimizer, steps: int) -> tuple[Array, dict[str, Array]]:
    """Evenly spaced updates (k,) from 1 to `steps`, and hyperparameter -> scheduled values (k,), without any loss."""
    updates = np.unique(np.linspace(1, steps, min(steps, MOST_POINTS)).round())
    rows = [optimizer.scheduled_values(int(update)) for update in updates]
    return updates, {name: np.array([row[name] for row in rows]) for name in rows[0]}


def schedule_drawing(optimizer: AbstractOptimizer, steps: int, index: int, t: Translator) -> style.Drawing:
    """Drawing of a schedule: the learning rate solid, the momentum dotted on its own axis."""
    updates, values = planned_values(optimizer, steps)
    rate, others = values["lr"], [values[name] for name in values if name != "lr"]
    lines = [_line(updates, rate, t("schedule.lr"), index, "y", "solid")]
    lines += [_line(updates, moved, t("schedule.momentum"), index, "y2", "3px,3px") for moved in others]
    beside = {"overlaying": "y", "side": "right", "showgrid": False, "range": [0, 1.05], "dtick": 0.5}
    axes = {"yaxis2": style.axis(t("schedule.momentum"), **beside)} if others else {}
    return {
        "data": lines,
        "layout": style.layout(
            margin={"l": 36, "r": 36 if others else 8, "t": 6, "b": 30},
            xaxis=style.axis(t("figure.step"), range=[0, steps]),
            yaxis=style.axis(t("schedule.lr"), range=[0, 1.05 * (float(rate.max()) or 1.0)]),
            uirevision=repr(optimizer.schedule),
            **axes,
        ),
    }


def schedule_alt(optimizer: AbstractOptimizer, steps: int, t: Translator) -> str:
    """Alternative text: first, highest and last learning rate; first, lowest and last momentum."""
    _, values = planned_values(optimizer, steps)
    name, rate = type(optimizer.schedule).__name__, values.pop("lr")
    first, most, last = (short(float(value)) for value in (rate[0], rate.max(), rate[-1]))
    sentences = [t("schedule.alt", schedule=name, first=first, most=most, last=last, steps=steps)]
    for moved in values.values():
        first, least, last = (short(float(value)) for value in (moved[0], moved.min(), moved[-1]))
        sentences.append(t("schedule.alt_momentum", first=first, least=least, last=last))
    return " ".join(sentences)


def applied_values(one: Run, name: str) -> Array | None:
    """Values (n,) of "lr" or "momentum" that the updates used, whatever the optimizer calls it; None if it has none."""
    updates = one.steps if isinstance(one, Trajectory) else len(one.loss)
    moved = [values for key, values in one.scheduled.items() if (key == "lr") == (name == "lr")]
    still = [np.full(updates, one.optimizer.lr)] if name == "lr" else []
    return next((values[:updates] for values in (*moved, *still) if updates), None)


def scheduled_names(runs: Sequence[Run]) -> list[str]:
    """Scheduled hyperparameters in any of the runs: none, "lr", or "lr" and "momentum"."""
    moved = {name for run in runs for name in run.scheduled}
    return [*(["lr"] if moved else []), *(["momentum"] if moved - {"lr"} else [])]


def applied_values_drawing(
    runs: Sequence[Run], names: Sequence[str], name: str, indices: Sequence[int], t: Translator
) -> style.Drawing:
    """Drawing of the values of `applied_values` for all contenders, on a log axis if they span decades."""
    found = {index: applied_values(run, name) for index, run in zip(indices, runs, strict=True)}
    curves = {index: values for index, values in found.items() if values is not None}
    axis = scale([*curves.values()], [False] * len(curves), "auto")
    labels, lines = dict(zip(indices, names, strict=True)), []
    for index, values in curves.items():
        rows = np.unique(np.linspace(0, len(values) - 1, min(len(values), MOST_POINTS)).round().astype(int))
        shown = values[rows]
        line = _line(rows + 1.0, shown, labels[index], index, "y", style.contender_style(index).dash)
        lines.append(line | {"y": packed(shown, drawable(shown, log=axis.log))})
    label = t(f"schedule.{name}")
    return {
        "data": lines,
        "layout": style.layout(
            xaxis=style.axis(t("figure.step"), rangemode="tozero"),
            yaxis=style.axis(t("figure.log_axis", name=label) if axis.log else label, **axis.axis),
            uirevision=f"set {name} {axis.log}",
            showlegend=True,
        ),
    }


def applied_values_alt(runs: Sequence[Run], names: Sequence[str], name: str, t: Translator) -> str:
    """Alternative text: first and last value of each contender."""
    sentences = [t("schedule.set", quantity=t(f"schedule.{name}"))]
    for run, contender in zip(runs, names, strict=True):
        if (values := applied_values(run, name)) is not None:
            first, last = (short(float(value)) for value in (values[0], values[-1]))
            sentences.append(t("schedule.set_line", name=contender, first=first, last=last))
    return " ".join(sentences)


def _line(x: Array, y: Array, label: str, index: int, axis: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label,
        "x": x,
        "y": packed(y),
        "yaxis": axis,
        "line": {"color": style.contender_style(index).color, "width": style.PATH_WIDTH, "dash": dash},
        "hovertemplate": f"{label} %{{y:.4~g}}<extra></extra>",
        "meta": style.meta("schedule", axis=axis),
    }
