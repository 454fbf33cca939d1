"""A rate that is multiplied by the same factor at each update."""

import math
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Real
from optim_core.optimizers.schedules.base import AbstractSchedule, ScheduleFunction


def exponential(step: int, lr: float, gamma: float) -> float:
    """lr · `gamma` to the number of completed steps, at most lr · 1e300."""
    done = step - 1
    return lr * (gamma**done if done * math.log(gamma) < 690 else 1e300)


@dataclass(frozen=True, kw_only=True)
class ExponentialLR(AbstractSchedule):
    """lr × γᵗ⁻¹. With γ > 1 it grows: the learning-rate range test (Smith, 2017, arXiv:1506.01186)."""

    gamma: Annotated[float, Real("γ", 0.0, 1.1, slider_range=(0.9, 1.1), low_open=True)] = 0.99

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(exponential, {"lr": lr, **self.own_values()})
