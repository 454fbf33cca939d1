"""The learning-rate range test: running median of the loss against a rate that grows with each update."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.train.rate_range import HIGHEST, LOWEST, RateRange

HEADROOM = 3.0
"""How far above the highest loss at the start the axis goes; beyond it, a loss explodes."""
BAND = 0.18
"""Opacity of the band between the seeds."""


def rate_range_drawing(
    found: Sequence[RateRange], names: Sequence[str], indices: Sequence[int], t: Translator
) -> style.Drawing:
    """Drawing with a line and a band of the seeds a contender, and a mark at its suggested rate."""
    shown = [one for one in found if len(one.rates)]
    starts = [float(one.middle[0]) for one in shown] or [1.0]
    lowest = min((float(one.low.min()) for one in shown), default=0.1)
    top = HEADROOM * max(*starts, 1e-12)
    is_log = lowest > 0
    ends = [math.log10(lowest) - 0.1, math.log10(top)] if is_log else [0.0, top]
    traces: list[dict[str, Any]] = []
    for one, name, index in zip(found, names, indices, strict=True):
        if len(one.rates):
            traces += [_band(one, index), _line(one, name, index, t), *_mark(one, name, index, t)]
    title = t("figure.rate_range.loss")
    return {
        "data": traces,
        "layout": style.layout(
            xaxis=style.axis(t("figure.rate_range.rate"), type="log", range=[math.log10(LOWEST), math.log10(HIGHEST)]),
            yaxis=style.axis(
                t("figure.log_axis", name=title) if is_log else title, type="log" if is_log else "linear", range=ends
            ),
            uirevision="rate_range",
            showlegend=True,
        ),
    }


def rate_range_alt(found: Sequence[RateRange], names: Sequence[str], t: Translator) -> str:
    """Alternative text: the suggested rate of each contender."""
    parts = [
        t("figure.rate_range.best", name=name, rate=short(one.best))
        if one.best
        else t("figure.rate_range.none", name=name)
        for one, name in zip(found, names, strict=True)
    ]
    return " ".join([t("figure.rate_range.alt"), *parts])


def _line(one: RateRange, name: str, index: int, t: Translator) -> dict[str, Any]:
    contender = style.contender_style(index)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": one.rates.tolist(),
        "y": one.middle.tolist(),
        "line": {"color": contender.color, "width": 2, "dash": contender.dash},
        "hovertemplate": f"{name}<br>{t('figure.rate_range.rate')} %{{x:.3~g}}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta("rates", index=index),
    }


def _band(one: RateRange, index: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([one.rates, one.rates[::-1]]).tolist(),
        "y": np.concatenate([one.high, one.low[::-1]]).tolist(),
        "fill": "toself",
        "fillcolor": style.faded(style.contender_style(index).color, BAND),
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": style.meta("rates_band", index=index),
    }


def _mark(one: RateRange, name: str, index: int, t: Translator) -> list[dict[str, Any]]:
    if one.best is None:
        return []
    height = float(np.interp(math.log(one.best), np.log(one.rates), one.middle))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": [one.best],
            "y": [height],
            "marker": style.head(style.contender_style(index)),
            "hovertemplate": t("figure.rate_range.best", name=name, rate=short(one.best)) + "<extra></extra>",
            "showlegend": False,
            "meta": style.meta("rates_best", index=index),
        }
    ]
