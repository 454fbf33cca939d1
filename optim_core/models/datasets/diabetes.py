"""Progression of diabetes."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.models.datasets.noise import TargetNoise, add_noise
from optim_core.models.datasets.tables import AbstractTable, read_table, split_rows
from optim_core.models.tasks import NUMBERS


def diabetes(test_share: float, standardise: bool, noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """scikit-learn's 442 patients: inputs (n, 10), targets (n,) of mean 0 and variance 1 over all patients."""
    x, y = read_table("diabetes_data_raw.csv.gz", delimiter=None), read_table("diabetes_target.csv.gz")
    train_x, train_y, test_x, test_y = split_rows(x, (y - y.mean()) / y.std(correction=0), test_share, standardise)
    return train_x, add_noise(train_y, noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Diabetes(AbstractTable):
    """Disease progression after one year (Efron, Hastie, Johnstone & Tibshirani, 2004)."""

    load: ClassVar = staticmethod(diabetes)
    helpers: ClassVar = (read_table, split_rows, add_noise)
    task: ClassVar = NUMBERS
    shape: ClassVar = (10,)
    outputs: ClassVar = 1
    examples: ClassVar = 442

    noise: TargetNoise = 0.0
