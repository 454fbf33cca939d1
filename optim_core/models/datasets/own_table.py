"""Data sets made of a table in a visitor's file, of which a link holds the digest and the choices only."""

from abc import ABC
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

from optim_core.base.domains import Choice, Flag, Real, Whole
from optim_core.base.errors import SpecError
from optim_core.base.letters import Letters
from optim_core.base.memory import memory_limit
from optim_core.base.time_slices import yield_if_due
from optim_core.models.datasets.own_data import MOST_MEMORY, WHERE, AbstractOwnData, OwnArrays, spec_error
from optim_core.models.datasets.table_arrays import digest_of, split_table, table_file
from optim_core.models.datasets.table_cells import MOST_COLUMNS, TableError, read_cells
from optim_core.models.datasets.table_columns import KINDS, Column, columns_of, is_classes, suggested_target
from optim_core.models.tasks import CLASSES, NUMBERS

PREVIEW_ROWS = 8
LONGEST_SHOWN = 60
"""Characters of a cell in the preview."""


class Survey(NamedTuple):
    """Content of a table file: columns, first rows, and the default choices."""

    digest: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    examples: int
    """Rows that can be used."""
    target: int
    classes: bool


@dataclass(frozen=True, kw_only=True)
class AbstractOwnTable(AbstractOwnData, ABC):
    """A table in a visitor's file."""

    classes: ClassVar[bool]
    load: ClassVar = staticmethod(table_file)
    content: ClassVar = "table"

    target: Annotated[int, Whole("", 0, MOST_COLUMNS - 1)] = 0
    columns: Annotated[str, Letters("", KINDS, MOST_COLUMNS)] = ""
    missing: Annotated[str, Choice("", ("mean", "drop"))] = "mean"
    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.25
    standardise: Annotated[bool, Flag()] = True
    split_seed: Annotated[int, Whole("", 0, 2**31 - 1)] = 0

    def arrays(self, name: str, content: bytes) -> OwnArrays:
        rest = {key: value for key, value in self.values().items() if key != "digest"}
        split = split_table(read_cells(content, yield_if_due), self.classes, **rest)
        parts: Any = tuple(part.numpy().copy() for part in split.parts)
        return OwnArrays(name=name, choices=self.values(), parts=parts, outputs=split.outputs, notes=tuple(split.notes))

    def not_given(self) -> SpecError:
        return SpecError(WHERE, "table_missing")

    @property
    def shape(self) -> tuple[int]:
        return (self.given.parts[0].shape[1],)


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


def survey(data: bytes) -> Survey:
    """Content of a table file; SpecError if it is not a usable table."""
    try:
        with memory_limit(MOST_MEMORY):
            cells = read_cells(data, yield_if_due)
            columns = columns_of(cells)
    except TableError as error:
        raise spec_error(error, "table") from None
    except MemoryError:
        raise SpecError(WHERE, "table_memory") from None
    target = suggested_target(columns)
    rows = tuple(tuple(cell[:LONGEST_SHOWN] for cell in row) for row in cells.rows[:PREVIEW_ROWS])
    return Survey(digest_of(data), tuple(columns), rows, len(cells.rows), target, is_classes(columns[target]))
