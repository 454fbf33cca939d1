"""Axes of a map for Plotly: positions on a linear axis, with the values as tick labels."""

import math
from typing import Any

import numpy as np

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import round_step, short
from optim_core.specs.parameter_sweep import PARAMETER_AXES
from optim_core.specs.setup_axes import SETUP_AXES
from optim_core.specs.sweep import STARTS
from optim_core.sweep.maps import MapAxis

ENOUGH = 3
"""Least number of ticks on an axis."""
PARTS = 5
"""Most parts between the ticks of a linear axis."""


def axis_name(name: str) -> str:
    """The short name of an axis: the letter of a parameter of a formula, "width", or else its name in links."""
    if name in SETUP_AXES:
        return name.rpartition(".")[2]
    return PARAMETER_AXES[name].symbol if name in PARAMETER_AXES else name


def axis_words(name: str, t: Translator) -> str:
    """Name of an axis within a sentence."""
    return t(f"figure.map.axis.{name.replace('.', '_')}") if name in (*SETUP_AXES, *STARTS) else axis_name(name)


def axis_title(axis: MapAxis, own: str, t: Translator) -> str:
    """Title of an axis: `own`, which is what this optimizer calls the hyperparameter, its symbol and "log" if so."""
    if own in PARAMETER_AXES:
        return t("figure.map.parameter", letter=axis_name(own))
    name = t(f"label.{own.replace('.', '_')}") if own.startswith("start.") else own
    if own in SETUP_AXES:
        name = t(f"label.{axis_name(own)}")
    if own == axis.name and axis.symbol:
        name = f"{name} · {axis.symbol}"
    return t("figure.log_axis", name=name) if axis.scale == "log" else name


def plotly_axis(axis: MapAxis, side: int, title: str) -> dict[str, Any]:
    """Plotly's settings of an axis of `side` cells; its range includes the outer halves of the first and last cell."""
    low, high = axis.ends
    half = (high - low) / (side - 1) / 2
    values = ticks(axis)
    positions = axis.position(np.array(values)).tolist()
    return style.axis(
        title,
        range=[low - half, high + half],
        tickvals=positions,
        ticktext=[f"{value:.10g}" if axis.scale == "complement" else short(value) for value in values],
        showgrid=False,
        ticks="outside",
        ticklen=3,
        tickcolor=style.GRID,
    )


def ticks(axis: MapAxis) -> list[float]:
    """A few round values between the ends of the axis, ascending; doubled from the first for whole numbers."""
    if axis.step and axis.scale == "log":
        doubled = [axis.low * 2**times for times in range(math.floor(math.log2(axis.high / axis.low)) + 1)]
        return doubled if len(doubled) >= ENOUGH else [axis.low, axis.high]
    candidates = {"log": _decades, "complement": _nines}.get(axis.scale)
    for dense in (False, True) if candidates else ():
        assert candidates is not None
        found = [value for value in candidates(axis, dense) if axis.low <= value <= axis.high]
        if len(found) >= ENOUGH:
            return found[:: math.ceil(len(found) / 8)]
    step = round_step(axis.high - axis.low, PARTS)
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return [float(f"{i * step:.10g}") for i in range(first, last + 1)]


def _decades(axis: MapAxis, dense: bool) -> list[float]:
    powers = range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high)) + 1)
    return [float(f"{factor}e{power}") for power in powers for factor in ((1, 2, 5) if dense else (1,))]


def _nines(axis: MapAxis, dense: bool) -> list[float]:
    powers = range(math.floor(axis.ends[0]), math.ceil(axis.ends[1]) + 1)
    return [round(1 - tail * 10.0**-power, 12) for power in powers for tail in ((5, 2, 1) if dense else (1,))]
