"""One cycle up and far down, with momentum in the opposite direction."""

import math
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from optim_core.base.domains import Choice, Flag, Real
from optim_core.optimizers.schedules.base import AbstractSchedule, MomentumBound, ScheduleFunction, Updates


def one_cycle(
    step: int,
    first: float,
    peak: float,
    last: float,
    total_steps: int,
    pct_start: float,
    anneal_strategy: str,
    three_phase: bool,
) -> float:
    """From `first` to `peak` in the fraction `pct_start` of the steps, then to `last`; with `three_phase` via `first`.

    After `total_steps`, where torch raises an error, the value stays.
    """
    ends = [pct_start * total_steps - 1, 2 * pct_start * total_steps - 2, total_steps - 1]
    values = [first, peak, first, last]
    if not three_phase:
        del ends[1], values[2]
    done, start, phase = min(step, total_steps) - 1, 0.0, 0
    while done > ends[phase] and phase < len(ends) - 1:
        start, phase = ends[phase], phase + 1
    share = (done - start) / (ends[phase] - start) if ends[phase] != start else 1.0
    low, high = values[phase], values[phase + 1]
    if anneal_strategy == "linear":
        return (high - low) * share + low
    return high + (low - high) / 2 * (math.cos(math.pi * share) + 1)


@dataclass(frozen=True, kw_only=True)
class OneCycleLR(AbstractSchedule):
    """From lr / `div_factor` up to lr and down to far below its start (Smith & Topin, 2018, arXiv:1708.07120).

    With `cycle_momentum` the momentum or β₁ of the optimizer goes from `max_momentum` to `base_momentum` and back.
    """

    elsewhere: ClassVar = {"max_lr": "contender_lr"}
    length_name: ClassVar = "total_steps"

    total_steps: Updates = 200
    pct_start: Annotated[float, Real("", 0.0, 1.0)] = 0.3
    anneal_strategy: Annotated[str, Choice("", ("cos", "linear"))] = "cos"
    cycle_momentum: Annotated[bool, Flag()] = True
    base_momentum: MomentumBound = 0.85
    max_momentum: MomentumBound = 0.95
    div_factor: Annotated[float, Real("", 1.0, 1e6, scale="log", slider_range=(1.0, 1e4))] = 25.0
    final_div_factor: Annotated[float, Real("", 1.0, 1e9, scale="log", slider_range=(1.0, 1e6))] = 1e4
    three_phase: Annotated[bool, Flag()] = False

    def rate_function(self, lr: float) -> ScheduleFunction:
        low = self.warm_up_target(lr)
        return self._through(low, lr, low / self.final_div_factor)

    def momentum_function(self) -> ScheduleFunction | None:
        cycled = self._through(self.max_momentum, self.base_momentum, self.max_momentum)
        return cycled if self.cycle_momentum else None

    def warm_up_target(self, lr: float) -> float:
        return lr / self.div_factor

    def _through(self, first: float, peak: float, last: float) -> ScheduleFunction:
        names = ("total_steps", "pct_start", "anneal_strategy", "three_phase")
        knobs: dict[str, Any] = {name: getattr(self, name) for name in names}
        return ScheduleFunction(one_cycle, {"first": first, "peak": peak, "last": last, **knobs})
