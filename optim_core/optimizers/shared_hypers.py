"""Types of hyperparameters that mean the same in every optimizer that declares them with these types."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, get_type_hints

from optim_core.base.domains import Flag, Real, Whole
from optim_core.optimizers.schedules import RATE


@dataclass(frozen=True)
class Shared:
    """Marks the type of a hyperparameter whose text is `help.<text or name>`; any other needs `help.<Class>.<name>`."""

    name: str
    text: str = ""


LearningRate = Annotated[float, RATE, Shared("lr")]
StepLength = Annotated[float, RATE, Shared("lr", "lr_as_length")]
"""A learning rate that says how long a step is, since the gradient is divided by its own size."""
_DECAY = Real("λ", 0.0, 10.0, scale="log", slider_range=(1e-5, 1.0))
WeightDecay = Annotated[float, _DECAY, Shared("weight_decay")]
RescaledDecay = Annotated[float, _DECAY, Shared("weight_decay", "rescaled_weight_decay")]
"""An L2 penalty that is divided like the rest of the gradient."""
Epsilon = Annotated[float, Real("ε", 0.0, 1.0, scale="log", slider_range=(1e-12, 1e-1)), Shared("eps")]
Momentum = Annotated[float, Real("μ", 0.0, 1.0, scale="complement", high_open=True), Shared("momentum")]
Beta1 = Annotated[float, Real("β₁", 0.0, 1.0, scale="complement", high_open=True), Shared("beta1")]
Beta2 = Annotated[float, Real("β₂", 0.0, 1.0, scale="complement", high_open=True), Shared("beta2")]
Maximize = Annotated[bool, Flag(), Shared("maximize")]
AMSGrad = Annotated[bool, Flag(), Shared("amsgrad")]
DecoupledWeightDecay = Annotated[bool, Flag(), Shared("decoupled_weight_decay")]
WarmUp = Annotated[int, Whole("T₀", 0, 100_000, scale="log", slider_range=(1, 10_000)), Shared("warmup_steps")]
Power = Annotated[float, Real("r", 0.0, 10.0), Shared("r")]
RatePower = Annotated[float, Real("p", 0.0, 4.0), Shared("weight_lr_power")]


@cache
def shared_texts(cls: type) -> MappingProxyType[str, str]:
    """For each hyperparameter of a dataclass with a general text, the part of that text's key after `help.`."""
    hints = get_type_hints(cls, include_extras=True)
    marks = {name: mark for name, hint in hints.items() for mark in getattr(hint, "__metadata__", ())}
    shared = {name: mark for name, mark in marks.items() if isinstance(mark, Shared) and mark.name == name}
    return MappingProxyType({name: mark.text or name for name, mark in shared.items()})
