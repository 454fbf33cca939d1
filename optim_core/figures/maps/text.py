"""What a map shows, in words."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.explain.theory import curvatures, theory
from optim_core.figures.maps.theory import kind
from optim_core.figures.numbers import short
from optim_core.specs.sweep import STARTS
from optim_core.sweep.maps import AbstractCells, Cells, MapRun, MapView


def panel_text(cells: Cells, view: MapView, t: Translator) -> str:
    """How much of the panel reaches the target, where it is best, and how much diverges."""
    share = f"{100 * cells.reached.mean():.0f}"
    said = [t("figure.map.reached", share=share, target=short(view.target))]
    if cell := cells.best(view.colour):
        x, y = (f"{name} {short(value)}" for name, value in setting(cells, cell))
        said.append(t("figure.map.best_at", x=x, y=y, loss=short(float(cells.final_loss[cell]))))
    said += stopped_shares(cells, np.ones_like(cells.has_result), t)
    if cells.timed_out.any():
        said.append(t("figure.map.timed_out_share", share=f"{100 * cells.timed_out.mean():.0f}"))
    return " ".join(said)


def stopped_shares(cells: AbstractCells, among: NDArray[np.bool_], t: Translator) -> list[str]:
    """How much of the cells in question diverges, and in how much of them the optimizer fails."""
    failed = cells.ended(Status.FAILED)
    shares = {"diverged_share": ~cells.has_result & ~failed, "failed_share": failed}
    found = {key: 100 * float(these[among].mean()) for key, these in shares.items()} if among.any() else {}
    return [
        t(f"figure.map.{key}", share=f"{share:.0f}" if share >= 1 else "< 1") for key, share in found.items() if share
    ]


def stopped_text(cells: AbstractCells, cell: tuple[int, int], t: Translator) -> str:
    """At which step a run without a result was stopped, and why."""
    key = "failed_at" if cells.status[cell] is Status.FAILED else "stopped_at"
    return t(f"figure.map.{key}", step=int(cells.stopped_at[cell]))


def theory_text(run: MapRun, panels: Sequence[Cells], t: Translator) -> str:
    """A sentence for each kind of curve on the panels."""
    keys = dict.fromkeys(kind(cells.spec, curve) for cells in panels for curve in theory(cells.spec))
    bent = curvatures(run.surface) or (math.nan, math.nan)
    return " ".join(t(f"figure.theory.{key}", low=short(bent[0]), high=short(bent[1])) for key in keys)


def map_alt(run: MapRun, cells: Cells, view: MapView, t: Translator, name: str) -> str:
    """The panel for those who do not see it."""
    x, y = (f"{each.name} [{short(each.low)}, {short(each.high)}]" for each in run.axes)
    quantity = t(f"figure.map.{view.colour}", target=short(view.target))
    return t("figure.map.alt", name=name, x=x, y=y, quantity=quantity) + " " + panel_text(cells, view, t)


def setting(cells: AbstractCells, cell: tuple[int, int]) -> tuple[tuple[str, float], tuple[str, float]]:
    """The name and the value of x and of y at a cell (row, column)."""
    y, x = ((axis.name, float(axis.values[place])) for axis, place in zip(cells.spec.axes, cell, strict=True))
    return x, y


def setting_text(cells: AbstractCells, cell: tuple[int, int]) -> str:
    """The same as one text, in full."""
    domains = {**STARTS, **hypers(type(cells.spec.optimizer))}
    return ", ".join(f"{name} {domains[name].format(value)}" for name, value in setting(cells, cell))


def cell_text(cells: Cells, cell: tuple[int, int], view: MapView, t: Translator) -> str:
    """One run: its setting, its losses, when it reached the target, how it ended."""
    words = [setting_text(cells, cell)]
    status, steps = cells.status[cell], int(cells.steps_to[cell])
    if not status.has_result:
        return ", ".join([*words, stopped_text(cells, cell, t)])
    words.append(t("figure.map.ends", loss=short(float(cells.final_loss[cell]))))
    words.append(
        t("figure.map.reaches", target=short(view.target), step=steps)
        if steps >= 0
        else t("figure.map.never", target=short(view.target))
    )
    words.append(t(f"figure.map.status.{status.value}"))
    return ", ".join(words)
