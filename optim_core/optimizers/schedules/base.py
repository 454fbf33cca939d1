"""What every schedule declares, and the values it gives."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

from optim_core.base.hyper import AbstractDomain, Declared, Real, Whole, hypers

MOST_UPDATES = 5_000
"""The longest race."""
RATE = Real("η", 1e-10, 1e3, scale="log", slider_range=(1e-5, 10.0))
"""The learning rates there are."""

Updates = Annotated[int, Whole("", 1, MOST_UPDATES, scale="log", slider_range=(1, MOST_UPDATES))]
Floor = Annotated[float, Real("", 0.0, 1e3, scale="log", slider_range=(1e-6, 1.0))]
"""A learning rate that is not gone below."""
Fraction = Annotated[float, Real("", 1e-6, 1.0, slider_range=(0.0, 1.0))]
MomentumBound = Annotated[float, Real("μ", 1e-3, 1.0, scale="complement", high_open=True)]
"""A momentum in a cycle. Not 0, where optimizers would forget their velocity."""

Memory = tuple[Any, ...]
"""What a schedule that listens to the loss keeps: lr first; nothing before it has heard one."""


@dataclass(frozen=True)
class Milestones(AbstractDomain):
    """A few ascending numbers of updates, written as 60,120."""

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
        parts = text[:100].split(",")
        if not all(part.strip().isdecimal() and part.isascii() for part in parts):
            raise self.refuse(text, where)
        return self.check([int(part) for part in parts], where)

    def bad(self) -> tuple[object, ...]:
        too_many = tuple(range(1, self.most + 2))
        return ((), (0,), (2, 1), (3, 3), (MOST_UPDATES + 1,), (1.5,), too_many, "60,120", 60, None)

    def format(self, value: tuple[int, ...]) -> str:
        return ",".join(map(str, value))


class ScheduleFunction(NamedTuple):
    """A pure function with all it takes by name, but for what comes first; its source can stand in scripts."""

    function: Callable[..., Any]
    arguments: dict[str, Any]


def warm_up(step: int, lr: float, warmup: int, warmup_start: float) -> float:
    """The rate at a step, counted from 1, of `warmup` equal ones from `warmup_start` times lr up to lr."""
    return lr * (warmup_start + (1 - warmup_start) * (step - 1) / warmup)


@dataclass(frozen=True, kw_only=True)
class AbstractSchedule(Declared, ABC):
    """A learning rate that moves with the updates, counted from 1; named as in `torch.optim.lr_scheduler`.

    The first `warmup` updates rise in equal steps from `warmup_start` times the rate where the schedule then begins,
    as `LinearLR` before it in a `SequentialLR` does. Lengths count updates, where torch's defaults count epochs.
    """

    loss_dependent: ClassVar[bool] = False
    """Whether it goes by the loss."""
    length_name: ClassVar[str] = ""
    """The knob that is a whole run's length, where there is one."""

    warmup: Annotated[int, Whole("", 0, MOST_UPDATES, scale="log", slider_range=(1, MOST_UPDATES))] = 0
    warmup_start: Fraction = 0.01

    @abstractmethod
    def rate_function(self, lr: float) -> ScheduleFunction:
        """From the step, counted from 1 after the warm-up, to the rate.

        Where it listens: from its memory and the loss of an update to its memory after that.
        """

    def momentum_function(self) -> ScheduleFunction | None:
        """Likewise to the momentum, where it moves that too."""
        return None

    def initial_memory(self, lr: float) -> Memory:
        """Its memory before the first loss."""
        return (lr,)

    def warm_up_target(self, lr: float) -> float:
        """The rate that a warm-up rises to."""
        return lr

    def rate(self, step: int, lr: float, memory: Memory) -> float:
        """The learning rate of an update, by what was heard before it."""
        if step <= self.warmup:
            return warm_up(step, self.warm_up_target(lr), self.warmup, self.warmup_start)
        if self.loss_dependent:
            return float((memory or self.initial_memory(lr))[0])
        function, arguments = self.rate_function(lr)
        return float(function(step - self.warmup, **arguments))

    def momentum_at(self, step: int) -> float | None:
        """The momentum of an update, if it moves that; in a warm-up that of its own first one."""
        if (found := self.momentum_function()) is None:
            return None
        return float(found.function(max(step - self.warmup, 1), **found.arguments))

    def update_memory(self, step: int, lr: float, memory: Memory, loss: float) -> Memory:
        """What it keeps of the loss of an update, once it is warm."""
        memory = memory or self.initial_memory(lr)
        if step <= self.warmup:
            return memory
        function, arguments = self.rate_function(lr)
        return tuple(function(memory, loss, **arguments))

    def own_values(self, *left_out: str) -> dict[str, Any]:
        """The knobs that it has beside the warm-up."""
        others = {*hypers(AbstractSchedule), *left_out}
        return {name: value for name, value in self.values().items() if name not in others}
