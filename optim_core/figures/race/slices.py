"""Curve of a surface's heights along one axis."""

import numpy as np

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.marks import no_values_note
from optim_core.figures.numbers import packed, short
from optim_core.figures.scales import drawable, scale
from optim_core.surfaces.slices import Slice


def slice_drawing(cut: Slice, axis: str, t: Translator) -> style.Drawing:
    """Drawing of the heights along `axis`, on a log axis if they span decades, with a ring at the start."""
    heights = scale([cut.height], [False], "auto")
    name = t("figure.height")
    drawn = drawable(cut.height, log=heights.log)
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": packed(cut.along),
                "y": packed(cut.height, drawn),
                "line": {"color": style.NEUTRAL, "width": style.PATH_WIDTH},
                "hovertemplate": f"{axis} %{{x:.4~g}}<br>f %{{y:.4~g}}<extra></extra>",
                "meta": style.meta("slice"),
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": [cut.here],
                "y": packed(np.array([cut.level]), drawable(np.array([cut.level]), log=heights.log)),
                "marker": {
                    "symbol": "circle-open",
                    "size": 11,
                    "color": style.MINIMUM,
                    "line": {"width": 2, "color": style.MINIMUM},
                },
                "hovertemplate": f"{t('figure.start')}<br>f %{{y:.4~g}}<extra></extra>",
                "meta": style.meta("start"),
            },
        ],
        "layout": style.layout(
            xaxis=style.axis(title(cut, axis)),
            yaxis=style.axis(t("figure.log_axis", name=name) if heights.log else name, **heights.axis),
            uirevision=title(cut, axis),
            annotations=no_values_note([cut.height], t),
        ),
    }


def title(cut: Slice, axis: str) -> str:
    """Title: the axis, and the fixed value of the other coordinate."""
    return f"{axis}  ({'y' if axis == 'x' else 'x'} = {short(cut.other)})"


def slice_alt(cut: Slice, axis: str, t: Translator) -> str:
    """Alternative text: the fixed coordinate, and the lowest height along the slice."""
    known = drawable(cut.height, log=False)
    if not known.any():
        return title(cut, axis)
    lowest = cut.height[known].argmin()
    at, low = (short(float(values[known][lowest])) for values in (cut.along, cut.height))
    return t("slices.alt", cut=title(cut, axis), at=at, low=low)
