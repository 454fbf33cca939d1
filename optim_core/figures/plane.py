"""Axes of a plane whose two coordinates have the same unit: a length is as long across as up, so circles are round."""

from typing import Any

from optim_core.figures import style
from optim_core.surfaces.base import Box

ONE_UNIT = 4.0
"""Frames whose sides differ by more than this factor have a unit for each axis, and fill the chart."""
ROUND = {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain"}
"""Plotly's settings of a y axis with the unit of the x axis; the plot becomes smaller, its ranges stay."""


def has_one_unit(frame: Box) -> bool:
    """Whether x and y of the frame are drawn with the same unit."""
    sides = [high - low for low, high in frame]
    return max(sides) <= ONE_UNIT * min(sides)


def plane_axes(frame: Box, x: str = "x", y: str = "y") -> dict[str, Any]:
    """Plotly's `xaxis` and `yaxis` over a frame, with the titles `x` and `y`; of one unit if the frame has one."""
    across, up = (
        style.axis(title, range=list(ends), showgrid=False) for title, ends in zip((x, y), frame, strict=True)
    )
    if has_one_unit(frame):
        across |= {"constrain": "domain"}
        up |= ROUND
    return {"xaxis": across, "yaxis": up}


def plane_ratio(frame: Box) -> tuple[float, float]:
    """Lengths of the sides of a frame as drawn, the longer one 1: those of a square if it has no one unit."""
    if not has_one_unit(frame):
        return 1.0, 1.0
    across, up = (high - low for low, high in frame)
    return across / max(across, up), up / max(across, up)
