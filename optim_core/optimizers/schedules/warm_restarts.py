"""A rate that falls like half a cosine wave and then restarts."""

import math
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Whole
from optim_core.optimizers.schedules.base import AbstractSchedule, Floor, ScheduleFunction, Updates


def warm_restarts(step: int, lr: float, T_0: int, T_mult: int, eta_min: float) -> float:  # noqa: N803
    """Cosines from lr down to `eta_min`: the first has `T_0` steps, each next one `T_mult` times as many."""
    done, length = step - 1, T_0
    if T_mult == 1:
        done %= length
    while done >= length:
        done, length = done - length, length * T_mult
    return eta_min + (lr - eta_min) * (1 + math.cos(math.pi * done / length)) / 2


@dataclass(frozen=True, kw_only=True)
class CosineAnnealingWarmRestarts(AbstractSchedule):
    """Cosine annealing; each cycle is `T_mult` times as long (Loshchilov & Hutter, 2017, arXiv:1608.03983)."""

    T_0: Updates = 50
    T_mult: Annotated[int, Whole("", 1, 10)] = 1
    eta_min: Floor = 0.0

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(warm_restarts, {"lr": lr, **self.own_values()})
