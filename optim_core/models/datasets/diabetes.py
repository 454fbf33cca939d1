"""How a disease goes on."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.models.datasets.noise import TargetNoise, blurred
from optim_core.models.datasets.tables import AbstractTable, bundled, parted
from optim_core.models.tasks import NUMBERS


def diabetes(test_share: float, standardise: bool, noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """scikit-learn's 442 patients of 10 measures each; the targets have mean 0 and variance 1 over all of them."""
    x, y = bundled("diabetes_data_raw.csv.gz", delimiter=None), bundled("diabetes_target.csv.gz")
    train_x, train_y, test_x, test_y = parted(x, (y - y.mean()) / y.std(correction=0), test_share, standardise)
    return train_x, blurred(train_y, noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Diabetes(AbstractTable):
    """How far diabetes has gone a year later (Efron, Hastie, Johnstone & Tibshirani, 2004)."""

    load: ClassVar = staticmethod(diabetes)
    helpers: ClassVar = (bundled, parted, blurred)
    task: ClassVar = NUMBERS
    shape: ClassVar = (10,)
    outputs: ClassVar = 1
    examples: ClassVar = 442

    noise: TargetNoise = 0.0
