"""Data sets made of a visitor's file, of which a link holds the digest and the choices only."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.errors import SpecError
from optim_core.base.letters import Letters
from optim_core.base.memory import memory_limit
from optim_core.models.datasets.base import AbstractDataset, Split
from optim_core.models.datasets.table_arrays import DIGEST_LENGTH, digest_of
from optim_core.models.datasets.table_cells import Note, TableError

WHERE = "dataset"
MOST_MEMORY = 2**30
"""Bytes that reading a file may take."""


@dataclass(frozen=True, kw_only=True)
class OwnArrays:
    """The arrays made of a file `name` with the `choices` of a data set, and notes on how."""

    name: str
    choices: Mapping[str, Any]
    parts: tuple[NDArray[np.float32], NDArray[Any], NDArray[np.float32], NDArray[Any]]
    outputs: int
    notes: tuple[Note, ...]
    characters: tuple[str, ...] = ()
    """The character of each class of a text."""


@dataclass(frozen=True, kw_only=True)
class AbstractOwnData(AbstractDataset, ABC):
    """A visitor's file. Without its `data` it only names the file by its digest, and says how the file is used."""

    private: ClassVar = True
    content: ClassVar[str]
    """What the file holds: "table" or "text", with which the keys of its errors begin."""

    digest: Annotated[str, Letters("", "0123456789abcdef", DIGEST_LENGTH)] = ""
    data: OwnArrays | None = field(default=None, compare=False, repr=False)

    @abstractmethod
    def arrays(self, name: str, content: bytes) -> OwnArrays:
        """What this content of a file `name` is made into; TableError if it cannot be used so."""

    @abstractmethod
    def not_given(self) -> SpecError:
        """The error of a data set whose file has to be given first."""

    def check_together(self) -> None:
        if self.data is not None and self.data.choices != self.values():
            raise self.not_given()

    @property
    def given(self) -> OwnArrays:
        """The data; SpecError if the file has to be given first."""
        if self.data is None:
            raise self.not_given()
        return self.data

    @property
    def train_size(self) -> int:
        return len(self.given.parts[0])

    def split(self) -> Split:
        """The data, which are cached nowhere."""
        return Split(*(torch.from_numpy(part) for part in self.given.parts))


D = TypeVar("D", bound=AbstractOwnData)


def with_file(dataset: D, name: str, data: bytes) -> D:
    """The data set with what the file `name` of this content holds; SpecError if it cannot be used so."""
    if digest_of(data) != dataset.digest:
        raise dataset.not_given()
    try:
        with memory_limit(MOST_MEMORY):
            made = dataset.arrays(name, data)
    except TableError as error:
        raise spec_error(error, dataset.content) from None
    except MemoryError:
        raise SpecError(WHERE, f"{dataset.content}_memory") from None
    return replace(dataset, data=made)


def spec_error(error: TableError, content: str) -> SpecError:
    """The SpecError that says the same of a "table" or a "text"."""
    return SpecError(WHERE, f"{content}_{error.key}", **error.values)
