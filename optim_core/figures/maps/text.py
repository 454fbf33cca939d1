"""Texts about a map: what a panel shows, one cell, and the predicted curves."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optim_core.base.domains import Whole
from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.explain.theory import curvatures, theory
from optim_core.figures.maps.axes import axis_words
from optim_core.figures.maps.theory import kind
from optim_core.figures.numbers import short
from optim_core.specs import Sweep
from optim_core.specs.parameter_sweep import PARAMETER_AXES
from optim_core.specs.setup_axes import SETUP_AXES
from optim_core.specs.sweep import STARTS
from optim_core.sweep.maps import AbstractCells, Cells, MapRun, MapView, best_cells


def panel_text(cells: Cells, view: MapView, t: Translator) -> str:
    """Sentences: the share of cells that reach the target, the best or how many tie, the share that diverges."""
    share = f"{100 * cells.reached.mean():.0f}"
    sentences = [t("figure.map.reached", share=share, target=short(view.target))]
    if best := best_cells([cells], view.colour):
        (_, cell), *others = best.cells
        x, y = (f"{name} {short(value)}" for name, value in setting(cells, cell, t))
        key, loss = "tied_at" if others else "best_at", short(float(cells.final_loss[cell]))
        sentences.append(t(f"figure.map.{key}", count=len(best.cells), x=x, y=y, loss=loss))
    sentences += stopped_shares(cells, np.ones_like(cells.has_result), t)
    if cells.timed_out.any():
        sentences.append(t("figure.map.timed_out_share", share=f"{100 * cells.timed_out.mean():.0f}"))
    return " ".join(sentences)


def stopped_shares(cells: AbstractCells, among: NDArray[np.bool_], t: Translator) -> list[str]:
    """Sentences: the shares of the cells `among` (rows, columns) that diverged and that failed; none if zero."""
    failed = cells.ended(Status.FAILED)
    shares = {"diverged_share": ~cells.has_result & ~failed, "failed_share": failed}
    found = {key: 100 * float(these[among].mean()) for key, these in shares.items()} if among.any() else {}
    return [
        t(f"figure.map.{key}", share=f"{share:.0f}" if share >= 1 else "< 1") for key, share in found.items() if share
    ]


def stopped_text(cells: AbstractCells, cell: tuple[int, int], t: Translator) -> str:
    """Step at which the cell's run was stopped, and whether it diverged or failed."""
    key = "failed_at" if cells.status[cell] is Status.FAILED else "stopped_at"
    return t(f"figure.map.{key}", step=int(cells.stopped_at[cell]))


def theory_text(run: MapRun, panels: Sequence[Cells], t: Translator) -> str:
    """One sentence for each kind of predicted curve on the panels."""
    specs = [cells.spec for cells in panels if isinstance(cells.spec, Sweep)]
    keys = dict.fromkeys(kind(spec, curve) for spec in specs for curve in theory(spec))
    low, high = (short(curvature) for curvature in curvatures(run.surface) or (math.nan, math.nan))
    return " ".join(t(f"figure.theory.{key}", low=low, high=high) for key in keys)


def map_alt(run: MapRun, cells: Cells, view: MapView, t: Translator, name: str) -> str:
    """Alternative text of a panel: axes, quantity and the sentences of `panel_text`."""
    x, y = (f"{axis_words(each.name, t)} [{short(each.low)}, {short(each.high)}]" for each in run.axes)
    quantity = t(f"figure.map.{view.colour}", target=short(view.target))
    return t("figure.map.alt", name=name, x=x, y=y, quantity=quantity) + " " + panel_text(cells, view, t)


def setting(cells: AbstractCells, cell: tuple[int, int], t: Translator) -> tuple[tuple[str, float], tuple[str, float]]:
    """((words, value) of the x axis, (words, value) of the y axis) at a cell (row, column)."""
    y, x = ((axis_words(axis.name, t), axis.values[at]) for axis, at in zip(cells.spec.axes, cell, strict=True))
    return x, y


def setting_text(cells: AbstractCells, cell: tuple[int, int], t: Translator) -> str:
    """Words for both axes with their full-precision values at a cell (row, column), as one text."""
    setup = dict.fromkeys(SETUP_AXES, Whole())
    domains = {**STARTS, **PARAMETER_AXES, **setup, **hypers(type(cells.spec.optimizer))}
    pairs = reversed([*zip(cells.spec.axes, cell, strict=True)])
    return ", ".join(f"{axis_words(axis.name, t)} {domains[axis.name].format(axis.values[at])}" for axis, at in pairs)


def cell_text(cells: Cells, cell: tuple[int, int], view: MapView, t: Translator) -> str:
    """Text about one cell's run: setting, losses, step of arrival at the target, status."""
    parts = [setting_text(cells, cell, t)]
    status, steps = cells.status[cell], int(cells.steps_to[cell])
    if not status.has_result:
        return ", ".join([*parts, stopped_text(cells, cell, t)])
    parts.append(t("figure.map.ends", loss=short(float(cells.final_loss[cell]))))
    parts.append(
        t("figure.map.reaches", target=short(view.target), step=steps)
        if steps >= 0
        else t("figure.map.never", target=short(view.target))
    )
    parts.append(t(f"figure.map.status.{status.value}"))
    return ", ".join(parts)
