"""A rate that drops when the loss stops improving."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from optim_core.base.domains import Choice, Real, Whole
from optim_core.optimizers.schedules.base import MOST_UPDATES, AbstractSchedule, Floor, Memory, ScheduleFunction


def reduce_on_plateau(
    memory: tuple[Any, ...],
    loss: float,
    mode: str,
    factor: float,
    patience: int,
    threshold: float,
    threshold_mode: str,
    cooldown: int,
    min_lr: float,
    eps: float,
) -> tuple[Any, ...]:
    """The memory after one more loss: (lr, best loss, losses since without improvement, cooldown left)."""
    lr, best, bad, resting = memory
    better = best is None
    if not better:
        shift = -threshold if mode == "min" else threshold
        bound = best * (1 + shift) if threshold_mode == "rel" else best + shift
        better = loss < bound if mode == "min" else loss > bound
    best, bad = (loss, 0) if better else (best, bad + 1)
    if resting > 0:
        resting, bad = resting - 1, 0
    if bad > patience:
        lower = max(lr * factor, min_lr)
        lr, bad, resting = (lower if lr - lower > eps else lr), 0, cooldown
    return lr, best, bad, resting


@dataclass(frozen=True, kw_only=True)
class ReduceLROnPlateau(AbstractSchedule):
    """lr × `factor` whenever more than `patience` losses in a row have not improved on the best by `threshold`.

    Here the loss of every update counts, on models the loss of its mini-batch; in torch one loss per epoch is usual.
    """

    loss_dependent: ClassVar = True

    mode: Annotated[str, Choice("", ("min", "max"))] = "min"
    factor: Annotated[float, Real("", 0.0, 1.0, low_open=True, high_open=True)] = 0.1
    patience: Annotated[int, Whole("", 0, MOST_UPDATES, scale="log", slider_range=(1, MOST_UPDATES))] = 10
    threshold: Annotated[float, Real("", 0.0, 1.0, scale="log", slider_range=(1e-6, 0.1), high_open=True)] = 1e-4
    threshold_mode: Annotated[str, Choice("", ("rel", "abs"))] = "rel"
    cooldown: Annotated[int, Whole("", 0, MOST_UPDATES, scale="log", slider_range=(1, MOST_UPDATES))] = 0
    min_lr: Floor = 0.0
    eps: Annotated[float, Real("", 0.0, 1.0, scale="log", slider_range=(1e-12, 1e-1))] = 1e-8

    def rate_function(self, lr: float) -> ScheduleFunction:
        return ScheduleFunction(reduce_on_plateau, self.own_values())

    def initial_memory(self, lr: float) -> Memory:
        return lr, None, 0, 0
