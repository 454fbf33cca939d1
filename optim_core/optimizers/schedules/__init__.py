"""Learning-rate schedules: one file each, and its name in `SCHEDULES`."""

from optim_core.optimizers.schedules.base import RATE, AbstractSchedule, Memory, ScheduleFunction, warm_up
from optim_core.optimizers.schedules.constant import ConstantLR
from optim_core.optimizers.schedules.cosine import CosineAnnealingLR
from optim_core.optimizers.schedules.cyclic import CyclicLR
from optim_core.optimizers.schedules.exponential import ExponentialLR
from optim_core.optimizers.schedules.inverse_square_root import InverseSquareRoot
from optim_core.optimizers.schedules.linear import LinearLR
from optim_core.optimizers.schedules.multi_step import MultiStepLR
from optim_core.optimizers.schedules.one_cycle import OneCycleLR
from optim_core.optimizers.schedules.plateau import ReduceLROnPlateau
from optim_core.optimizers.schedules.polynomial import PolynomialLR
from optim_core.optimizers.schedules.step import StepLR
from optim_core.optimizers.schedules.warm_restarts import CosineAnnealingWarmRestarts
from optim_core.optimizers.schedules.warmup_stable_decay import WarmupStableDecay

SCHEDULES: tuple[type[AbstractSchedule], ...] = (
    CosineAnnealingLR,
    WarmupStableDecay,
    OneCycleLR,
    LinearLR,
    InverseSquareRoot,
    StepLR,
    MultiStepLR,
    ExponentialLR,
    PolynomialLR,
    ConstantLR,
    CosineAnnealingWarmRestarts,
    CyclicLR,
    ReduceLROnPlateau,
)
"""In the order of the menu: the customary ones first."""

__all__ = [
    "RATE",
    "SCHEDULES",
    "AbstractSchedule",
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "CyclicLR",
    "ExponentialLR",
    "InverseSquareRoot",
    "LinearLR",
    "Memory",
    "MultiStepLR",
    "OneCycleLR",
    "PolynomialLR",
    "ReduceLROnPlateau",
    "ScheduleFunction",
    "StepLR",
    "WarmupStableDecay",
    "warm_up",
]
