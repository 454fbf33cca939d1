"""Default epochs and learning rates of each data set with its usual model, measured once so that the training succeeds.

SGD stays behind on rare words, fast waves and long sequences. These data are known for it.
"""

from collections.abc import Mapping
from typing import NamedTuple

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


class Opening(NamedTuple):
    """How many epochs, name of an optimizer -> its learning rate, and examples in a batch."""

    epochs: int
    rates: Mapping[str, float]
    batch_size: int = 64


def _opening(
    epochs: int, sgd: float, adam: float, rmsprop: float, adagrad: float, adamw: float, batch_size: int = 64
) -> Opening:
    rates = {"SGD": sgd, "Adam": adam, "RMSprop": rmsprop, "Adagrad": adagrad, "AdamW": adamw}
    return Opening(epochs, rates, batch_size)


OPENINGS: Mapping[type[AbstractDataset], Opening] = {
    Digits: _opening(20, 0.1, 0.002, 0.002, 0.02, 0.005),
    BreastCancer: _opening(20, 0.1, 0.01, 0.005, 0.05, 0.01),
    Wine: _opening(20, 0.2, 0.02, 0.01, 0.1, 0.02),
    Diabetes: _opening(20, 0.05, 0.01, 0.01, 0.1, 0.01),
    Moons: _opening(30, 1.0, 0.05, 0.02, 0.5, 0.05),
    Circles: _opening(20, 1.0, 0.02, 0.01, 0.5, 0.02),
    Spirals: _opening(100, 1.0, 0.02, 0.01, 0.2, 0.02),
    XOR: _opening(20, 1.0, 0.02, 0.01, 0.5, 0.02),
    Sine: _opening(80, 0.1, 0.02, 0.01, 0.1, 0.02),
    Chebyshev: _opening(300, 0.3, 0.01, 0.002, 0.1, 0.01),
    Words: _opening(20, 0.1, 0.02, 0.01, 0.5, 0.02),
    Adding: _opening(30, 0.1, 0.02, 0.01, 0.1, 0.02),
    Ratings: _opening(60, 3.0, 0.05, 0.02, 0.5, 0.05),
    Associations: _opening(40, 1.5, 0.2, 0.1, 1.0, 0.1),
    LongTail: _opening(4, 20.0, 0.1, 0.1, 1.0, 0.1),
    Text: _opening(30, 1.0, 0.02, 0.004, 0.05, 0.02, batch_size=16),
    ClassTable: _opening(30, 0.1, 0.01, 0.01, 0.1, 0.01),
    NumberTable: _opening(30, 0.1, 0.01, 0.01, 0.1, 0.01),
    OwnText: _opening(30, 1.0, 0.02, 0.004, 0.05, 0.02, batch_size=16),
}
