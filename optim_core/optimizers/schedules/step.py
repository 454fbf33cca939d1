"""A rate that drops after equal numbers of updates."""

import math
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Real
from optim_core.optimizers.schedules.base import AbstractSchedule, ScheduleFunction, Updates

Drop = Annotated[float, Real("γ", 0.0, 1.1, slider_range=(0.0, 1.0), low_open=True)]


def step_decay(step: int, lr: float, step_size: int, gamma: float) -> float:
    """lr · `gamma` to the number of completed stretches of `step_size` steps, at most lr · 1e300."""
    done = (step - 1) // step_size
    return lr * (gamma**done if done * math.log(gamma) < 690 else 1e300)


@dataclass(frozen=True, kw_only=True)
class StepLR(AbstractSchedule):
    """lr × γ to the number of completed stretches of `step_size` updates."""

    step_size: Updates = 100
    gamma: Drop = 0.1

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(step_decay, {"lr": lr, **self.own_values()})
