"""Results shared by all sessions: each spec is computed once, in the pool, however many sessions need it."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import Any

import streamlit as st

from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.explain.catalogue.measurements import Measurements, measure
from optim_core.optimizers import OPTIMIZERS
from optim_core.specs import SURFACE_SECONDS, SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import SURFACES, AbstractSurface, Transformed
from optim_core.surfaces.grid import Grid, grid
from ui.compute import visitor
from ui.compute.run_cache import cached_by_length

BY_REPR: dict[Any, Any] = dict.fromkeys((SurfaceRun, Transformed, *SURFACES), repr)
"""Streamlit hashes dataclasses by their fields alone: an Adam and an AdamW with equal fields would share a key."""


def _cached(count: int) -> Callable[[Any], Any]:
    return st.cache_resource(max_entries=count, show_spinner=False, hash_funcs=BY_REPR)


@cached_by_length(_cached)
def trajectories(run: SurfaceRun) -> tuple[Trajectory, ...]:
    """The race of `run`. Its contenders never meet, so each runs alone, and once however it is combined with others."""
    alone = [replace(run, optimizers=(optimizer,)) for optimizer in run.optimizers]
    seconds = SURFACE_SECONDS / len(alone)
    begun = [_submitted(one, seconds) for one in alone]
    return tuple(_ended(one, seconds, future) for one, future in zip(alone, begun, strict=True))


def _submitted(one: SurfaceRun, seconds: float) -> "Future[tuple[Trajectory, ...]]":
    """The future of one contender; one that the pool gave up is submitted again."""
    future = _begun(one, seconds)
    if visitor.given_up(future):
        _begun.clear(one, seconds)
        future = _begun(one, seconds)
    return future


@cached_by_length(_cached, short=512, long=128)
def _begun(one: SurfaceRun, _seconds: float) -> "Future[tuple[Trajectory, ...]]":
    return visitor.submit(descend, one, _seconds)


def _ended(one: SurfaceRun, seconds: float, begun: "Future[tuple[Trajectory, ...]]") -> Trajectory:
    try:
        (path,) = begun.result()
    except CancelledError:  # whoever asked first has left
        _begun.clear(one, seconds)
        (path,) = visitor.run(descend, one, seconds)
    if path.status is Status.OUT_OF_TIME:
        _begun.clear(one, seconds)
    return path


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=BY_REPR)
def heights(surface: AbstractSurface) -> Grid:
    """The heights of a surface, for drawing."""
    return visitor.run(grid, surface)


@st.cache_resource(max_entries=64, show_spinner=False)
def measurements(name: str) -> Measurements:
    """Measurements of the optimizer of that name."""
    return visitor.run(measure, next(cls for cls in OPTIMIZERS if cls.__name__ == name))
