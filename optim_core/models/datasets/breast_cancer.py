"""Tumours, benign or malignant."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.tables import AbstractTable, read_table, split_rows
from optim_core.models.tasks import CLASSES


def breast_cancer(test_share: float, standardise: bool, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """scikit-learn's 569 tumours of 30 measures each: inputs (n, 30), targets (n,), 0 malignant and 1 benign."""
    table = read_table("breast_cancer.csv", skip=1)
    train_x, train_y, test_x, test_y = split_rows(table[:, :-1], table[:, -1].long(), test_share, standardise)
    return train_x, flip_labels(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class BreastCancer(AbstractTable):
    """Whether a tumour is malignant (Wolberg, Street & Mangasarian, 1993, doi.org/10.24432/C5DW2B)."""

    load: ClassVar = staticmethod(breast_cancer)
    helpers: ClassVar = (read_table, split_rows, flip_labels)
    task: ClassVar = CLASSES
    shape: ClassVar = (30,)
    outputs: ClassVar = 2
    examples: ClassVar = 569

    label_noise: LabelNoise = 0.0
