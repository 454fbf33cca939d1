"""A rate that falls by the same share at each update."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.base.hyper import Real
from optim_core.optimizers.schedules.base import AbstractSchedule, ScheduleFunction


def exponential(step: int, lr: float, gamma: float) -> float:
    """Lr times `gamma` for each step done."""
    return lr * gamma ** (step - 1)


@dataclass(frozen=True, kw_only=True)
class ExponentialLR(AbstractSchedule):
    """lr × γᵗ⁻¹. Above 1 it grows, by which the largest useful rate is looked for (Smith, 2017, arXiv:1506.01186)."""

    gamma: Annotated[float, Real("γ", 0.0, 1.1, slider_range=(0.9, 1.1), low_open=True)] = 0.99

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(exponential, {"lr": lr, **self.own_values()})
