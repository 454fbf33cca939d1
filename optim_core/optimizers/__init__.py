"""Every optimizer: one file each, and its name in `OPTIMIZERS`."""

from optim_core.optimizers.adagrad import Adagrad
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.adamw import AdamW
from optim_core.optimizers.base import AbstractOptimizer, beyond_torch
from optim_core.optimizers.rmsprop import RMSprop
from optim_core.optimizers.sgd import SGD

OPTIMIZERS: tuple[type[AbstractOptimizer], ...] = (SGD, Adam, RMSprop, Adagrad, AdamW)

__all__ = ["OPTIMIZERS", "SGD", "AbstractOptimizer", "Adagrad", "Adam", "AdamW", "RMSprop", "beyond_torch"]
