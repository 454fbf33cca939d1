"""Every model: one file each, and its name in `MODELS`."""

from optim_core.models.base import AbstractModel
from optim_core.models.logistic import Logistic
from optim_core.models.mlp import MLP

MODELS: tuple[type[AbstractModel], ...] = (Logistic, MLP)

__all__ = ["MLP", "MODELS", "AbstractModel", "Logistic"]
