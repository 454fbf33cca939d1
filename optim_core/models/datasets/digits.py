"""Handwritten digits."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Flag
from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.tables import AbstractTable, read_table, split_rows
from optim_core.models.tasks import CLASSES


def digits(test_share: float, standardise: bool, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """scikit-learn's 1,797 digits of 8 x 8 pixels in [0, 1]: inputs (n, 64), classes (n,)."""
    table = read_table("digits.csv.gz")
    train_x, train_y, test_x, test_y = split_rows(table[:, :-1] / 16, table[:, -1].long(), test_share, standardise)
    return train_x, flip_labels(train_y, 10, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Digits(AbstractTable):
    """Which of ten digits a person wrote (Alpaydin & Kaynak, 1998, doi.org/10.24432/C50P49)."""

    load: ClassVar = staticmethod(digits)
    helpers: ClassVar = (read_table, split_rows, flip_labels)
    task: ClassVar = CLASSES
    kind: ClassVar = "image"
    shape: ClassVar = (64,)
    outputs: ClassVar = 10
    examples: ClassVar = 1797

    standardise: Annotated[bool, Flag()] = False
    label_noise: LabelNoise = 0.0
