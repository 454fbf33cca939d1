"""A rate that falls to 0 like a power of the remaining updates."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from optim_core.base.domains import Real
from optim_core.optimizers.schedules.base import AbstractSchedule, ScheduleFunction, Updates


def polynomial(step: int, lr: float, total_iters: int, power: float) -> float:
    """lr times the remaining fraction of `total_iters` steps, to the `power`."""
    return lr * math.pow(1 - min(step - 1, total_iters) / total_iters, power)


@dataclass(frozen=True, kw_only=True)
class PolynomialLR(AbstractSchedule):
    """lr × (1 − (t − 1) / T)ᵖ, and 0 after T updates."""

    length_name: ClassVar = "total_iters"

    total_iters: Updates = 200
    power: Annotated[float, Real("p", 0.0, 10.0, slider_range=(0.0, 4.0), low_open=True)] = 1.0

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(polynomial, {"lr": lr, **self.own_values()})
