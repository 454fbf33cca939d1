"""Every data set: one file each, and its name in `DATASETS`."""

from optim_core.datasets.base import AbstractDataset, Split
from optim_core.datasets.digits import Digits
from optim_core.datasets.moons import Moons

DATASETS: tuple[type[AbstractDataset], ...] = (Digits, Moons)

__all__ = ["DATASETS", "AbstractDataset", "Digits", "Moons", "Split"]
