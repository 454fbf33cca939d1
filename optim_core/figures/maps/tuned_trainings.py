"""Fair race of trainings: the validation loss of all trials of each contender against the learning rate."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.sweep.tuned_trainings import TunedTraining

HIGHEST, ABOVE_MIDDLE = 1e3, 10.0
"""The largest drawn loss, as a multiple of the lowest one, or of the median if that is more, which may be 0 or nearly.
Trials that diverged are drawn there."""
DECADES = 1e6
"""The largest drawn loss over the least one; lower losses are drawn there."""


def tuning_drawing(
    contenders: Sequence[TunedTraining], names: Sequence[str], indices: Sequence[int], t: Translator
) -> style.Drawing:
    """Mean validation loss of each trial against its learning rate, with a band over seeds where lr alone is tuned.

    A trial that diverged or failed with a seed is a cross at the top.
    """
    top = _top(np.concatenate([one.loss[np.isfinite(one.loss)] for one in contenders]))
    traces: list[dict[str, Any]] = []
    for one, name, index in zip(contenders, names, indices, strict=True):
        order = np.argsort(one.settings[:, one.names.index("lr")], kind="stable")
        order = order[~np.isnan(one.loss[order]).any(1)]
        if one.names == ("lr",):
            traces += _band(one, order, top, index)
        traces.append(_trials(one, order, top, name, index, t))
    layout = style.layout(
        xaxis=style.axis(t("figure.log_axis", name="lr · η"), type="log"),
        yaxis=style.axis(t("figure.log_axis", name=t("figure.fair_training.loss")), type="log"),
        showlegend=True,
    )
    return {"data": traces, "layout": layout}


def tuning_alt(contenders: Sequence[TunedTraining], names: Sequence[str], t: Translator) -> str:
    """Alternative text: the best setting of each contender and its validation loss."""
    tuned = [(one, name, one.best) for one, name in zip(contenders, names, strict=True)]
    return " ".join(
        t("figure.fair_training.alt", name=name, setting=setting_text(one, best), loss=short(_mean(one)[best]))
        for one, name, best in tuned
        if best is not None
    )


def setting_text(one: TunedTraining, trial: int) -> str:
    """Names and values of a trial's setting, as one text."""
    values = one.settings[trial].tolist()
    return ", ".join(f"{name} {short(value)}" for name, value in zip(one.names, values, strict=True))


def _mean(one: TunedTraining) -> list[float]:
    means: list[float] = one.mean_loss.tolist()
    return means


def _top(losses: Array) -> float:
    """The largest drawn loss for finite losses (n,)."""
    if not len(losses):
        return 1.0
    top = max(HIGHEST * float(losses.min()), ABOVE_MIDDLE * float(np.median(losses)))
    return min(top, 2 * float(losses.max())) or 1.0


def _drawn(values: Array, top: float) -> list[float]:
    drawn: list[float] = np.clip(values, top / DECADES, top).tolist()
    return drawn


def _trials(
    one: TunedTraining, order: NDArray[np.intp], top: float, name: str, index: int, t: Translator
) -> dict[str, Any]:
    contender, means = style.contender_style(index), np.array(_mean(one))[order]
    lost = ~np.isfinite(means)
    none = t("figure.fair_training.gone")
    outcomes = [none if bad else short(value) for bad, value in zip(lost.tolist(), means.tolist(), strict=True)]
    texts = [setting_text(one, trial).replace(", ", "<br>") for trial in order.tolist()]
    label = t("figure.fair_training.loss")
    return {
        "type": "scatter",
        "mode": "lines+markers" if one.names == ("lr",) else "markers",
        "name": name,
        "x": one.settings[order, one.names.index("lr")].tolist(),
        "y": _drawn(means, top),
        "text": [f"{name}<br>{text}<br>{label}: {end}" for text, end in zip(texts, outcomes, strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": contender.color, "width": 2, "dash": contender.dash},
        "marker": {
            "color": contender.color,
            "size": 7,
            "symbol": ["x-thin-open" if bad else contender.symbol for bad in lost.tolist()],
            "line": {"color": contender.color, "width": [2 if bad else 0 for bad in lost.tolist()]},
        },
        "meta": style.meta("trials", index=index),
    }


def _band(one: TunedTraining, order: NDArray[np.intp], top: float, index: int) -> list[dict[str, Any]]:
    """From the lowest to the highest seed of each trial; nothing for one seed or fewer than two trials."""
    if one.loss.shape[1] < 2 or len(order) < 2:
        return []
    lr, losses = one.settings[order, one.names.index("lr")].tolist(), one.loss[order]
    low, high = _drawn(losses.min(1), top), _drawn(losses.max(1), top)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [*lr, *reversed(lr)],
            "y": [*low, *reversed(high)],
            "fill": "toself",
            "fillcolor": style.faded(style.contender_style(index).color, 0.16),
            "line": {"width": 0},
            "hoverinfo": "skip",
            "showlegend": False,
            "meta": style.meta("band", index=index),
        }
    ]
