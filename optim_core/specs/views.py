"""Views: which parts of a result a page shows. They are frozen and stored in links like specs, but change no result."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Choice, Flag, Real, Whole
from optim_core.base.hyper import Declared, hypers
from optim_core.specs.quantities import QUANTITIES
from optim_core.specs.races import SurfaceRun

Target = Annotated[float, Real("", 0.0, 1.0, scale="log", slider_range=(1e-8, 0.5), low_open=True)]
AxisScale = Annotated[str, Choice("", ("auto", "log", "linear"))]


@dataclass(frozen=True, kw_only=True)
class SurfaceView(Declared):
    """View of a race on a surface; the x axis of curves counts steps or loss evaluations (`by`).

    `colors` is the scale of the surface's heights: decades above the lowest one, or their ranks, or "auto", which is
    linear or log. A run reaches the target when its gap to the minimum is at most `target` times the gap at the start.
    """

    projection: Annotated[str, Choice("", ("contour", "3d"))] = "contour"
    colors: Annotated[str, Choice("", ("auto", "linear", "log", "rank"))] = "auto"
    quantity: Annotated[str, Choice("", tuple(each.name for each in QUANTITIES))] = "loss"
    axis: AxisScale = "auto"
    by: Annotated[str, Choice("", ("step", "evaluation"))] = "step"
    target: Target = 0.01


LAST_STEP = int(hypers(SurfaceRun)["steps"].high)  # type: ignore[attr-defined]
"""Steps of the longest race."""


@dataclass(frozen=True, kw_only=True)
class StepView(Declared):
    """The step at which a race opens, paused; one beyond the end of the race stands for the end."""

    step: Annotated[int, Whole("", 0, LAST_STEP)] = LAST_STEP


MAX_SCENES = 20


@dataclass(frozen=True, kw_only=True)
class SceneView(Declared):
    """The number of the scene that is shown, counted from 1; 0 for none (`optim_core/permalink/scenes.py`)."""

    scene: Annotated[int, Whole("", 0, MAX_SCENES)] = 0


SIDE = Whole("", 11, 200, scale="log", slider_range=(16, 200))
"""Points along each side of a landscape."""


VIEWS = ("curves", "boundaries", "weights", "layers", "landscape", "sharpness", "schedules", "rare", "samples")


@dataclass(frozen=True, kw_only=True)
class ModelView(Declared):
    """View of a training; the x axis of curves counts epochs, loss evaluations or seconds of computing (`by`).

    `smoothing` is the weight of the past in the moving average of the mini-batch loss. `singles` shows one curve per
    seed instead of median and band. `weights` are those of the networks whose boundaries, weights and texts are shown;
    without `ModelRun.ema_decay` they are the current ones. A training reaches the target when its test loss stays
    within `target` times the gap from the first test loss to the lowest one of any contender with the same seed.
    """

    view: Annotated[str, Choice("", VIEWS)] = "curves"
    measure: Annotated[str, Choice("", ("score", "loss"))] = "score"
    by: Annotated[str, Choice("", ("epoch", "evaluation", "second"))] = "epoch"
    axis: AxisScale = "auto"
    smoothing: Annotated[float, Real("", 0.0, 1.0, scale="complement", high_open=True)] = 0.9
    singles: Annotated[bool, Flag()] = False
    histogram: Annotated[str, Choice("", ("weights", "updates"))] = "weights"
    layer: Annotated[str, Choice("", ("grad_norm", "update_ratio", "average_distance"))] = "grad_norm"
    weights: Annotated[str, Choice("", ("current", "averaged"))] = "current"
    plane: Annotated[str, Choice("", ("pca", "random"))] = "pca"
    points: Annotated[int, SIDE] = 50
    target: Target = 0.1
