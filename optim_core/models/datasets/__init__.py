"""Data sets of the model lab: one file per data set, listed in `DATASETS`."""

from optim_core.models.datasets.adding import Adding
from optim_core.models.datasets.associations import Associations
from optim_core.models.datasets.base import AbstractDataset, Split
from optim_core.models.datasets.breast_cancer import BreastCancer
from optim_core.models.datasets.chebyshev import Chebyshev
from optim_core.models.datasets.circles import Circles
from optim_core.models.datasets.diabetes import Diabetes
from optim_core.models.datasets.digits import Digits
from optim_core.models.datasets.long_tail import LongTail
from optim_core.models.datasets.moons import Moons
from optim_core.models.datasets.own_data import AbstractOwnData
from optim_core.models.datasets.own_table import OWN_TABLES, AbstractOwnTable, ClassTable, NumberTable
from optim_core.models.datasets.own_text import OwnText
from optim_core.models.datasets.ratings import Ratings
from optim_core.models.datasets.sine import Sine
from optim_core.models.datasets.spirals import Spirals
from optim_core.models.datasets.text import AbstractText, Text
from optim_core.models.datasets.wine import Wine
from optim_core.models.datasets.words import Words
from optim_core.models.datasets.xor import XOR

DATASETS: tuple[type[AbstractDataset], ...] = (
    Digits,
    BreastCancer,
    Wine,
    Diabetes,
    Moons,
    Circles,
    Spirals,
    XOR,
    Sine,
    Chebyshev,
    Words,
    Adding,
    Ratings,
    Associations,
    LongTail,
    Text,
)
"""In the order of the menu."""
OWN_DATA: tuple[type[AbstractOwnData], ...] = (*OWN_TABLES, OwnText)
"""Those made of a visitor's file."""

__all__ = [
    "DATASETS",
    "OWN_DATA",
    "OWN_TABLES",
    "XOR",
    "AbstractDataset",
    "AbstractOwnData",
    "AbstractOwnTable",
    "AbstractText",
    "Adding",
    "Associations",
    "BreastCancer",
    "Chebyshev",
    "Circles",
    "ClassTable",
    "Diabetes",
    "Digits",
    "LongTail",
    "Moons",
    "NumberTable",
    "OwnText",
    "Ratings",
    "Sine",
    "Spirals",
    "Split",
    "Text",
    "Wine",
    "Words",
]
