"""Equal-budget race: all trials of each contender, and the performance profile of the tuned contenders."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.sweep.equal_budget_result import EqualBudgetResult, TunedContender

CEILING = 10.0
"""Largest drawn share of a gap; trials that diverged are drawn here, too."""


def trials_drawing(
    result: EqualBudgetResult, names: Sequence[str], indices: Sequence[int], t: Translator
) -> style.Drawing:
    """Remaining gap of each trial against its learning rate; a trial that diverged is a cross at the top."""
    traces: list[dict[str, Any]] = []
    for one, name, index in zip(result.contenders, names, indices, strict=True):
        contender, share = style.contender_style(index), one.remaining
        lr = one.trials.settings[:, one.names.index("lr")]
        order = np.argsort(lr)
        y, diverged = np.fmin(share, CEILING), ~np.isfinite(share)
        line = "lines+markers" if one.names == ("lr",) else "markers"
        settings = [
            f"{name}<br>" + "<br>".join(f"{each} {short(v)}" for each, v in zip(one.names, row, strict=True))
            for row in one.trials.settings.tolist()
        ]
        none = t("figure.equal_budget.gone")
        outcome = [none if bad else short(float(v)) for bad, v in zip(diverged, share, strict=True)]
        traces.append(
            {
                "type": "scatter",
                "mode": line,
                "name": name,
                "x": lr[order].tolist(),
                "y": y[order].tolist(),
                "text": [f"{settings[i]}<br>{t('figure.equal_budget.left')}: {outcome[i]}" for i in order.tolist()],
                "hovertemplate": "%{text}<extra></extra>",
                "line": {"color": contender.color, "width": 1, "dash": contender.dash},
                "marker": {
                    "color": contender.color,
                    "size": 7,
                    "symbol": ["x-thin-open" if diverged[i] else contender.symbol for i in order.tolist()],
                    "line": {"color": contender.color, "width": [2 if diverged[i] else 0 for i in order.tolist()]},
                },
                "meta": style.meta("trials", index=index),
            }
        )
    target = result.spec.target
    note = t("figure.equal_budget.target", target=short(target))
    layout = style.layout(
        xaxis=style.axis(t("figure.log_axis", name="lr · η"), type="log"),
        yaxis=style.axis(t("figure.log_axis", name=t("figure.equal_budget.left")), type="log"),
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
        annotations=[style.note(note, yref="y", y=np.log10(target), yanchor="bottom")],
    )
    return {"data": traces, "layout": layout}


def profile_drawing(
    result: EqualBudgetResult, names: Sequence[str], indices: Sequence[int], t: Translator
) -> style.Drawing:
    """Performance profile: the share of problems solved within a multiple of the fastest contender's steps."""
    return shares_drawing(*result.profile(), names, indices, t("figure.equal_budget.factor"), t)


def shares_drawing(
    factors: Array, shares: Array, names: Sequence[str], indices: Sequence[int], title: str, t: Translator
) -> style.Drawing:
    """Stairs of the shares (contenders, n) of problems that are solved within each of n factors, which are `title`."""
    end = float(factors[-1]) * 1.5
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [*factors.tolist(), end],
            "y": [*row.tolist(), float(row[-1])],
            "line": {
                "color": style.contender_style(index).color,
                "dash": style.contender_style(index).dash,
                "width": 2,
                "shape": "hv",
            },
            "hovertemplate": f"{name}<br>%{{x:.3~g}} ×<br>%{{y:.0%}}<extra></extra>",
            "meta": style.meta("profile", index=index),
        }
        for name, index, row in zip(names, indices, shares, strict=True)
    ]
    layout = style.layout(
        xaxis=style.axis(title, type="log", range=[-0.02, float(np.log10(end))]),
        yaxis=style.axis(t("figure.equal_budget.solved"), range=[-0.03, 1.05], tickformat=".0%"),
        showlegend=True,
    )
    return {"data": traces, "layout": layout}


def equal_budget_alt(result: EqualBudgetResult, names: Sequence[str], t: Translator) -> str:
    """Alternative text: the tuned setting of each contender, its remaining gap and the success rate of its trials."""
    sentences = []
    for one, name in zip(result.contenders, names, strict=True):
        best = short(float(one.remaining[one.best]))
        success_rate = f"{100 * one.success_rate:.0f}"
        setting = tuned_setting(one)
        sentences.append(t("figure.equal_budget.alt", name=name, setting=setting, left=best, share=success_rate))
    return " ".join(sentences)


def tuned_setting(one: TunedContender) -> str:
    """Names and values of a contender's best setting, as one text."""
    values = one.trials.settings[one.best].tolist()
    return ", ".join(f"{name} {short(value)}" for name, value in zip(one.names, values, strict=True))
