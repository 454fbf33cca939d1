"""Results kept for everyone: each spec is computed once, in the pool, however many ask at the same time."""

from typing import Any

import streamlit as st

from optim_core import pool
from optim_core.catalogue.portrait import Portrait
from optim_core.catalogue.portrait import portrait as measure
from optim_core.descend import descend
from optim_core.grid import Grid, grid
from optim_core.optimizers import OPTIMIZERS
from optim_core.results import Trajectory
from optim_core.specs import SurfaceRun
from optim_core.surfaces import SURFACES, AbstractSurface, Turned

BY_REPR: dict[Any, Any] = dict.fromkeys((SurfaceRun, Turned, *SURFACES), repr)
"""Streamlit hashes dataclasses by their fields alone: an Adam and an AdamW with equal fields would share a key."""


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=BY_REPR)
def trajectories(run: SurfaceRun) -> tuple[Trajectory, ...]:
    """The race of `run`."""
    return pool.run(descend, run)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=BY_REPR)
def heights(surface: AbstractSurface) -> Grid:
    """The heights of a surface, for drawing."""
    return pool.run(grid, surface)


@st.cache_resource(max_entries=64, show_spinner=False)
def portrait(name: str) -> Portrait:
    """What is measured of the optimizer of that name."""
    return pool.run(measure, next(cls for cls in OPTIMIZERS if cls.__name__ == name))
