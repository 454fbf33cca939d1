"""Data sets made of a table in a visitor's file, of which a link holds the digest and the choices only."""

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.domains import Choice, Flag, Real, Whole
from optim_core.base.errors import SpecError
from optim_core.base.letters import Letters
from optim_core.base.memory import memory_limit
from optim_core.base.time_slices import yield_if_due
from optim_core.models.datasets.base import AbstractDataset, Split
from optim_core.models.datasets.table_arrays import DIGEST_LENGTH, digest_of, split_table, table_file
from optim_core.models.datasets.table_cells import MOST_COLUMNS, Note, TableError, read_cells
from optim_core.models.datasets.table_columns import KINDS, Column, columns_of, is_classes, suggested_target
from optim_core.models.tasks import CLASSES, NUMBERS

WHERE = "dataset"
MOST_MEMORY = 2**30
"""Bytes that reading a file may take."""
PREVIEW_ROWS = 8
LONGEST_SHOWN = 60
"""Characters of a cell in the preview."""


@dataclass(frozen=True, kw_only=True)
class TableData:
    """The arrays made of a file `name` with the `choices` of a data set, and notes on how."""

    name: str
    choices: Mapping[str, Any]
    parts: tuple[NDArray[np.float32], NDArray[Any], NDArray[np.float32], NDArray[Any]]
    outputs: int
    notes: tuple[Note, ...]


class Survey(NamedTuple):
    """What a file holds: columns, first rows, and the choices to begin with."""

    digest: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    examples: int
    """Rows that can be used."""
    target: int
    classes: bool


@dataclass(frozen=True, kw_only=True)
class AbstractOwnTable(AbstractDataset, ABC):
    """A table in a file of somebody's own. Without its `data` it only says which file is meant, and how it is used."""

    classes: ClassVar[bool]
    load: ClassVar = staticmethod(table_file)
    private: ClassVar = True

    digest: Annotated[str, Letters("", "0123456789abcdef", DIGEST_LENGTH)] = ""
    target: Annotated[int, Whole("", 0, MOST_COLUMNS - 1)] = 0
    columns: Annotated[str, Letters("", KINDS, MOST_COLUMNS)] = ""
    missing: Annotated[str, Choice("", ("mean", "drop"))] = "mean"
    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.25
    standardise: Annotated[bool, Flag()] = True
    split_seed: Annotated[int, Whole("", 0, 2**31 - 1)] = 0
    data: TableData | None = field(default=None, compare=False, repr=False)

    def check_together(self) -> None:
        if self.data is not None and self.data.choices != self.values():
            raise SpecError(WHERE, "table_missing")

    @property
    def given(self) -> TableData:
        """The data; SpecError if the file has to be given first."""
        if self.data is None:
            raise SpecError(WHERE, "table_missing")
        return self.data

    @property
    def shape(self) -> tuple[int]:
        return (self.given.parts[0].shape[1],)

    @property
    def train_size(self) -> int:
        return len(self.given.parts[0])

    def split(self) -> Split:
        """The data, which are cached nowhere."""
        return Split(*(torch.from_numpy(part) for part in self.given.parts))


@dataclass(frozen=True, kw_only=True)
class ClassTable(AbstractOwnTable):
    """Which class a row of a table belongs to."""

    task: ClassVar = CLASSES
    classes: ClassVar = True

    @property
    def outputs(self) -> int:
        return self.given.outputs


@dataclass(frozen=True, kw_only=True)
class NumberTable(AbstractOwnTable):
    """A number in each row of a table."""

    task: ClassVar = NUMBERS
    classes: ClassVar = False
    outputs: ClassVar = 1


OWN_TABLES: tuple[type[AbstractOwnTable], ...] = (ClassTable, NumberTable)


def with_file(dataset: AbstractOwnTable, name: str, data: bytes) -> AbstractOwnTable:
    """The data set with what the file `name` of this content holds; SpecError if it cannot be used so."""
    if digest_of(data) != dataset.digest:
        raise SpecError(WHERE, "table_missing")
    choices = dataset.values()
    try:
        with memory_limit(MOST_MEMORY):
            rest = {key: value for key, value in choices.items() if key != "digest"}
            split = split_table(read_cells(data, yield_if_due), dataset.classes, **rest)
    except TableError as error:
        raise spec_error(error) from None
    except MemoryError:
        raise SpecError(WHERE, "table_memory") from None
    parts: Any = tuple(part.numpy().copy() for part in split.parts)
    made = TableData(name=name, choices=choices, parts=parts, outputs=split.outputs, notes=tuple(split.notes))
    return replace(dataset, data=made)


def survey(data: bytes) -> Survey:
    """What a file holds; SpecError if it is no table that can be used."""
    try:
        with memory_limit(MOST_MEMORY):
            cells = read_cells(data, yield_if_due)
            columns = columns_of(cells)
    except TableError as error:
        raise spec_error(error) from None
    except MemoryError:
        raise SpecError(WHERE, "table_memory") from None
    target = suggested_target(columns)
    rows = tuple(tuple(cell[:LONGEST_SHOWN] for cell in row) for row in cells.rows[:PREVIEW_ROWS])
    return Survey(digest_of(data), tuple(columns), rows, len(cells.rows), target, is_classes(columns[target]))


def spec_error(error: TableError) -> SpecError:
    """The SpecError that says the same."""
    return SpecError(WHERE, f"table_{error.key}", **error.values)
