"""A rate that stays for most of the run and falls at its end."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from optim_core.base.domains import Choice, Real
from optim_core.optimizers.schedules.base import AbstractSchedule, Fraction, ScheduleFunction, Updates, WarmUp


def stable_then_decay(
    step: int, lr: float, total_steps: int, decay_share: float, decay_shape: str, end_factor: float
) -> float:
    """lr, then in the last `decay_share` of `total_steps` steps down to lr · `end_factor`, and that afterwards."""
    left = min(max((total_steps - (step - 1)) / (decay_share * total_steps), 0.0), 1.0)
    shapes = {"linear": left, "1-sqrt": 1 - math.sqrt(1 - left), "cosine": (1 - math.cos(math.pi * left)) / 2}
    return lr * (end_factor + (1 - end_factor) * shapes[decay_shape])


@dataclass(frozen=True, kw_only=True)
class WarmupStableDecay(AbstractSchedule):
    """A warm-up, lr for most of the run, then a short fall (Hu et al., 2024, arXiv:2404.06395); torch lacks it.

    Shape "1-sqrt" is 1 − √(share of the fall that is done) (Hägele et al., 2024, arXiv:2405.18392).
    """

    length_name: ClassVar = "total_steps"

    warmup: WarmUp = 20
    total_steps: Updates = 200
    decay_share: Fraction = 0.2
    decay_shape: Annotated[str, Choice("", ("linear", "1-sqrt", "cosine"))] = "linear"
    end_factor: Annotated[float, Real("", 0.0, 1.0)] = 0.0

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(stable_then_decay, {"lr": lr, **self.own_values()})
