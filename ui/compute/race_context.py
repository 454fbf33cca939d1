"""The race that a fragment draws: built once per fragment run and handed to all who draw."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

import streamlit as st

from optim_core.base.lazy import cached_property
from optim_core.base.text import Translator
from optim_core.optimizers.labels import labels
from optim_core.permalink import read_fields, read_surface_run
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.starts import StartSet
from optim_core.specs.views import SurfaceView
from optim_core.surfaces.base import Point
from optim_core.surfaces.grid import Grid
from ui.compute import results
from ui.session.active_run import active_indices, checked_run, read_run, valid_query
from ui.session.page_state import PageState

LONG_RACE = 4_000
"""Updates that take about a second."""


@dataclass(frozen=True)
class RaceContext:
    """A race and its link `query`; what is derived from it is computed when first used."""

    query: Mapping[str, str]
    run: SurfaceRun
    view: SurfaceView
    t: Translator

    @cached_property
    def indices(self) -> tuple[int, ...]:
        """The contenders' indices, which give each its color, from 0."""
        return active_indices(self.query)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return tuple(labels(self.run.optimizers))

    @cached_property
    def grid(self) -> Grid:
        """Heights of the surface, for drawing."""
        return results.heights(self.run.surface)

    @cached_property
    def paths(self) -> tuple[Trajectory, ...]:
        """The contenders' trajectories. A long race shows a spinner; one that was out of time is not cached."""
        is_long = self.run.steps * len(self.run.optimizers) > LONG_RACE
        with st.spinner(self.t("surface.computing"), show_time=True) if is_long else nullcontext():
            return results.trajectories(self.run)

    @cached_property
    def further_starts(self) -> tuple[Point, ...]:
        """Starting points of the race besides its own."""
        return StartSet(**read_fields(StartSet, self.query)).points(self.run.surface, self.run.seed)


def race_context(state: PageState, t: Translator) -> RaceContext:
    """The race on the screen, for parts beside the one that checks it."""
    query = valid_query(state)
    return RaceContext(query, read_run(read_surface_run, query), state.view(SurfaceView), t)


def checked_race(state: PageState, t: Translator) -> RaceContext:
    """The race that the state asks for, computed; where it makes none, show its errors and give the last valid race."""

    def computed(query: Mapping[str, str], run: SurfaceRun) -> RaceContext:
        race = RaceContext(query, run, state.view(SurfaceView), t)
        _ = race.paths  # raises if the race cannot be run
        return race

    return checked_run(state, read_surface_run, computed, t)
