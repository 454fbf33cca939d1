"""Races, grids and measurements, shared by all sessions."""

from dataclasses import replace

from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.explain.catalogue.measurements import Measurements, measure
from optim_core.optimizers import OPTIMIZERS
from optim_core.specs import SURFACE_SECONDS, SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.grid import Grid, grid
from ui.compute import shared_results


def trajectories(run: SurfaceRun) -> tuple[Trajectory, ...]:
    """The race of `run`. Its contenders never meet, so each runs alone, and once however it is combined with others.

    A path that ran out of time is computed again a little later.
    """
    alone = [replace(run, optimizers=(optimizer,)) for optimizer in run.optimizers]
    seconds = SURFACE_SECONDS / len(alone)
    begun = [shared_results.begin(descend, one, seconds, is_complete=_all_ended) for one in alone]
    ended = [shared_results.ended(future, descend, one, seconds) for future, one in zip(begun, alone, strict=True)]
    return tuple(path for paths in ended for path in paths)


def _all_ended(paths: tuple[Trajectory, ...]) -> bool:
    return all(path.status is not Status.OUT_OF_TIME for path in paths)


def heights(surface: AbstractSurface) -> Grid:
    """The heights of a surface, for drawing."""
    return shared_results.result(grid, surface)


def measurements(name: str) -> Measurements:
    """Measurements of the optimizer of that name."""
    return shared_results.result(measure, next(cls for cls in OPTIMIZERS if cls.__name__ == name))
