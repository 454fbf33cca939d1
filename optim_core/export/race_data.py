"""A race as JSON for the browser: figures, contenders, words and programs. The surface's arrays are separate."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from optim_core.base.byte_cache import cached
from optim_core.base.text import Translator
from optim_core.descend.portable import portable_race
from optim_core.figures import contender_style, curves_alt, race_alt
from optim_core.figures.heights import heights
from optim_core.figures.numbers import packed, sendable, single
from optim_core.figures.race.curves import curves_drawing
from optim_core.figures.race.path_names import path_names
from optim_core.figures.race.surface import race_drawing
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.grid import Grid

WORDS = (
    "play",
    "pause",
    "first",
    "previous",
    "next",
    "last",
    "scrub",
    "speed",
    "picture",
    "keys",
    "present",
    "present_help",
)
DIVERGED = ("left_domain", "not_finite")
STATES = ("player", "loading", "failed", "failed_3d")
APART = {"surface": ("x", "y", "z", "customdata"), "halo": ("x", "y")}
"""The arrays of a trace that the browser has already: the surface's from its own element, a halo's from its path."""


@cached()
def race_data(
    run: SurfaceRun,
    grid: Grid,
    trajectories: tuple[Trajectory, ...],
    view: SurfaceView,
    t: Translator,
    indices: tuple[int, ...],
) -> Mapping[str, Any]:
    """The JSON data of a race for the browser, about 45 kB for five contenders of 300 steps.

    Made once for all who look at that race.
    """
    figure = race_drawing(run, grid, trajectories, view, t, indices)
    for trace in figure["data"]:
        for name in APART.get(trace["meta"]["role"], ()):
            trace.pop(name, None)
    curves_tell = view.quantity == "loss" and all((trajectory.loss > 0).all() for trajectory in trajectories)
    contenders = [
        {
            "name": name,
            "index": index,
            "color": contender_style(index).color,
            "dash": contender_style(index).dash,
            "symbol": contender_style(index).symbol,
            "glyph": contender_style(index).glyph,
            "stopped": _stopped(trajectory, t),
            "loss": None if curves_tell else sendable(packed(trajectory.loss)),
        }
        for name, index, trajectory in zip(path_names(run, trajectories, t), indices, trajectories, strict=True)
    ]
    return {
        "figure": sendable(figure),
        "curves": sendable(curves_drawing(run, trajectories, view, t, indices)),
        "projection": view.projection,
        "surface": surface_name(run.surface, view),
        "steps": run.steps,
        "contenders": contenders,
        "alt": race_alt(run, trajectories, view, t),
        "curves_alt": curves_alt(run, trajectories, view, t),
        "texts": {word: t(f"race.{word}") for word in WORDS + STATES}
        | {"step_of": t("race.step_of", k="{k}", n="{n}")}
        | {"statuses": {name: t(f"figure.map.status.{name}") for name in DIVERGED} | {"later": t("race.later")}},
        "engine": sendable(portable_race(run)),
        "quantity": view.quantity,
        "tag": digest(run, view, t.language),
    }


@lru_cache(maxsize=16)
def surface_data(surface: AbstractSurface, view: SurfaceView, grid: Grid) -> Mapping[str, Any]:
    """The arrays of the surface trace; the real heights, where others are drawn, for the pointer."""
    drawn = heights(surface, grid, view.colors)
    arrays = {"x": grid.x, "y": grid.y, "z": drawn.z}
    if view.projection == "contour" and not np.array_equal(drawn.z, grid.z):
        arrays["customdata"] = grid.z
    return {
        "surface": surface_name(surface, view),
        **{name: sendable(single(values)) for name, values in arrays.items()},
    }


def surface_name(surface: AbstractSurface, view: SurfaceView) -> str:
    """The name of the arrays of a surface as a view draws it."""
    return digest(surface, view.projection, view.colors)


def digest(*parts: object) -> str:
    """A short name for what these parts describe."""
    return blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def _stopped(trajectory: Trajectory, t: Translator) -> dict[str, Any] | None:
    """The first step of which nothing but its status can be shown, and this status; None for a complete run."""
    if trajectory.stopped_at is None:
        return None
    step = trajectory.steps + 1 if trajectory.status.has_result else trajectory.stopped_at
    return {"step": step, "text": t(f"figure.map.status.{trajectory.status.value}")}
