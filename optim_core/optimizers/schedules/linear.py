"""A rate on a straight line between two factors."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Real
from optim_core.optimizers.schedules.base import AbstractSchedule, Fraction, ScheduleFunction, Updates


def linear_rate(step: int, lr: float, start_factor: float, end_factor: float, total_iters: int) -> float:
    """lr times a factor that changes linearly from `start_factor` to `end_factor` in `total_iters` steps."""
    return lr * (start_factor + (end_factor - start_factor) * min(step - 1, total_iters) / total_iters)


@dataclass(frozen=True, kw_only=True)
class LinearLR(AbstractSchedule):
    """lr × a factor on the line from `start_factor` to `end_factor`: a warm-up, or a decay."""

    start_factor: Fraction = 1 / 3
    end_factor: Annotated[float, Real("", 0.0, 1.0)] = 1.0
    total_iters: Updates = 50

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(linear_rate, {"lr": lr, **self.own_values()})
