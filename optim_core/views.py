"""What of a result a person wants to see; frozen like a spec, and in the link like one."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.hyper import Choice, Declared, Real

Axis = Annotated[str, Choice("", ("auto", "log", "linear"))]


@dataclass(frozen=True, kw_only=True)
class SurfaceView(Declared):
    """The race view of a surface. `target` is the share of the start's gap to the minimum that counts as reached."""

    projection: Annotated[str, Choice("", ("contour", "3d"))] = "contour"
    quantity: Annotated[str, Choice("", ("loss", "grad_norm", "distance", "step_length"))] = "loss"
    axis: Axis = "auto"
    target: Annotated[float, Real("", 0.0, 1.0, scale="log", span=(1e-8, 0.5), low_open=True)] = 0.01


@dataclass(frozen=True, kw_only=True)
class ModelView(Declared):
    """The curves of a training. `smoothing` is the weight of the past in the drawn mini-batch loss."""

    measure: Annotated[str, Choice("", ("accuracy", "loss"))] = "accuracy"
    axis: Axis = "auto"
    smoothing: Annotated[float, Real("", 0.0, 1.0, scale="complement", high_open=True)] = 0.9
