"""The lab: a race in one HTML file that needs no server and no network, with sliders for all the browser can run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, Translator, load
from optim_core.descend.portable import portable_race
from optim_core.descend.programs import surface_programs
from optim_core.export import surface_script
from optim_core.export.lab_controls import sliders, step_slider
from optim_core.export.lab_words import lab_words, surface_title
from optim_core.export.offline_page import offline_page
from optim_core.export.race_data import digest, surface_data
from optim_core.export.shared_arrays import with_shared_arrays
from optim_core.figures.numbers import sendable
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import COORDINATE, SurfaceRun
from optim_core.specs.quantities import BY_NAME
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.grid import Grid

FILE_NAME = "race.lab.html"


def has_lab(surface: AbstractSurface) -> bool:
    """Whether a browser can run races on the surface."""
    return surface_programs(surface) is not None


def lab_page(
    run: SurfaceRun,
    grid: Grid,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
    link: str = "",
) -> str:
    """The page, about 2 MB of HTML, which opens in the language of `t` and has all others.

    `link` leads back to the app; only an address that begins with http:// or https:// is used. SpecError if a browser
    cannot run races on the surface.
    """
    own = {"kind": "race", "link": web_address(link), "language": t.language}
    data = own | lab_data(run, grid, trajectories, view, indices)
    title = t("lab.title", surface=surface_title(run.surface))
    return offline_page(title, t.language, f'<p id="lab-waiting">{escape(t("race.loading"))}</p>', data)


def lab_data(
    run: SurfaceRun, grid: Grid, trajectories: Sequence[Trajectory], view: SurfaceView, indices: Sequence[int]
) -> dict[str, Any]:
    """A race for the browser with its sliders, in every language, as JSON data.

    It draws contours and counts steps, whatever the view says. SpecError if a browser cannot run it.
    """
    engine = portable_race(run)
    if engine is None:
        raise SpecError("SurfaceRun.surface", "no_lab")
    view = replace(view, projection="contour", by="step")
    names = _names(run.optimizers)
    quantity = BY_NAME[view.quantity]
    languages, arrays = with_shared_arrays(
        {language: lab_words(run, grid, trajectories, view, load(language), indices, names) for language in LANGUAGES}
    )
    return {
        "id": digest(run, view),
        "script": surface_script(run),
        "surface": dict(surface_data(run.surface, view, grid)),
        "engine": sendable(engine),
        "coordinates": [COORDINATE.low, COORDINATE.high],
        "axis": quantity.axis if view.axis == "auto" else view.axis,
        "steps": step_slider(),
        "contenders": [
            {"name": name, "sliders": sliders(optimizer), "torch": _result(trajectory)}
            for name, optimizer, trajectory in zip(names, run.optimizers, trajectories, strict=True)
        ],
        "languages": languages,
        "arrays": arrays,
    }


def web_address(link: str) -> str:
    """The link if it is an address of the web, otherwise an empty text."""
    return link if link.startswith(("http://", "https://")) else ""


def _names(optimizers: Sequence[AbstractOptimizer]) -> list[str]:
    """Names without values, which change in the browser: the class, its parts, and a number among equal ones."""
    names = []
    for optimizer in optimizers:
        parts = [part for field in optimizer.parts if (part := getattr(optimizer, field)) is not None]
        names.append(" · ".join(type(each).__name__ for each in (optimizer, *parts)))
    total, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if total[name] > 1 else name)
    return found


def _result(trajectory: Trajectory) -> dict[str, Any]:
    """Loss, steps and status of a run by torch, for the table."""
    return {
        "loss": float(trajectory.loss[-1]),
        "steps": trajectory.steps,
        "status": trajectory.status.value,
        "stoppedAt": trajectory.stopped_at,
    }
