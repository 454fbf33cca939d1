"""A rate that drops at chosen updates."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.optimizers.schedules.base import AbstractSchedule, Milestones, ScheduleFunction
from optim_core.optimizers.schedules.step import Drop


def multi_step(step: int, lr: float, milestones: tuple[int, ...], gamma: float) -> float:
    """lr · `gamma` to the number of milestones before `step`."""
    return lr * gamma ** sum(step > milestone for milestone in milestones)


@dataclass(frozen=True, kw_only=True)
class MultiStepLR(AbstractSchedule):
    """lr × γ to the number of milestones passed; a milestone is a number of completed updates."""

    milestones: Annotated[tuple[int, ...], Milestones()] = (100, 150)
    gamma: Drop = 0.1

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(multi_step, {"lr": lr, **self.own_values()})
