"""The base class of all schedules, and the values that they set."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

from optim_core.base.domains import AbstractDomain, Real, Whole
from optim_core.base.hyper import Declared, hypers

MOST_UPDATES = 20_000
"""The largest number of updates of a race."""
LONGEST = 100
"""The longest text that is read as milestones."""
RATE = Real("η", 0.0, 1e3, scale="log", slider_range=(1e-5, 10.0), zero_tick=False)
"""The domain of all learning rates. As in torch a rate may be 0, which makes no step; sliders begin above it."""

Updates = Annotated[int, Whole("", 1, MOST_UPDATES, scale="log", slider_range=(1, MOST_UPDATES))]
WarmUp = Annotated[int, Whole("", 0, MOST_UPDATES, scale="log", slider_range=(1, MOST_UPDATES))]
Floor = Annotated[float, Real("", 0.0, 1e3, scale="log", slider_range=(1e-6, 1.0))]
"""A lower bound of the learning rate."""
Fraction = Annotated[float, Real("", 1e-6, 1.0, slider_range=(0.0, 1.0))]
MomentumBound = Annotated[float, Real("μ", 1e-3, 1.0, scale="complement", high_open=True)]
"""The lowest or highest momentum of a cycle; above 0, where optimizers would drop their velocity."""

Memory = tuple[Any, ...]
"""State of a loss-dependent schedule: lr first; () before the first loss."""


@dataclass(frozen=True)
class Milestones(AbstractDomain):
    """Up to `most` ascending numbers of updates, written as 60,120."""

    most: int = 8

    @property
    def range(self) -> str:
        return f"1 ≤ m₁ < … < mₖ ≤ {MOST_UPDATES}, k ≤ {self.most}"

    def check(self, value: object, where: str) -> tuple[int, ...]:
        if not isinstance(value, tuple | list) or not 1 <= len(value) <= self.most:
            raise self.refuse(value, where)
        steps = tuple(Whole("", 1, MOST_UPDATES).check(each, where) for each in value)
        if list(steps) != sorted(set(steps)):
            raise self.refuse(value, where)
        return steps

    def parse(self, text: str, where: str) -> tuple[int, ...]:
        parts = text.split(",") if len(text) <= LONGEST else [""]
        if not all(part.strip().isdecimal() and part.isascii() for part in parts):
            raise self.refuse(text, where)
        return self.check([int(part) for part in parts], where)

    def bad(self) -> tuple[object, ...]:
        too_many = tuple(range(1, self.most + 2))
        return ((), (0,), (2, 1), (3, 3), (MOST_UPDATES + 1,), (1.5,), too_many, "60,120", 60, None)

    def format(self, value: tuple[int, ...]) -> str:
        return ",".join(map(str, value))


class ScheduleFunction(NamedTuple):
    """A pure function and its keyword arguments; scripts contain its source. Step or memory are passed first."""

    function: Callable[..., Any]
    arguments: dict[str, Any]


def warm_up(step: int, lr: float, warmup: int, warmup_start: float) -> float:
    """The learning rate at a step, counted from 1: in `warmup` equal steps from `warmup_start` · lr up to lr."""
    return lr * (warmup_start + (1 - warmup_start) * (step - 1) / warmup)


@dataclass(frozen=True, kw_only=True)
class AbstractSchedule(Declared, ABC):
    """A learning rate that changes with the updates, counted from 1; torch's are named as in `optim.lr_scheduler`.

    During the first `warmup` updates the rate rises in equal steps from `warmup_start` times its value after them,
    like `LinearLR` before the schedule in a `SequentialLR`. Lengths count updates; torch's defaults count epochs.
    """

    ignored: ClassVar = {"last_epoch": (-1,), "epochs": (None,), "steps_per_epoch": (None,), "scale_fn": (None,)}
    loss_dependent: ClassVar[bool] = False
    """Whether the rate depends on the losses."""
    length_name: ClassVar[str] = ""
    """The hyperparameter that is meant to be the length of the run, if there is one."""

    warmup: WarmUp = 0
    warmup_start: Fraction = 0.01

    @abstractmethod
    def rate_function(self, lr: float) -> ScheduleFunction:
        """The function (step, counted from 1 after the warm-up; arguments) -> learning rate.

        If `loss_dependent`, the function (memory, loss of an update; arguments) -> memory after that update.
        """

    def momentum_function(self) -> ScheduleFunction | None:
        """The function (step, counted from 1 after the warm-up; arguments) -> momentum; None if it stays constant."""
        return None

    def initial_memory(self, lr: float) -> Memory:
        """The memory before the first loss."""
        return (lr,)

    def warm_up_target(self, lr: float) -> float:
        """The learning rate at the end of the warm-up."""
        return lr

    def rate(self, step: int, lr: float, memory: Memory) -> float:
        """The learning rate of an update, counted from 1, given the memory of the losses before it."""
        if step <= self.warmup:
            return warm_up(step, self.warm_up_target(lr), self.warmup, self.warmup_start)
        if self.loss_dependent:
            return float((memory or self.initial_memory(lr))[0])
        function, arguments = self.rate_function(lr)
        return float(function(step - self.warmup, **arguments))

    def momentum_at(self, step: int) -> float | None:
        """The momentum of an update, counted from 1, constant during the warm-up; None if it is not scheduled."""
        if (found := self.momentum_function()) is None:
            return None
        return float(found.function(max(step - self.warmup, 1), **found.arguments))

    def update_memory(self, step: int, lr: float, memory: Memory, loss: float) -> Memory:
        """The memory after the loss of an update; losses during the warm-up do not change it."""
        memory = memory or self.initial_memory(lr)
        if step <= self.warmup:
            return memory
        function, arguments = self.rate_function(lr)
        return tuple(function(memory, loss, **arguments))

    def own_values(self, *left_out: str) -> dict[str, Any]:
        """Name -> value of its hyperparameters, except the warm-up and `left_out`."""
        others = {*hypers(AbstractSchedule), *left_out}
        return {name: value for name, value in self.values().items() if name not in others}
