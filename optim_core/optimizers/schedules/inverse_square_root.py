"""A rate that falls like one over the root of the updates."""

import math
from dataclasses import dataclass

from optim_core.optimizers.schedules.base import AbstractSchedule, ScheduleFunction, Updates


def inverse_square_root(step: int, lr: float, timescale: int) -> float:
    """lr / √(1 + completed steps / `timescale`)."""
    return lr / math.sqrt(1 + (step - 1) / timescale)


@dataclass(frozen=True, kw_only=True)
class InverseSquareRoot(AbstractSchedule):
    """lr / √(1 + (t − 1) / `timescale`). torch has no such schedule.

    After a warm-up of `timescale` updates it is that of the first transformer (Vaswani et al., 2017, arXiv:1706.03762).
    """

    timescale: Updates = 50

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(inverse_square_root, {"lr": lr, **self.own_values()})
