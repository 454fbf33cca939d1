"""The words and figures of the lab in one language."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.descend.portable import SINGLE_TOLERANCE, TOLERANCE
from optim_core.export.lab_controls import slider_words, step_words
from optim_core.export.race_data import race_data
from optim_core.figures.numbers import short
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface, Formula
from optim_core.surfaces.grid import Grid

WORDS = (
    "title",
    "hint",
    "theme",
    "light",
    "dark",
    "language",
    "restore",
    "results",
    "settings",
    "computed",
    "compared",
    "only_torch",
    "by_torch",
    "unavailable",
    "script",
    "back",
    "failed",
    "refused",
    "refused_start",
)
ALT = ("race", "ends", "diverged", "curves", "value", "stops")
BLANKS = ("name", "step", "steps", "x", "y", "loss", "surface", "value", "quantity", "range", "error", "status")
"""What the browser puts into texts."""


def surface_title(surface: AbstractSurface) -> str:
    """The name of a surface; of a formula, its text."""
    return surface.text if isinstance(surface, Formula) else surface.title


def lab_words(
    run: SurfaceRun,
    grid: Grid,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
    names: Sequence[str],
) -> dict[str, Any]:
    """Figures, contenders and words of the lab in the language of `t`; `names` are the contenders'."""
    race = dict(race_data(run, grid, tuple(trajectories), view, t, tuple(indices)))
    by_index = dict(zip(indices, names, strict=True))
    blanks = {name: f"{{{name}}}" for name in BLANKS}
    given = blanks | {
        "surface": surface_title(run.surface),
        "tolerance": short(TOLERANCE),
        "single": short(SINGLE_TOLERANCE),
        "version": torch.__version__.partition("+")[0],
    }
    title = t(f"figure.quantity.{view.quantity}")
    del race["engine"]
    return {
        "race": race
        | {
            "figure": _renamed(race["figure"], by_index),
            "curves": _renamed(race["curves"], by_index),
            "contenders": [{**one, "name": by_index[one["index"]]} for one in race["contenders"]],
        },
        "texts": {word: t(f"lab.{word}", **given) for word in WORDS}
        | {word: t(f"table.{word}") for word in ("contender", "final_loss", "status")}
        | {name: t(f"label.{name}") for name in ("start_x", "start_y", "steps")}
        | {"start_help": t("help.start_point")},
        "statuses": {status.value: t(f"status.{status.value}", **blanks) for status in Status},
        "alt": {name: t(f"figure.alt.{name}", **blanks | {"surface": run.surface.title}) for name in ALT},
        "quantities": [title, t("figure.log_axis", name=title)],
        "stepSlider": step_words(t),
        "sliders": [slider_words(optimizer, t) for optimizer in run.optimizers],
    }


def _renamed(figure: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """The figure with the contenders' names in its traces replaced."""
    traces = []
    for trace in figure["data"]:
        name = names.get(trace["meta"].get("index"))
        if name is not None:
            trace = {**trace, "name": name, "legendgroup": name}
            if hover := trace.get("hovertemplate"):  # its first line is the name
                trace["hovertemplate"] = name + hover[hover.index("<br>") :]
        traces.append(trace)
    return {**figure, "data": traces}
