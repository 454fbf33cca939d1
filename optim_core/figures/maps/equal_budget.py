"""A race of equal tuning effort: every trial of every contender, and how the tuned ones compare."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.sweep.equal_budget import EqualBudgetResult, TunedContender

FLOOR = 1e-16
"""What is left of a gap is drawn down to here, where doubles end."""
CEILING = 10.0
"""Trials that diverged, or ended higher than this many times the first gap, are drawn here."""


def remaining_gap(one: TunedContender) -> Array:
    """What each trial leaves of the gap, the geometric mean over all problems (trials,); infinite if one diverged."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(one.trials.share, FLOOR)).mean(0)
    mean: Array = np.exp(logs)
    return mean


def trials_drawing(
    result: EqualBudgetResult, names: Sequence[str], indices: Sequence[int], t: Translator
) -> style.Drawing:
    """The learning rate of each trial against what it left of the gap; a cross at the top where it diverged."""
    traces: list[dict[str, Any]] = []
    for one, name, index in zip(result.contenders, names, indices, strict=True):
        look, share = style.contender_style(index), remaining_gap(one)
        lr = one.trials.settings[:, one.names.index("lr")]
        order = np.argsort(lr)
        y, gone = np.fmin(share, CEILING), ~np.isfinite(share)
        line = "lines+markers" if one.names == ("lr",) else "markers"
        words = [
            f"{name}<br>" + "<br>".join(f"{each} {short(v)}" for each, v in zip(one.names, row, strict=True))
            for row in one.trials.settings.tolist()
        ]
        outcome = [t("figure.fair.gone") if bad else short(float(v)) for bad, v in zip(gone, share, strict=True)]
        traces.append(
            {
                "type": "scatter",
                "mode": line,
                "name": name,
                "x": lr[order].tolist(),
                "y": y[order].tolist(),
                "text": [f"{words[i]}<br>{t('figure.fair.left')}: {outcome[i]}" for i in order.tolist()],
                "hovertemplate": "%{text}<extra></extra>",
                "line": {"color": look.colour, "width": 1, "dash": look.dash},
                "marker": {
                    "color": look.colour,
                    "size": 7,
                    "symbol": ["x-thin-open" if gone[i] else look.symbol for i in order.tolist()],
                    "line": {"color": look.colour, "width": [2 if gone[i] else 0 for i in order.tolist()]},
                },
                "meta": style.meta("trials", slot=index),
            }
        )
    target = result.spec.target
    layout = style.layout(
        xaxis=style.axis(t("figure.log_axis", name="lr · η"), type="log"),
        yaxis=style.axis(t("figure.log_axis", name=t("figure.fair.left")), type="log"),
        shapes=[
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": target,
                "y1": target,
                "line": {"color": style.NEUTRAL, "width": 1, "dash": "4px,4px"},
            }
        ],
        annotations=[
            style.note(t("figure.fair.target", target=short(target)), yref="y", y=np.log10(target), yanchor="bottom")
        ],
    )
    return {"data": traces, "layout": layout}


def profile_drawing(
    result: EqualBudgetResult, names: Sequence[str], indices: Sequence[int], t: Translator
) -> style.Drawing:
    """The share of problems a tuned contender solves within so many times the steps of the fastest."""
    factors, shares = result.profile()
    end = float(factors[-1]) * 1.5
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [*factors.tolist(), end],
            "y": [*row.tolist(), float(row[-1])],
            "line": {
                "color": style.contender_style(index).colour,
                "dash": style.contender_style(index).dash,
                "width": 2,
                "shape": "hv",
            },
            "hovertemplate": f"{name}<br>%{{x:.3~g}} ×<br>%{{y:.0%}}<extra></extra>",
            "meta": style.meta("profile", slot=index),
        }
        for name, index, row in zip(names, indices, shares, strict=True)
    ]
    layout = style.layout(
        xaxis=style.axis(t("figure.fair.factor"), type="log", range=[-0.02, float(np.log10(end))]),
        yaxis=style.axis(t("figure.fair.solved"), range=[-0.03, 1.05], tickformat=".0%"),
    )
    return {"data": traces, "layout": layout}


def equal_budget_alt(result: EqualBudgetResult, names: Sequence[str], t: Translator) -> str:
    """Each contender's tuned setting, what it leaves, and how forgiving it is."""
    said = []
    for one, name in zip(result.contenders, names, strict=True):
        best = short(float(remaining_gap(one)[one.best]))
        success_rate = f"{100 * one.success_rate:.0f}"
        said.append(t("figure.fair.alt", name=name, setting=tuned_setting(one), left=best, share=success_rate))
    return " ".join(said)


def tuned_setting(one: TunedContender) -> str:
    """The tuned values of a contender."""
    values = one.trials.settings[one.best].tolist()
    return ", ".join(f"{name} {short(value)}" for name, value in zip(one.names, values, strict=True))
