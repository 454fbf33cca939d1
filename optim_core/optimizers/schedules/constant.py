"""A reduced rate for the first updates."""

from dataclasses import dataclass

from optim_core.optimizers.schedules.base import AbstractSchedule, Fraction, ScheduleFunction, Updates


def constant(step: int, lr: float, factor: float, total_iters: int) -> float:
    """lr · `factor` for `total_iters` steps, then lr."""
    return lr * factor if step <= total_iters else lr


@dataclass(frozen=True, kw_only=True)
class ConstantLR(AbstractSchedule):
    """lr × factor for the first `total_iters` updates, lr afterwards."""

    factor: Fraction = 1 / 3
    total_iters: Updates = 50

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(constant, {"lr": lr, **self.own_values()})
