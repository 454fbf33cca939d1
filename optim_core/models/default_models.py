"""Default model of each data set, and the models compatible with one."""

from collections.abc import Mapping

from optim_core.models import (
    MLP,
    MODELS,
    AbstractModel,
    AssociativeMemory,
    Linear,
    Logistic,
    MatrixFactorisation,
    Recurrent,
    Transformer,
)
from optim_core.models.datasets import (
    XOR,
    AbstractDataset,
    Adding,
    Associations,
    BreastCancer,
    Chebyshev,
    Circles,
    ClassTable,
    Diabetes,
    Digits,
    LongTail,
    Moons,
    NumberTable,
    OwnText,
    Ratings,
    Sine,
    Spirals,
    Text,
    Wine,
    Words,
)

DEFAULT_MODELS: Mapping[type[AbstractDataset], AbstractModel] = {
    Digits: MLP(),
    BreastCancer: Logistic(),
    Wine: Logistic(),
    Diabetes: Linear(),
    Moons: MLP(),
    Circles: MLP(),
    Spirals: MLP(depth=2),
    XOR: MLP(),
    Sine: MLP(depth=2),
    Chebyshev: MLP(width=20, depth=2, init="xavier"),
    Words: Logistic(),
    Adding: Recurrent(cell="gru"),
    Ratings: MatrixFactorisation(),
    Associations: AssociativeMemory(),
    LongTail: Logistic(),
    Text: Transformer(),
    ClassTable: MLP(),
    NumberTable: MLP(),
    OwnText: Transformer(),
}
"""Model selected when the data set is chosen."""


def compatible_models(dataset: type[AbstractDataset]) -> tuple[type[AbstractModel], ...]:
    """Models that can learn from the data set, in the order of the menu."""
    return tuple(model for model in MODELS if model.fits(dataset))
