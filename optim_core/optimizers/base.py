"""What every optimizer declares, and how it becomes a `torch.optim` object."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import torch

from optim_core.hyper import Declared, Flag, Real, hypers
from optim_core.optimizers.adapter import RuleOptimizer
from optim_core.optimizers.needs import Need
from optim_core.optimizers.rules import Rule

LearningRate = Annotated[float, Real("η", 1e-10, 1e3, scale="log", span=(1e-5, 10.0))]
WeightDecay = Annotated[float, Real("λ", 0.0, 10.0, scale="log", span=(1e-5, 1.0))]
Epsilon = Annotated[float, Real("ε", 0.0, 1.0, scale="log", span=(1e-12, 1e-1))]
Momentum = Annotated[float, Real("μ", 0.0, 1.0, scale="complement", high_open=True)]
Maximize = Annotated[bool, Flag()]


PLAIN_LOOP: dict[str, Any] = {"foreach": False}
"""What torch chooses for CPU tensors anyway; said outright, each step skips the search (10 to 25 µs of 25 to 70)."""

Schedule = Callable[..., float]
"""(step, counted from 1, **hyperparameters by name) -> a torch keyword's value at that step."""


@dataclass(frozen=True, kw_only=True)
class AbstractOptimizer(Declared):
    """An optimizer's class and hyperparameters, under torch's own keyword names."""

    torch_class: ClassVar[type[torch.optim.Optimizer] | None] = None
    """Its class in torch; one that torch does not have steps by its rule."""
    packed: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """torch keyword -> the hyperparameters it takes as one tuple."""
    buffers: ClassVar[tuple[str, ...]] = ()
    """The names torch gives its state tensors; where there are none, all that are shaped as the params are shown."""
    elementwise: ClassVar[bool] = True
    """Whether each weight moves by its own gradients alone, so that many networks can be one tensor."""
    flat: ClassVar[bool] = False
    """Beyond torch: whether its rule sees all parameters as one vector, for what is measured over all of them."""
    needs: ClassVar[Need | None] = None
    """The kind of parameter that it takes only; specs refuse, and menus do not offer, what has none of it."""
    evaluates: ClassVar[bool] = False
    """Whether `step` asks a closure for loss and gradient, as often as it likes."""
    leap: ClassVar[float] = 1.0
    """How many times further than others' its loss may shoot up and still come back."""
    divisor: ClassVar[str] = "denom"
    """The quantity of its rule that lr is divided by, where there is one of that name."""
    signed: ClassVar[bool] = False
    """Whether a step takes no more than the sign from the gradient."""
    front: ClassVar[tuple[str, ...]] = ("lr",)
    """The hyperparameters that are always in sight; the rest is behind "more"."""
    rule: ClassVar[Rule | None] = None
    """The update as a pure function, for lanes and for explaining; without one, only the torch class itself runs."""

    lr: LearningRate

    def torch_kwargs(self) -> dict[str, Any]:
        """The keywords of `torch_class` that make this optimizer."""
        inside = {name for names in self.packed.values() for name in names} | beyond_torch(type(self))
        plain = {name: value for name, value in self.values().items() if name not in inside}
        return plain | {key: tuple(getattr(self, name) for name in names) for key, names in self.packed.items()}

    def build(self, params: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """The real torch optimizer over `params`."""
        if self.torch_class is None:
            assert self.rule is not None
            return RuleOptimizer(params, self.rule.init, self.rule.update, flat=self.flat, **self.values())
        return self.torch_class(params, **self.torch_kwargs(), **PLAIN_LOOP)

    @property
    def edge(self) -> float | None:
        """The largest curvature of a parabola on which its steps do not grow; None where no formula is known."""
        return None

    @property
    def known_as(self) -> str | None:
        """The name of what these hyperparameters make, where it is another than the class's."""
        return None

    def schedules(self) -> dict[str, Schedule]:
        """torch keyword -> how it moves, where these hyperparameters make it move."""
        return {}

    def arguments(self, schedule: Schedule) -> dict[str, float]:
        """The hyperparameters that a schedule takes by name."""
        return {name: getattr(self, name) for name in inspect.signature(schedule).parameters if name != "step"}

    def prepare(self, optimizer: torch.optim.Optimizer, step: int) -> None:
        """Set what is scheduled for `step`, counted from 1."""
        for key, schedule in self.schedules().items():
            for group in optimizer.param_groups:
                group[key] = schedule(step, **self.arguments(schedule))


def beyond_torch(cls: type[AbstractOptimizer]) -> set[str]:
    """The hyperparameters that the torch class does not have."""
    return {name for name, domain in hypers(cls).items() if not getattr(domain, "in_torch", True)}
