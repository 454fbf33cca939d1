"""A rate that falls like half a cosine wave."""

import math
from dataclasses import dataclass
from typing import ClassVar

from optim_core.optimizers.schedules.base import AbstractSchedule, Floor, ScheduleFunction, Updates


def cosine_annealing(step: int, lr: float, T_max: int, eta_min: float) -> float:  # noqa: N803
    """A cosine from lr down to `eta_min` in `T_max` steps, and up again in as many."""
    return eta_min + (lr - eta_min) * (1 + math.cos(math.pi * (step - 1) / T_max)) / 2


@dataclass(frozen=True, kw_only=True)
class CosineAnnealingLR(AbstractSchedule):
    """η₋ + (lr − η₋) (1 + cos(π (t − 1) / T)) / 2 (Loshchilov & Hutter, 2017, arXiv:1608.03983, without restarts)."""

    length_name: ClassVar = "T_max"

    T_max: Updates = 200
    eta_min: Floor = 0.0

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(cosine_annealing, {"lr": lr, **self.own_values()})
