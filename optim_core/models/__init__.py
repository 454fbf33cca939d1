"""Models of the model lab: one file per model, listed in `MODELS`."""

from optim_core.models.associative_memory import AssociativeMemory
from optim_core.models.base import AbstractModel
from optim_core.models.cnn import CNN
from optim_core.models.deep_linear import DeepLinear
from optim_core.models.embedding import Embedding
from optim_core.models.linear import Linear
from optim_core.models.logistic import Logistic
from optim_core.models.matrix_factorisation import MatrixFactorisation
from optim_core.models.mlp import MLP
from optim_core.models.plugins import plugins_from_environment
from optim_core.models.recurrent import Recurrent
from optim_core.models.transformer import Transformer

OURS: tuple[type[AbstractModel], ...] = (
    Linear,
    Logistic,
    MLP,
    DeepLinear,
    CNN,
    Recurrent,
    Embedding,
    MatrixFactorisation,
    AssociativeMemory,
    Transformer,
)
"""In the order of the menu."""
MODELS: tuple[type[AbstractModel], ...] = (*OURS, *plugins_from_environment(cls.__name__ for cls in OURS))
"""All models: the built-in ones, then the plugins of the environment."""

__all__ = [
    "CNN",
    "MLP",
    "MODELS",
    "AbstractModel",
    "AssociativeMemory",
    "DeepLinear",
    "Embedding",
    "Linear",
    "Logistic",
    "MatrixFactorisation",
    "Recurrent",
    "Transformer",
]
