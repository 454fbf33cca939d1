"""Every optimizer: one file each, and its name in `OPTIMIZERS`."""

from optim_core.optimizers.adadelta import Adadelta
from optim_core.optimizers.adagrad import Adagrad
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.adamax import Adamax
from optim_core.optimizers.adamw import AdamW
from optim_core.optimizers.asgd import ASGD
from optim_core.optimizers.base import AbstractOptimizer, beyond_torch
from optim_core.optimizers.nadam import NAdam
from optim_core.optimizers.radam import RAdam
from optim_core.optimizers.rmsprop import RMSprop
from optim_core.optimizers.rprop import Rprop
from optim_core.optimizers.sgd import SGD

OPTIMIZERS: tuple[type[AbstractOptimizer], ...] = (
    SGD,
    Adam,
    RMSprop,
    Adagrad,
    AdamW,
    Rprop,
    NAdam,
    RAdam,
    Adamax,
    Adadelta,
    ASGD,
)
"""In the order of the menu: the customary ones first."""

__all__ = [
    "ASGD",
    "OPTIMIZERS",
    "SGD",
    "AbstractOptimizer",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "RAdam",
    "RMSprop",
    "Rprop",
    "beyond_torch",
]
