"""The training and test data that are made of the cells of a table. Scripts contain this source."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from optim_core.models.datasets.table_cells import Cells, Note, TableError, read_cells
from optim_core.models.datasets.table_columns import MOST_CLASSES, Column, columns_of, is_missing, number_in

MOST_CATEGORIES = 50
"""Different texts of a column that is used as a category."""
MOST_INPUTS = 400
"""Inputs of a model: a number is one, a category one for each of its texts."""
MOST_NUMBERS = 4_000_000
"""Numbers of all examples, 16 MB in single precision."""
LEAST_ROWS = 10
DIGEST_LENGTH = 32


class TableSplit(NamedTuple):
    """The parts of `Split`, the number of outputs, and what was done, in the order of the sentences that say it."""

    parts: tuple[Tensor, Tensor, Tensor, Tensor]
    outputs: int
    notes: list[Note]


def digest_of(data: bytes) -> str:
    """The first hexadecimal digits of the SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]


def table_file(
    path: str,
    classes: bool,
    digest: str,
    target: int,
    columns: str,
    missing: str,
    test_share: float,
    standardise: bool,
    split_seed: int,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training inputs (n, inputs) and targets (n,), then those for testing, of the table in the file at `path`.

    ValueError if that is not the file with this digest.
    """
    data = Path(path).read_bytes()
    if digest_of(data) != digest:
        raise ValueError(f"{path} is not the file that was trained on")
    return split_table(read_cells(data), classes, target, columns, missing, test_share, standardise, split_seed).parts


def split_table(
    cells: Cells,
    classes: bool,
    target: int,
    columns: str,
    missing: str,
    test_share: float,
    standardise: bool,
    split_seed: int,
) -> TableSplit:
    """Split a table into training and test data; TableError if it cannot be used so.

    `target` is the index of its column, of which the `classes` are to be told apart or the numbers found. `columns`
    has a letter of `KINDS` for each column, or is empty for what is found. `missing` drops rows with gaps or fills the
    gaps of numbers with the mean of the training part; a gap in a category is none of its texts.
    """
    found, notes = columns_of(cells), list(cells.notes)
    if target >= len(found) or len(columns) not in (0, len(found)):
        raise TableError("other_columns", got=len(found))
    kinds = columns or "".join(column.kind for column in found)
    used = [index for index, kind in enumerate(kinds) if kind != "o" and index != target]
    if not used:
        raise TableError("no_inputs", column=cells.names[target])
    notes += left_out(found, kinds, target)
    check_categories(found, kinds, used)
    rows = rows_in_use(cells, used, target, missing, notes)
    size = sum(found[index].distinct if kinds[index] == "c" else 1 for index in used)
    if len(rows) * size > MOST_NUMBERS:
        fewer = MOST_NUMBERS // size
        notes.append(("sampled", {"rows": fewer, "total": len(rows)}))
        rows = [rows[index] for index in shuffled(len(rows), 0)[:fewer].sort().values.tolist()]
    order, by_column = shuffled(len(rows), split_seed), list(zip(*rows, strict=True))
    train = len(rows) - round(len(rows) * test_share)
    parts, filled = [], dict[str, int]()
    for index in used:
        if kinds[index] == "c":
            parts.append(one_hot(by_column[index])[order])
        else:
            values = numbers_in(by_column[index], cells.decimal_comma)[order]
            parts.append(number_column(values, cells.names[index], train, standardise, filled))
    notes += [("filled", {"names": list(filled), "count": sum(filled.values())})] if filled else []
    if hot := [cells.names[index] for index in used if kinds[index] == "c"]:
        notes.append(("categories", {"names": hot}))
    x, texts = torch.cat(parts, dim=1).float(), [by_column[target][row] for row in order.tolist()]
    if classes:
        y, outputs = class_target(texts, cells.names[target], train, cells.decimal_comma)
    else:
        y, outputs = number_target(texts, cells.names[target], train, standardise, cells.decimal_comma), 1
    notes.append(("split", {"train": train, "test": len(rows) - train, "inputs": x.shape[1]}))
    notes += [("scaled" if classes or not standardise else "scaled_target", {})] if standardise else []
    return TableSplit((x[:train], y[:train], x[train:], y[train:]), outputs, notes)


def left_out(found: list[Column], kinds: str, target: int) -> list[Note]:
    """A note for each reason why columns are left out."""
    whys: dict[str, list[str]] = {}
    for index, (column, kind) in enumerate(zip(found, kinds, strict=True)):
        if kind == "o" and index != target:
            whys.setdefault(column.why or "choice", []).append(column.name)
    return [(f"out_{why}", {"names": names}) for why, names in whys.items()]


def check_categories(found: list[Column], kinds: str, used: list[int]) -> None:
    """TableError if a category has too many texts, or all columns together make too many inputs."""
    hot = [found[index] for index in used if kinds[index] == "c"]
    if not hot:
        return
    largest = max(hot, key=lambda column: column.distinct)
    if largest.distinct > MOST_CATEGORIES:
        raise TableError("categories", column=largest.name, got=largest.distinct, limit=MOST_CATEGORIES)
    size = len(used) - len(hot) + sum(column.distinct for column in hot)
    if size > MOST_INPUTS:
        raise TableError("inputs", column=largest.name, got=size, limit=MOST_INPUTS)


def rows_in_use(cells: Cells, used: list[int], target: int, missing: str, notes: list[Note]) -> list[list[str]]:
    """The rows that have a target and, if `missing` is "drop", no gap; a note counts the others."""
    rows = [row for row in cells.rows if not is_missing(row[target])]
    if gaps := len(cells.rows) - len(rows):
        notes.append(("target_gaps", {"column": cells.names[target], "count": gaps}))
    if missing == "drop":
        whole = [row for row in rows if not any(is_missing(row[index]) for index in used)]
        notes += [("dropped", {"count": len(rows) - len(whole)})] if len(whole) < len(rows) else []
        rows = whole
    if len(rows) < LEAST_ROWS:
        raise TableError("few_rows", got=len(rows), limit=LEAST_ROWS)
    return rows


def shuffled(count: int, seed: int) -> Tensor:
    """The numbers below `count`, shape (count,), in an order drawn with `seed`."""
    return torch.randperm(count, generator=torch.Generator().manual_seed(seed))


def one_hot(texts: Sequence[str]) -> Tensor:
    """A column (n, k) of 0 and 1 for each of the k texts that are no gaps."""
    names = sorted({text for text in texts if not is_missing(text)})
    places = {name: place for place, name in enumerate(names)}
    table = torch.zeros(len(texts), len(names), dtype=torch.float64)
    at = [(row, places[text]) for row, text in enumerate(texts) if text in places]
    if at:
        table[tuple(torch.tensor(at).T)] = 1.0
    return table


def number_column(values: Tensor, name: str, train: int, standardise: bool, filled: dict[str, int]) -> Tensor:
    """Numbers (n, 1), gaps filled with the mean of the first `train`; scaled to mean 0 and variance 1 there."""
    gaps = values.isnan()
    if not (~gaps[:train]).any():
        raise TableError("no_numbers", column=name)
    if gaps.any():
        filled[name] = int(gaps.sum())
    mean = values[:train].nanmean()
    values = torch.where(gaps, mean, values)
    if standardise:
        spread = values[:train].std(correction=0)
        values = (values - mean) / torch.where(spread > 0, spread, 1.0)
    return values[:, None]


def class_target(texts: list[str], name: str, train: int, decimal_comma: bool) -> tuple[Tensor, int]:
    """Classes (n,) as numbers from 0, and how many there are; TableError for one, or too many."""
    classes = sorted(set(texts))
    if len(classes) > MOST_CLASSES:
        raise TableError("classes", column=name, got=len(classes), limit=MOST_CLASSES)
    values = numbers_in(classes, decimal_comma)
    if not values.isnan().any():
        classes = [classes[place] for place in values.argsort(stable=True).tolist()]
    places = {text: place for place, text in enumerate(classes)}
    y = torch.tensor([places[text] for text in texts])
    if bool((y[:train] == y[0]).all()):
        raise TableError("one_class", column=name, got=texts[0][:40])
    return y, len(classes)


def number_target(texts: list[str], name: str, train: int, standardise: bool, decimal_comma: bool) -> Tensor:
    """Numbers (n,), scaled as inputs are; TableError if one cell holds none, or if all are alike."""
    values = numbers_in(texts, decimal_comma)
    if values.isnan().any():
        raise TableError("no_number", column=name, got=texts[int(values.isnan().nonzero()[0])][:40])
    for part in (values[:train], values[train:]):
        if (part == part[0]).all():
            raise TableError("constant_target", column=name, got=texts[0][:40])
    spread = values[:train].std(correction=0)
    return ((values - values[:train].mean()) / spread if standardise else values).float()


def numbers_in(texts: Sequence[str], decimal_comma: bool) -> Tensor:
    """The number of each cell, float64 (n,), NaN where there is none."""
    known = {text: number_in(text, decimal_comma) for text in set(texts)}
    return torch.tensor([known[text] for text in texts], dtype=torch.float64)
