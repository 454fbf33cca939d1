"""The cells of a table in a file: text with delimiters, in UTF-8 or CP949, or Parquet. Scripts contain this source."""

import csv
import io
from collections.abc import Callable, Iterator
from operator import itemgetter
from random import Random
from typing import Any, NamedTuple

MOST_BYTES = 16 * 1024 * 1024
"""The most bytes of a file."""
MOST_COLUMNS = 200
MOST_ROWS = 50_000
"""Rows that are used; of more, as many are drawn by chance."""
MOST_FILE_ROWS = 1_000_000
LONGEST_NAME = 60
"""Characters of the name of a column."""
DELIMITERS = ",;\t|"
SAMPLE_CHARACTERS = 20_000
"""Characters at the beginning of a file that show its delimiter."""
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of new and old spreadsheets, and of archives."""
PARQUET = b"PAR1"
OTHER_KINDS = {"<!doctype": "HTML", "<html": "HTML", "<?xml": "XML", "{": "JSON", "[": "JSON", "%pdf": "PDF"}
"""Beginnings of files, in small letters, that hold something else than a table with delimiters."""

Note = tuple[str, dict[str, Any]]
"""Key of a sentence about what was done with a table, and the values in it."""


class TableError(ValueError):
    """A table that cannot be used: `key` and `values` name the sentence that says why and what to do."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(f"{key} {values}")
        self.key, self.values = key, values


class Cells(NamedTuple):
    """A table as texts: each of the `rows` has a cell for each of the `names`; the file has `total` rows."""

    names: list[str]
    rows: list[list[str]]
    total: int
    decimal_comma: bool
    """Whether 1,5 is one and a half."""
    notes: list[Note]


def read_cells(data: bytes, pause: Callable[[], object] = int) -> Cells:
    """The cells of a file; TableError if it is no table or too large. `pause` is called every thousand rows."""
    if len(data) > MOST_BYTES:
        raise TableError("bytes", got=len(data) // 2**20 + 1, limit=MOST_BYTES // 2**20)
    notes: list[Note] = []
    decimal_comma, is_parquet = False, data.startswith(PARQUET)
    if is_parquet:
        lines = parquet_rows(data)
    else:
        text = decoded(data, notes)
        for start, kind in OTHER_KINDS.items():
            if text[:SAMPLE_CHARACTERS].lstrip().lower().startswith(start):
                raise TableError("kind", kind=kind)
        delimiter = delimiter_of(text)
        lines, decimal_comma = text_rows(text, delimiter), delimiter == ";"
    _, header = next(lines, (0, []))
    if len(header) > MOST_COLUMNS:
        raise TableError("columns", got=len(header), limit=MOST_COLUMNS)
    if not header:
        raise TableError("empty")
    if len(header) == 1:
        raise TableError("one_column")
    if not is_parquet and all(cell.replace(".", "", 1).lstrip("+-").isdecimal() for cell in header):
        notes.append(("no_header", {}))
        lines = text_rows(text, delimiter)
        header = [""] * len(header)
    names = column_names(header, notes)
    rows, total = sampled(lines, len(names), pause)
    if not rows:
        raise TableError("no_rows")
    if total > len(rows):
        notes.append(("sampled", {"rows": len(rows), "total": total}))
    return Cells(names, rows, total, decimal_comma, notes)


def decoded(data: bytes, notes: list[Note]) -> str:
    """The text of a file in UTF-8 or CP949; TableError for other files."""
    if data.startswith(SPREADSHEETS):
        raise TableError("spreadsheet")
    if (at := data.find(b"\0")) >= 0:
        raise TableError("zero_byte", line=data.count(b"\n", 0, at) + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        raise TableError("encoding", line=line) from None
    notes.append(("cp949", {}))
    return text


def delimiter_of(text: str) -> str:
    """The delimiter that gives most of the first rows as many cells as the header, and at least two."""
    return max(DELIMITERS, key=lambda delimiter: fit(text, delimiter))


def fit(text: str, delimiter: str) -> tuple[float, int]:
    """The share of the first rows that have as many cells as the header, in tenths, and how many; 0 for one cell."""
    head = io.StringIO(text[:SAMPLE_CHARACTERS], newline="")
    widths = []
    try:
        widths = [len(row) for row in csv.reader(head, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    widths = widths[:-1] if len(text) > SAMPLE_CHARACTERS and len(widths) > 1 else widths
    if not widths or widths[0] < 2:
        return 0.0, 0
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def text_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The number of the line at which each row begins, from 1, and its cells; without empty rows."""
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise TableError("cell", line=line, limit=csv.field_size_limit()) from None


def parquet_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """As `text_rows`, of a Parquet file, whose first row are the names of its columns."""
    try:
        from pyarrow import ArrowException, BufferReader
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise TableError("no_pyarrow") from None
    try:
        file = ParquetFile(BufferReader(data))
        yield 1, [str(name).strip() for name in file.schema_arrow.names]
        line = 1
        for batch in file.iter_batches(batch_size=1_000):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                line += 1
                yield line, ["" if cell is None else str(cell).strip() for cell in row]
    except MemoryError:
        raise
    except (ArrowException, OSError, ValueError):
        raise TableError("parquet") from None


def column_names(header: list[str], notes: list[Note]) -> list[str]:
    """A name for each column, no two of them alike: `#3` for the third if it has none, `x (2)` for a second x."""
    names: list[str] = []
    repeated: list[str] = []
    for number, cell in enumerate(header, 1):
        name = "".join(filter(str.isprintable, cell))[:LONGEST_NAME] or f"#{number}"
        count, unique = 1, name
        while unique in names:
            count += 1
            unique = f"{name} ({count})"
        repeated += [unique] if count > 1 else []
        names.append(unique)
    if repeated:
        notes.append(("renamed", {"names": repeated}))
    return names


def sampled(
    lines: Iterator[tuple[int, list[str]]], width: int, pause: Callable[[], object]
) -> tuple[list[list[str]], int]:
    """At most `MOST_ROWS` rows of `width` cells, in their order, and how many there were. Missing cells are empty.

    Each row draws a number, and those with the smallest stay: every row has the same chance.
    """
    draw, bound, total = Random(0).random, 1.0, 0
    chosen: list[tuple[float, int, list[str]]] = []
    for line, row in lines:
        if total % 1_000 == 0:
            pause()
        total += 1
        if total > MOST_FILE_ROWS:
            raise TableError("rows", limit=MOST_FILE_ROWS)
        if len(row) > width and any(row[width:]):
            raise TableError("ragged", line=line, got=len(row), expected=width)
        if (drawn := draw()) < bound:
            chosen.append((drawn, total, [*row, *[""] * (width - len(row))][:width]))
            if len(chosen) >= 2 * MOST_ROWS:
                chosen.sort()
                del chosen[MOST_ROWS:]
                bound = chosen[-1][0]
    chosen.sort()
    return [row for _, _, row in sorted(chosen[:MOST_ROWS], key=itemgetter(1))], total
