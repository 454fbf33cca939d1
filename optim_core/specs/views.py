"""What of a result a person wants to see; frozen like a spec, and in the link like one."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.base.hyper import Choice, Declared, Flag, Real, Whole
from optim_core.specs.quantities import QUANTITIES

AxisScale = Annotated[str, Choice("", ("auto", "log", "linear"))]


@dataclass(frozen=True, kw_only=True)
class SurfaceView(Declared):
    """The race view of a surface; its curves go `by` the step or by the evaluation of the loss.

    `target` is the share of the start's gap to the minimum that counts as reached.
    """

    projection: Annotated[str, Choice("", ("contour", "3d"))] = "contour"
    quantity: Annotated[str, Choice("", tuple(each.name for each in QUANTITIES))] = "loss"
    axis: AxisScale = "auto"
    by: Annotated[str, Choice("", ("step", "evaluation"))] = "step"
    target: Annotated[float, Real("", 0.0, 1.0, scale="log", slider_range=(1e-8, 0.5), low_open=True)] = 0.01


SIDE = Whole("", 11, 200, scale="log", slider_range=(16, 200))
"""Points along an edge of a landscape."""


VIEWS = ("curves", "boundaries", "weights", "layers", "landscape", "sharpness", "schedules")


@dataclass(frozen=True, kw_only=True)
class ModelView(Declared):
    """What of a training is shown. `smoothing` is the weight of the past in the drawn mini-batch loss.

    `singles` shows each seed instead of their median and band. Curves go `by` the epoch or by the evaluation of the
    loss.
    """

    view: Annotated[str, Choice("", VIEWS)] = "curves"
    measure: Annotated[str, Choice("", ("score", "loss"))] = "score"
    by: Annotated[str, Choice("", ("epoch", "evaluation"))] = "epoch"
    axis: AxisScale = "auto"
    smoothing: Annotated[float, Real("", 0.0, 1.0, scale="complement", high_open=True)] = 0.9
    singles: Annotated[bool, Flag()] = False
    histogram: Annotated[str, Choice("", ("weights", "updates"))] = "weights"
    layer: Annotated[str, Choice("", ("grad_norm", "update_ratio"))] = "grad_norm"
    plane: Annotated[str, Choice("", ("pca", "random"))] = "pca"
    points: Annotated[int, SIDE] = 50
