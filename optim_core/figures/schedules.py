"""What a schedule sets for each update: the learning rate, and the momentum where it moves that too."""

from typing import Any

import numpy as np

from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.optimizers import AbstractOptimizer
from optim_core.results import Array
from optim_core.text import Translator

MOST_POINTS = 500


def course(optimizer: AbstractOptimizer, steps: int) -> tuple[Array, dict[str, Array]]:
    """Updates from 1 (k,), evenly spread over the run, and what is set for them before any loss is heard."""
    updates = np.unique(np.linspace(1, steps, min(steps, MOST_POINTS)).round())
    rows = [optimizer.moved(int(update)) for update in updates]
    return updates, {name: np.array([row[name] for row in rows]) for name in rows[0]}


def schedule_drawing(optimizer: AbstractOptimizer, steps: int, slot: int, t: Translator) -> style.Drawing:
    """The rate solid, the momentum dotted on an axis of its own."""
    updates, values = course(optimizer, steps)
    rate, others = values["lr"], [values[name] for name in values if name != "lr"]
    lines = [_line(updates, rate, t("schedule.lr"), slot, "y", "solid")]
    lines += [_line(updates, moved, t("schedule.momentum"), slot, "y2", "3px,3px") for moved in others]
    beside = {"overlaying": "y", "side": "right", "showgrid": False, "range": [0, 1]}
    axes = {"yaxis2": style.axis(t("schedule.momentum"), **beside)} if others else {}
    return {
        "data": lines,
        "layout": style.layout(
            margin={"l": 36, "r": 36 if others else 8, "t": 6, "b": 30},
            xaxis=style.axis(t("figure.step"), range=[0, steps]),
            yaxis=style.axis(t("schedule.lr"), range=[0, 1.05 * float(rate.max())]),
            uirevision=repr(optimizer.schedule),
            **axes,
        ),
    }


def schedule_alt(optimizer: AbstractOptimizer, steps: int, t: Translator) -> str:
    """Where the rate starts, how high it gets and where it ends, and the same of the momentum."""
    _, values = course(optimizer, steps)
    name, rate = type(optimizer.schedule).__name__, values.pop("lr")
    first, most, last = (short(float(value)) for value in (rate[0], rate.max(), rate[-1]))
    said = [t("schedule.alt", schedule=name, first=first, most=most, last=last, steps=steps)]
    for moved in values.values():
        first, least, last = (short(float(value)) for value in (moved[0], moved.min(), moved[-1]))
        said.append(t("schedule.alt_momentum", first=first, least=least, last=last))
    return " ".join(said)


def _line(x: Array, y: Array, words: str, slot: int, axis: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": words,
        "x": x,
        "y": packed(y),
        "yaxis": axis,
        "line": {"color": style.slot(slot).colour, "width": style.PATH_WIDTH, "dash": dash},
        "hovertemplate": f"{words} %{{y:.4~g}}<extra></extra>",
        "meta": style.meta("schedule", axis=axis),
    }
