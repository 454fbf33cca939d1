"""Wines of three growers."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.tables import AbstractTable, read_table, split_rows
from optim_core.models.tasks import CLASSES


def wine(test_share: float, standardise: bool, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """scikit-learn's 178 wines of 13 measures each: inputs (n, 13), classes (n,)."""
    table = read_table("wine_data.csv", skip=1)
    train_x, train_y, test_x, test_y = split_rows(table[:, :-1], table[:, -1].long(), test_share, standardise)
    return train_x, flip_labels(train_y, 3, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Wine(AbstractTable):
    """Which of three growers a wine comes from (Aeberhard & Forina, 1992, doi.org/10.24432/C5PC7J)."""

    load: ClassVar = staticmethod(wine)
    helpers: ClassVar = (read_table, split_rows, flip_labels)
    task: ClassVar = CLASSES
    shape: ClassVar = (13,)
    outputs: ClassVar = 3
    examples: ClassVar = 178

    label_noise: LabelNoise = 0.0
