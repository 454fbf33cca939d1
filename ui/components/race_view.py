"""The race view: surface, paths and curves in one component that plays them."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.base.text import Translator
from optim_core.export.race_data import race_data, surface_data
from optim_core.figures.frame import inside
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces.base import Box
from optim_core.surfaces.grid import Grid
from ui.components.loader import component
from ui.session.callbacks import guarded, reported

_race = component("race", "race")
_surface = component("race_surface", "array_store")


def race_view(
    run: SurfaceRun,
    grid: Grid,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
    *,
    key: str,
    multistart: str = "",
    step: int | None = None,
    embedded: bool = False,
    scene: str = "",
    scenes: Mapping[str, Any] | None = None,
    on_scene: Callable[[Any], None] | None = None,
    on_start: Callable[[float, float], None] | None = None,
) -> None:
    """Draw the race; a click within the frame of the surface calls `on_start(x, y)`.

    The heights have an element of their own, so that they are not sent again when only the paths change. So has the
    `multistart` of that name, for which it waits. The race opens paused at `step`, or at its end; `embedded`, it fills
    the window. `scene` is the text of the shown scene of a link, and `scenes` says what the view shows of all of them;
    `on_scene` gets the position of the scene to show.
    """
    race = race_data(run, grid, tuple(trajectories), view, t, tuple(indices))
    data = {
        "race": race,
        "multistart": multistart,
        "movable": on_start is not None,
        "opening": {"step": None if step is None or step >= run.steps else step, "scene": scene},
        "scenes": scenes,
        "embedded": embedded,
        "failed": t("race.failed"),
    }
    _surface(key=f"{key}-{race['surface']}", data=surface_data(run.surface, view, grid))
    _race(
        key=key,
        data=data,
        on_start_change=lambda: _clicked(key, run.surface.domain, on_start),
        on_scene_change=lambda: guarded(on_scene, reported(key, "scene")) if on_scene else None,
    )


def _clicked(key: str, frame: Box, on_start: Callable[[float, float], None] | None) -> None:
    point = reported(key, "start")
    if on_start is not None and _is_point(point) and inside(np.array([point], float), frame)[0]:
        guarded(on_start, float(point[0]), float(point[1]))


def _is_point(value: Any) -> bool:
    """Whether a message from the browser, which anyone can write, is two finite numbers."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in value)
    )
