"""The kinds of the columns of a table: numbers, categories, or neither. Scripts contain this source."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from optim_core.models.datasets.table_cells import Cells

KINDS = "nco"
"""Letters of what a column is used as: a number, a category, or left out."""
MOST_FOUND_CATEGORIES = 20
"""Different texts with which a column is taken for a category."""
MOST_CLASSES = 16
FEW_NUMBERS = 10
"""Different whole numbers up to which a target is taken for classes."""
LARGEST_NUMBER = 1e30
"""Beyond it, single precision would soon overflow."""
LONGEST_EXAMPLE = 40
MISSING = ("", "na", "n/a", "nan", "null", "none", "?", "-", ".")
"""Texts that stand for a missing value, in small letters."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
TARGETS = ("target", "label", "class", "outcome", "y", "타깃", "타겟", "정답", "목표", "라벨", "레이블", "클래스")
"""Usual names of a target, in small letters."""


class Column(NamedTuple):
    """A column: its name, its `kind`, one of `KINDS`, and what was found in it."""

    name: str
    kind: str
    why: str
    """Why it is left out: id, text, constant or empty; "" if it is not."""
    missing: int
    distinct: int
    """How many different values it has."""
    numbers: bool
    """Whether all its values are numbers."""
    whole: bool
    """Whether all its values are whole numbers."""
    example: str


def number_in(text: str, decimal_comma: bool) -> float:
    """The number that a cell holds, such as 1.5, 1e3, 1,000 or 5%; NaN if it holds none."""
    plain = text.removesuffix("%").rstrip()
    if decimal_comma and "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    value = float(plain) if NUMBER.fullmatch(plain) else math.nan
    return value if abs(value) <= LARGEST_NUMBER else math.nan


def is_missing(text: str) -> bool:
    """Whether a cell stands for a missing value."""
    return text.casefold() in MISSING


def column_of(name: str, cells: Sequence[str], total: int, decimal_comma: bool) -> Column:
    """The column `name` described by its first `cells` of the `total` in the file."""
    counts = {text: count for text, count in Counter(cells).items() if not is_missing(text)}
    values = [number_in(text, decimal_comma) for text in counts]
    numbers = bool(values) and not any(map(math.isnan, values))
    whole = numbers and all(value == int(value) for value in values)
    missing = len(cells) - sum(counts.values())
    why = ""
    if not counts:
        why = "empty"
    elif len(counts) == 1 and not missing:
        why = "constant"
    elif whole and not missing and _is_numbering(list(map(int, values)), total):
        why = "id"
    elif not numbers and len(counts) > MOST_FOUND_CATEGORIES:
        why = "text"
    kind = "o" if why else "n" if numbers else "c"
    example = next(iter(counts), "")[:LONGEST_EXAMPLE]
    return Column(name, kind, why, missing, len(counts), numbers, whole, example)


def _is_numbering(values: list[int], total: int) -> bool:
    """Whether values that are all different number the rows of a file: from 0 or 1, upwards."""
    rising = values == sorted(values)
    return len(values) > FEW_NUMBERS and rising and values[0] in (0, 1) and values[-1] - values[0] == total - 1


def columns_of(cells: Cells) -> list[Column]:
    """The columns of a table, each with its kind and counts."""
    by_column = zip(cells.names, zip(*cells.rows, strict=True), strict=True)
    return [column_of(name, texts, cells.total, cells.decimal_comma) for name, texts in by_column]


def suggested_target(columns: list[Column]) -> int:
    """The index of the column that is most likely to be the target: by its name, or else the last that is in use."""
    used = [index for index, column in enumerate(columns) if column.kind != "o"] or [len(columns) - 1]
    named = [index for index in used if columns[index].name.casefold() in TARGETS]
    return (named or used)[-1]


def is_classes(column: Column) -> bool:
    """Whether a target is more likely a class than a number."""
    return not column.numbers or (column.whole and column.distinct <= FEW_NUMBERS)
