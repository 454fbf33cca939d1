"""Every optimizer: one file each, and its name in `OPTIMIZERS`."""

from optim_core.optimizers.adabelief import AdaBelief
from optim_core.optimizers.adadelta import Adadelta
from optim_core.optimizers.adafactor import Adafactor
from optim_core.optimizers.adagrad import Adagrad
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.adamax import Adamax
from optim_core.optimizers.adamw import AdamW
from optim_core.optimizers.adan import Adan
from optim_core.optimizers.asgd import ASGD
from optim_core.optimizers.barzilai_borwein import BarzilaiBorwein
from optim_core.optimizers.base import AbstractOptimizer, beyond_torch, in_torch
from optim_core.optimizers.composed import Composed
from optim_core.optimizers.lbfgs import LBFGS
from optim_core.optimizers.lion import Lion
from optim_core.optimizers.muon import Muon
from optim_core.optimizers.nadam import NAdam
from optim_core.optimizers.plugins import plugins_from_environment
from optim_core.optimizers.prodigy import Prodigy
from optim_core.optimizers.radam import RAdam
from optim_core.optimizers.rmsprop import RMSprop
from optim_core.optimizers.rprop import Rprop
from optim_core.optimizers.schedule_free_adamw import ScheduleFreeAdamW
from optim_core.optimizers.schedule_free_sgd import ScheduleFreeSGD
from optim_core.optimizers.sgd import SGD
from optim_core.optimizers.shampoo import Shampoo
from optim_core.optimizers.soap import SOAP
from optim_core.optimizers.sparse_adam import SparseAdam

OURS: tuple[type[AbstractOptimizer], ...] = (
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
    LBFGS,
    Adafactor,
    Muon,
    SparseAdam,
    Lion,
    AdaBelief,
    Adan,
    BarzilaiBorwein,
    ScheduleFreeSGD,
    ScheduleFreeAdamW,
    Prodigy,
    Shampoo,
    SOAP,
    Composed,
)
"""Built-in optimizers in the order of the menu: common ones first, optimizers that torch lacks last."""
OPTIMIZERS = (*OURS, *plugins_from_environment(cls.__name__ for cls in OURS))
"""All optimizers: the built-in ones, then the plugins of the environment."""

__all__ = [
    "ASGD",
    "LBFGS",
    "OPTIMIZERS",
    "SGD",
    "SOAP",
    "AbstractOptimizer",
    "AdaBelief",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Adan",
    "BarzilaiBorwein",
    "Composed",
    "Lion",
    "Muon",
    "NAdam",
    "Prodigy",
    "RAdam",
    "RMSprop",
    "Rprop",
    "ScheduleFreeAdamW",
    "ScheduleFreeSGD",
    "Shampoo",
    "SparseAdam",
    "beyond_torch",
    "in_torch",
]
