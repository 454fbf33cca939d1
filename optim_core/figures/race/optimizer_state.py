"""Curves of one quantity in an optimizer's state against the step, one per coordinate."""

from typing import Any

import numpy as np

from optim_core.base.text import Translator
from optim_core.explain.optimizer_state import OptimizerState
from optim_core.figures import style
from optim_core.figures.marks import no_values_note
from optim_core.figures.numbers import packed, short
from optim_core.figures.scales import drawable, scale

DASHES = {"x": "solid", "y": "3px,3px"}


def state_drawing(state: OptimizerState, name: str, quantity: str, index: int, t: Translator) -> style.Drawing:
    """Drawing of the series `name`, on a log axis if it spans decades; x is solid, y is dotted."""
    curves = [state.series[name][:, axis] for axis in (0, 1)]
    axis = scale(curves, [False, False], "auto")
    lines = [_line(state, curve, letter, index, log=axis.log) for curve, letter in zip(curves, "xy", strict=True)]
    title = t("figure.log_axis", name=quantity) if axis.log else quantity
    return {
        "data": lines,
        "layout": style.layout(
            xaxis=style.axis(t("figure.step"), rangemode="tozero"),
            yaxis=style.axis(title, **axis.axis),
            uirevision=f"{name} {axis.log}",
            annotations=no_values_note(curves, t),
            showlegend=True,
        ),
    }


def state_alt(state: OptimizerState, name: str, quantity: str, contender: str, t: Translator) -> str:
    """Alternative text: the last values of the series `name`."""
    x, y = (short(float(value)) for value in state.series[name][-1])
    return t("optimizer_state.alt", quantity=quantity, name=contender, steps=int(state.steps[-1]), x=x, y=y)


def _line(state: OptimizerState, values: Any, letter: str, index: int, *, log: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": letter,
        "x": state.steps.astype(np.float64),
        "y": packed(values, drawable(values, log=log)),
        "line": {"color": style.contender_style(index).color, "width": style.PATH_WIDTH, "dash": DASHES[letter]},
        "hovertemplate": f"{letter} %{{y:.3~g}}<extra></extra>",
        "meta": style.meta("inside", axis=letter),
    }
