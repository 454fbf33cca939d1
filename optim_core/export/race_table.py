"""The result of a link as a table of text, for a terminal: `python -m optim_core race LINK`."""

import sys
from urllib.parse import parse_qsl, urlsplit

from optim_core.base.errors import SpecError
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.explain.summary import surface_rows
from optim_core.permalink import read_fields, read_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs.views import SurfaceView

OK, REFUSED = 0, 2
HEADS = ("rank", "contender", "final loss", "best loss", "steps to target", "status")


def race_table(link: str) -> str:
    """The ranks of the race of a link, or of its query alone; SpecError names the first entry that is refused."""
    entries = dict(parse_qsl(urlsplit(link).query or link, keep_blank_values=True))
    query, refused = SURFACE_FORM.clean({name: text for name, text in entries.items() if name != "lang"})
    if refused:
        raise refused[0]
    run, view, t = read_surface_run(query), SurfaceView(**read_fields(SurfaceView, query)), load("en")
    rows = [
        (
            row.rank,
            row.label,
            row.final_loss,
            row.best_loss,
            row.steps_to,
            t(f"status.{row.status.value}", step=row.stopped_at),
        )
        for row in surface_rows(run, descend(run), view.target)
    ]
    return _aligned([HEADS, *(tuple(map(_cell, row)) for row in rows)])


def _aligned(rows: list[tuple[str, ...]]) -> str:
    """Rows of text with their columns below one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def main(arguments: list[str]) -> int:
    """Print the table of the one link given; status 2 and a sentence if it is refused."""
    if len(arguments) != 1:
        print("usage: python -m optim_core race LINK", file=sys.stderr)
        return REFUSED
    try:
        print(race_table(arguments[0]))
    except SpecError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return OK
