"""The base class of all optimizers: their declarations, their torch object and their schedules."""

import inspect
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import torch

from optim_core.base.errors import not_instance
from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers.adapter import RuleOptimizer
from optim_core.optimizers.clipping import CLIPS, AbstractClip, check_clip
from optim_core.optimizers.requirements import ParamRequirement
from optim_core.optimizers.rules import Rule
from optim_core.optimizers.schedules import SCHEDULES, AbstractSchedule, Memory
from optim_core.optimizers.shared_hypers import LearningRate

PLAIN_LOOP: dict[str, Any] = {"foreach": False}
"""torch's own choice for CPU tensors. Passing it spares each step the search for it: 10 to 25 µs of 25 to 70."""

KeywordSchedule = Callable[..., float]
"""(step, counted from 1; hyperparameters by name) -> the value of a torch keyword at that step."""
MEMORY = "memory"
"""Key of a parameter group for the memory of a schedule, so that it is part of the `state_dict`."""


@dataclass(frozen=True, kw_only=True)
class AbstractOptimizer(Declared):
    """An optimizer's class and hyperparameters, under torch's own keyword names."""

    parts: ClassVar = {"schedule": SCHEDULES, "clip": CLIPS}
    torch_class: ClassVar[type[torch.optim.Optimizer] | None] = None
    """The torch class; without one, the optimizer steps by its `rule`."""
    import_path: ClassVar[str] = ""
    """Of a plugin: where its class is imported from, as `module:Class`; empty for built-in optimizers."""
    ignored: ClassVar = {
        "foreach": (None, False),
        "fused": (None, False),
        "capturable": (False,),
        "differentiable": (False,),
    }
    buffers: ClassVar[tuple[str, ...]] = ()
    """Names of the state tensors to record, as in torch; if empty, all state tensors of the shape of the params."""
    shared: ClassVar[tuple[str, ...]] = ()
    """Without a torch class: the `buffers` that hold one number for all parameters."""
    elementwise: ClassVar[bool] = True
    """Whether a weight's step depends on its own gradients only, so that many networks can share one tensor."""
    flat: ClassVar[bool] = False
    """Without a torch class: whether the rule sees all parameters as one vector, as norms over all of them need."""
    param_requirement: ClassVar[ParamRequirement | None] = None
    """A kind of parameter that a problem must have; without one, specs refuse the optimizer and menus leave it out."""
    uses_closure: ClassVar[bool] = False
    """Whether `step` evaluates loss and gradient itself, through a closure, once or several times."""
    divergence_factor: ClassVar[float] = 1.0
    """Multiplier on the loss limit above which a run counts as diverged."""
    divisor: ClassVar[str] = "denom"
    """The quantity of its rule that divides the learning rate; where the rule computes none, nothing does."""
    dividend: ClassVar[str] = "g"
    """The quantity of its rule that the learning rate over `divisor` multiplies: a step is -lr · dividend / divisor."""
    dividend_unit: ClassVar[str] = ""
    """The state tensor whose value before the step divides `dividend` first, if any."""
    lr_is_initial_step: ClassVar[bool] = False
    """Whether lr is only the size of the first step, so that a schedule has no later effect."""
    signed: ClassVar[bool] = False
    """Whether a step depends on the sign of the gradient, or of its average, but not on its size."""
    basic_hypers: ClassVar[tuple[str, ...]] = ("lr",)
    """Hyperparameters that a contender's card always shows; the others are under "More parameters"."""
    rule: ClassVar[Rule | None] = None
    """The update as a pure function, for sweeps and for the microscope; None if only the torch class can step."""
    formula: ClassVar[str] = ""
    """The step in LaTeX, for the catalogue, if there is no `rule` to derive it from."""

    lr: LearningRate
    schedule: AbstractSchedule | None = None
    """Changes lr, and with some schedules the momentum, from step to step; None keeps both constant."""
    clip: AbstractClip | None = None
    """Clips the gradient before each step; None leaves it as it is."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.schedule is not None and type(self.schedule) not in SCHEDULES:
            raise not_instance(self.schedule, AbstractSchedule, f"{type(self).__name__}.schedule")
        if self.clip is not None:
            check_clip(self.clip, type(self).__name__, self.unclippable())

    @classmethod
    def unclippable(cls) -> str | None:
        """Why its gradients cannot be clipped, as in `error.clip_<reason>`; None if they can."""
        if cls.uses_closure:
            return "closure"
        return "sparse" if cls.param_requirement is not None and cls.param_requirement.sparse else None

    def torch_kwargs(self) -> dict[str, Any]:
        """The keyword arguments of `torch_class`."""
        inside = {name for names in self.packed.values() for name in names} | beyond_torch(type(self))
        plain = {name: value for name, value in self.values().items() if name not in inside}
        return plain | {key: tuple(getattr(self, name) for name in names) for key, names in self.packed.items()}

    def build(self, params: Iterable[Any]) -> torch.optim.Optimizer:
        """The torch optimizer over `params`, tensors of any shape or parameter groups."""
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
        """The most evaluations of loss and gradient that one step may make."""
        return 1

    @property
    def history_copies(self) -> int:
        """The most copies of the parameters that its history holds; a few averages are not counted."""
        return 0

    @property
    def max_stable_curvature(self) -> float | None:
        """The largest curvature of a parabola on which its steps do not grow; None if no formula is known."""
        return None

    @property
    def variant_name(self) -> str | None:
        """The known name of this combination of hyperparameters, if it differs from the class name."""
        return None

    def keyword_schedules(self) -> dict[str, KeywordSchedule]:
        """torch keyword -> function of its value, for keywords that these hyperparameters change from step to step."""
        return {}

    @property
    def is_scheduled(self) -> bool:
        """Whether `apply_schedule` sets anything."""
        return self.schedule is not None or bool(self.keyword_schedules())

    @property
    def loss_dependent(self) -> bool:
        """Whether the scheduled values depend on the losses."""
        return self.schedule is not None and self.schedule.loss_dependent

    @property
    def momentum_name(self) -> str | None:
        """The hyperparameter that a momentum schedule sets, `beta1` or `momentum`; None without one."""
        return next((name for name in ("beta1", "momentum") if name in hypers(type(self))), None)

    def keyword(self, name: str) -> tuple[str, tuple[str, ...]]:
        """A hyperparameter's key in a parameter group, and the names in its tuple; () if the entry is a plain value."""
        packed = {} if self.torch_class is None else self.packed
        return next(((key, names) for key, names in packed.items() if name in names), (name, ()))

    def scheduled_values(self, step: int, memory: Memory = ()) -> dict[str, float]:
        """Hyperparameter -> the value that the schedule sets for `step`, counted from 1, given its `memory`."""
        if self.schedule is None:
            return {}
        found = {"lr": self.schedule.rate(step, self.lr, memory)}
        momentum = self.schedule.momentum_at(step)
        return found if momentum is None or self.momentum_name is None else found | {self.momentum_name: momentum}

    def schedule_values(self, losses: Iterable[float]) -> dict[str, list[float]]:
        """Hyperparameter -> its scheduled value at each update of a run with these losses, (n,) each."""
        memory: Memory = ()
        rows = []
        for step, loss in enumerate(losses if self.schedule else (), 1):
            rows.append(self.scheduled_values(step, memory))
            if self.schedule and self.loss_dependent:
                memory = self.schedule.update_memory(step, self.lr, memory, loss)
        return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}

    def apply_schedule(self, optimizer: torch.optim.Optimizer, step: int, loss: float = math.nan) -> dict[str, float]:
        """Set the scheduled values of `step`, counted from 1, in `optimizer`; return those of `scheduled_values`.

        `loss` is the loss of this update. A loss-dependent schedule uses it from the next update on, as in torch.
        """
        memory = optimizer.param_groups[0].get(MEMORY, ())
        scheduled = self.scheduled_values(step, memory)
        h, entries = self.values() | scheduled, {}
        for name, value in scheduled.items():
            key, names = self.keyword(name)
            entries[key] = tuple(h[each] for each in names) if names else value
        for key, schedule in self.keyword_schedules().items():
            entries[key] = schedule(step, **{name: h[name] for name in argument_names(schedule)})
        if self.schedule is not None and self.loss_dependent:
            entries[MEMORY] = self.schedule.update_memory(step, self.lr, memory, loss)
        for group in optimizer.param_groups:
            group.update(entries)
        return scheduled


@cache
def argument_names(schedule: KeywordSchedule) -> tuple[str, ...]:
    """The names of the hyperparameters that the function of a keyword takes."""
    return tuple(name for name in inspect.signature(schedule).parameters if name != "step")


def beyond_torch(cls: type[AbstractOptimizer]) -> set[str]:
    """The hyperparameters that are not arguments of the torch class."""
    return {name for name, domain in hypers(cls).items() if not getattr(domain, "in_torch", True)}


def in_torch(cls: type[AbstractOptimizer]) -> bool:
    """Whether torch itself has this optimizer."""
    return cls.torch_class is not None and cls.torch_class.__module__.startswith("torch.")
