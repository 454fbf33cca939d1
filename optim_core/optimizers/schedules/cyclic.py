"""Cycles between two rates, with momentum in the opposite direction."""

import math
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from optim_core.base.domains import Choice, Flag, Real
from optim_core.optimizers.schedules.base import RATE, AbstractSchedule, MomentumBound, ScheduleFunction, Updates


def cyclic(
    step: int, first: float, peak: float, step_size_up: int, step_size_down: int, mode: str, gamma: float
) -> float:
    """Cycles from `first` to `peak` in `step_size_up` steps and back in `step_size_down`.

    In mode triangular2 each cycle has half the height of the previous one; in exp_range the height is multiplied by
    `gamma` at each step.
    """
    done, length = step - 1, step_size_up + step_size_down
    cycle = math.floor(1 + done / length)
    position, top = 1 + done / length - cycle, step_size_up / length
    height = position / top if position <= top else (position - 1) / (top - 1)
    scale = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**done}[mode]
    return first + (peak - first) * height * scale


@dataclass(frozen=True, kw_only=True)
class CyclicLR(AbstractSchedule):
    """Repeated cycles from lr to `max_lr` and back (Smith, 2017, arXiv:1506.01186); momentum as in `OneCycleLR`.

    `step_size_down=None` stands for `step_size_up`, as in torch.
    """

    elsewhere: ClassVar = {"base_lr": "contender_lr"}

    max_lr: Annotated[float, RATE] = 0.1
    step_size_up: Updates = 25
    step_size_down: Updates = 25
    mode: Annotated[str, Choice("", ("triangular", "triangular2", "exp_range"))] = "triangular"
    gamma: Annotated[float, Real("γ", 0.0, 1.0, slider_range=(0.9, 1.0), low_open=True)] = 1.0
    cycle_momentum: Annotated[bool, Flag()] = True
    base_momentum: MomentumBound = 0.8
    max_momentum: MomentumBound = 0.9

    @classmethod
    def accepted(cls, given: dict[str, Any]) -> dict[str, Any]:
        if "step_size_down" in given and given["step_size_down"] is None:
            given = given | {"step_size_down": given.get("step_size_up", cls.step_size_up)}
        return super().accepted(given)

    def rate_function(self, lr: float) -> ScheduleFunction:
        return self._between(lr, self.max_lr)

    def momentum_function(self) -> ScheduleFunction | None:
        return self._between(self.max_momentum, self.base_momentum) if self.cycle_momentum else None

    def _between(self, first: float, peak: float) -> ScheduleFunction:
        knobs: dict[str, Any] = self.own_values("max_lr", "cycle_momentum", "base_momentum", "max_momentum")
        return ScheduleFunction(cyclic, {"first": first, "peak": peak, **knobs})
