"""Futures of the chunks of a map, shared by all sessions; a coarse map first, then the fine one."""

import time
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from math import prod
from typing import Any

import streamlit as st

from optim_core.base import pool
from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.optimizers.labels import labels
from optim_core.specs import Sweep
from optim_core.specs.parameter_sweep import ParameterSweep
from optim_core.sweep import SweepResult, sweep
from optim_core.sweep.maps import Cells, MapRun, chunks, merged
from ui.compute import shared_results, visitor
from ui.session.page_state import PageState

COARSE = 16
"""Cells along each axis of the coarse map."""
LIGHT = 1_000_000
"""Updates that take less time than drawing a map twice."""
LEAST_SECONDS = 2.0
"""Time limit of the runs on the surface of one value of a parameter: they are few, and the surface is new."""
PROGRESS_AFTER = 0.4
"""Seconds until progress is shown."""

Panel = Cells | SpecError
Work = Sequence["Future[SweepResult]"]
Started = tuple[Sweep | ParameterSweep, Work] | SpecError


class Maps:
    """The panels of a map in the order of its contenders, with `side` cells along each axis.

    `names` tells them apart by what is not on the axes.
    """

    def __init__(self, run: MapRun, panels: Sequence[Panel], side: int) -> None:
        self.panels, self.side = panels, side
        cells = {index: one for index, one in enumerate(panels) if isinstance(one, Cells)}
        named = labels([one.spec.run_at(-1, -1).optimizers[0] for one in cells.values()])
        names = dict(enumerate(labels(run.optimizers))) | dict(zip(cells, named, strict=True))
        self.names = tuple(names.values())


def maps(run: MapRun, target: float, state: PageState, t: Translator, *, coarse_first: bool) -> Maps:
    """The panels; coarse ones if `coarse_first` and the fine ones are not there yet. SpecError if it is too much."""
    run.check_size()
    sides = [run.side]
    if coarse_first and run.side > COARSE and run.side**2 * run.steps * len(run.optimizers) > LIGHT:
        sides = [COARSE, run.side]
    works = {side: [_start(run, optimizer, side, target) for optimizer in run.optimizers] for side in sides}
    if all(_done(work) for work in works[run.side]):
        sides = [run.side]
    _set_wanted(state, [future for side in sides for future in _futures(works[side])])
    _watch(works[sides[0]], t)
    return Maps(run, [_panel(work, target) for work in works[sides[0]]], sides[0])


def _start(run: MapRun, optimizer: Any, side: int, target: float) -> Started:
    try:
        if missing := run.missing_axes(optimizer):
            raise SpecError(type(optimizer).__name__, "lacks", names=", ".join(missing))
        spec = run.sweep(optimizer, side)
    except SpecError as error:
        return error
    share = spec.seconds * max(pool.WORKERS, 1) / len(run.optimizers)
    bands, lanes = chunks(spec), prod(spec.shape)
    least = LEAST_SECONDS if isinstance(spec, ParameterSweep) else 0.0
    return spec, [_begun(band, target, max(least, round(share * prod(band.shape) / lanes, 3))) for band in bands]


def _begun(band: Sweep, target: float, seconds: float) -> "Future[SweepResult]":
    return shared_results.begin(sweep, band, seconds, (target,), is_complete=_is_complete)


def _is_complete(result: SweepResult) -> bool:
    return not (result.status == Status.OUT_OF_TIME).any()


def _done(work: Started) -> bool:
    return isinstance(work, SpecError) or all(future.done() for future in work[1])


def _set_wanted(state: PageState, futures: Work) -> None:
    """Note what this session waits for, and give up what it waited for before its settings changed."""
    pool.cancel(*(future for future in state.data.map_futures if future not in futures))
    state.data.map_futures = tuple(futures)


def _watch(works: Sequence[Started], t: Translator) -> None:
    """Wait, with a progress bar if it takes long."""
    futures = _futures(works)
    bar, begun = st.empty(), time.monotonic()
    for _ in visitor.looks(futures):
        if time.monotonic() - begun > PROGRESS_AFTER:
            done = sum(future.done() for future in futures)
            bar.progress(done / len(futures), t("maps.computing"))
    bar.empty()


def _futures(works: Sequence[Started]) -> Work:
    return [future for work in works if not isinstance(work, SpecError) for future in work[1]]


def _panel(work: Started, target: float) -> Panel:
    if isinstance(work, SpecError):
        return work
    spec, futures = work
    try:
        return merged(spec, [future.result() for future in futures], target)
    except SpecError as error:
        return error
    except CancelledError:  # another visitor, who asked first, turned to something else
        return merged(spec, [visitor.run(sweep, band, spec.seconds, (target,)) for band in chunks(spec)], target)
