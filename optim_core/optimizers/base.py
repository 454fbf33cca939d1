"""What every optimizer declares, and how it becomes a `torch.optim` object."""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import torch

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers.adapter import RuleOptimizer
from optim_core.optimizers.requirements import ParamRequirement
from optim_core.optimizers.rules import Rule
from optim_core.optimizers.schedules import SCHEDULES, AbstractSchedule, Memory
from optim_core.optimizers.shared_hypers import LearningRate

PLAIN_LOOP: dict[str, Any] = {"foreach": False}
"""What torch chooses for CPU tensors anyway; said outright, each step skips the search (10 to 25 µs of 25 to 70)."""

KeywordSchedule = Callable[..., float]
"""(step, counted from 1, **hyperparameters by name) -> a torch keyword's value at that step."""
MEMORY = "memory"
"""The entry of a parameter group that keeps what a schedule has heard, so that a `state_dict` holds it."""


@dataclass(frozen=True, kw_only=True)
class AbstractOptimizer(Declared):
    """An optimizer's class and hyperparameters, under torch's own keyword names."""

    parts: ClassVar = {"schedule": SCHEDULES}
    torch_class: ClassVar[type[torch.optim.Optimizer] | None] = None
    """Its class in torch; one that torch does not have steps by its rule."""
    import_path: ClassVar[str] = ""
    """Where a script finds the class, as `module:Class`, if it was brought along rather than torch's."""
    packed: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """torch keyword -> the hyperparameters it takes as one tuple."""
    buffers: ClassVar[tuple[str, ...]] = ()
    """The names torch gives its state tensors; where there are none, all that are shaped as the params are shown."""
    shared: ClassVar[tuple[str, ...]] = ()
    """Beyond torch: those of `buffers` that are one number for all parameters."""
    elementwise: ClassVar[bool] = True
    """Whether each weight moves by its own gradients alone, so that many networks can be one tensor."""
    flat: ClassVar[bool] = False
    """Beyond torch: whether its rule sees all parameters as one vector, for what is measured over all of them."""
    param_requirement: ClassVar[ParamRequirement | None] = None
    """A kind of parameter that a problem must have; without one, specs refuse the optimizer and menus leave it out."""
    uses_closure: ClassVar[bool] = False
    """Whether `step` asks a closure for loss and gradient, as often as it likes."""
    divergence_factor: ClassVar[float] = 1.0
    """Multiplier on the loss limit above which a run counts as diverged."""
    divisor: ClassVar[str] = "denom"
    """The quantity of its rule that divides the learning rate; where the rule computes none, nothing does."""
    dividend: ClassVar[str] = "g"
    """The quantity of its rule that the learning rate over `divisor` multiplies: a step is -lr · dividend / divisor."""
    dividend_unit: ClassVar[str] = ""
    """The state tensor whose value before the step divides `dividend` first, if any."""
    lr_is_initial_step: ClassVar[bool] = False
    """Whether lr is the size of its first step only, so that no schedule moves it later."""
    signed: ClassVar[bool] = False
    """Whether a step takes no more than the sign from the gradient."""
    basic_hypers: ClassVar[tuple[str, ...]] = ("lr",)
    """The hyperparameters that are always in sight; the rest is behind "more"."""
    rule: ClassVar[Rule | None] = None
    """The update as a pure function, for lanes and for explaining; without one, only the torch class itself runs."""
    formula: ClassVar[str] = ""
    """The lines of its step in LaTeX, to be read, where it has no rule and yet a formula."""

    lr: LearningRate
    schedule: AbstractSchedule | None = None
    """How lr moves from the value it has here, and with some the momentum."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.schedule is not None and type(self.schedule) not in SCHEDULES:
            raise SpecError(f"{type(self).__name__}.schedule", "type", got=str(self.schedule)[:40])

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
        loop = PLAIN_LOOP if "foreach" in inspect.signature(self.torch_class).parameters else {}
        return self.torch_class(params, **self.torch_kwargs(), **loop)

    @property
    def fallback_optimizer(self) -> "AbstractOptimizer | None":
        """The optimizer of a model's parameters of any other kind than `param_requirement`; None if it steps all."""
        return None

    @property
    def evaluations(self) -> int:
        """How often a step asks for loss and gradient at most."""
        return 1

    @property
    def history_copies(self) -> int:
        """How many copies of the parameters its history may come to hold, beside a few averages."""
        return 0

    @property
    def max_stable_curvature(self) -> float | None:
        """The largest curvature of a parabola on which its steps do not grow; None where no formula is known."""
        return None

    @property
    def variant_name(self) -> str | None:
        """The name of what these hyperparameters make, where it is another than the class's."""
        return None

    def keyword_schedules(self) -> dict[str, KeywordSchedule]:
        """torch keyword -> how it moves, where these hyperparameters make it move."""
        return {}

    @property
    def is_scheduled(self) -> bool:
        """Whether `apply_schedule` has anything to set."""
        return self.schedule is not None or bool(self.keyword_schedules())

    @property
    def loss_dependent(self) -> bool:
        """Whether what it sets depends on the losses."""
        return self.schedule is not None and self.schedule.loss_dependent

    @property
    def momentum_name(self) -> str | None:
        """The hyperparameter that a schedule of momentum moves, if there is one."""
        return next((name for name in ("beta1", "momentum") if name in hypers(type(self))), None)

    def keyword(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The entry of a parameter group for a hyperparameter, and the names of all that it holds as one tuple."""
        packed = {} if self.torch_class is None else self.packed
        return next(((key, names) for key, names in packed.items() if name in names), (name, ()))

    def scheduled_values(self, step: int, memory: Memory = ()) -> dict[str, float]:
        """The hyperparameters that its schedule sets for `step`, counted from 1, by what it has heard until then."""
        if self.schedule is None:
            return {}
        found = {"lr": self.schedule.rate(step, self.lr, memory)}
        momentum = self.schedule.momentum_at(step)
        return found if momentum is None or self.momentum_name is None else found | {self.momentum_name: momentum}

    def schedule_values(self, losses: Iterable[float]) -> dict[str, list[float]]:
        """What its schedule sets for each update of a run with these losses: hyperparameter -> values."""
        memory: Memory = ()
        rows = []
        for step, loss in enumerate(losses if self.schedule else (), 1):
            rows.append(self.scheduled_values(step, memory))
            if self.schedule and self.loss_dependent:
                memory = self.schedule.update_memory(step, self.lr, memory, loss)
        return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}

    def apply_schedule(self, optimizer: torch.optim.Optimizer, step: int, loss: float = math.nan) -> dict[str, float]:
        """Set what is scheduled for `step`, counted from 1, and give what `scheduled_values` does.

        `loss` is this update's; a schedule that listens hears of it for the next one, as after torch's own step.
        """
        memory = optimizer.param_groups[0].get(MEMORY, ())
        moved = self.scheduled_values(step, memory)
        h, entries = self.values() | moved, {}
        for name, value in moved.items():
            key, names = self.keyword(name)
            entries[key] = tuple(h[each] for each in names) if names else value
        for key, schedule in self.keyword_schedules().items():
            entries[key] = schedule(step, **{name: h[name] for name in argument_names(schedule)})
        if self.schedule is not None and self.loss_dependent:
            entries[MEMORY] = self.schedule.update_memory(step, self.lr, memory, loss)
        for group in optimizer.param_groups:
            group.update(entries)
        return moved


@cache
def argument_names(schedule: KeywordSchedule) -> tuple[str, ...]:
    """The hyperparameters that a schedule takes by name."""
    return tuple(name for name in inspect.signature(schedule).parameters if name != "step")


def beyond_torch(cls: type[AbstractOptimizer]) -> set[str]:
    """The hyperparameters that the torch class does not have."""
    return {name for name, domain in hypers(cls).items() if not getattr(domain, "in_torch", True)}


def in_torch(cls: type[AbstractOptimizer]) -> bool:
    """Whether torch itself has this optimizer."""
    return cls.torch_class is not None and cls.torch_class.__module__.startswith("torch.")
