"""`optim-race race LINK`: the ranks of a link's race, and single exports of it."""

import argparse
import sys
from pathlib import Path

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.cli.files import write_file
from optim_core.cli.linked_race import LAB, linked_race

STDOUT = "-"
EXPORTS = {"csv": "csv", "script": "py", "html": "html", "lab": LAB}
"""Option -> ending of the file."""


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("link", metavar="LINK", help=t("command.link"))
    parser.add_argument("--data", metavar="FILE", type=Path, help=t("command.data"))
    for option in EXPORTS:
        parser.add_argument(f"--{option}", nargs="?", const=STDOUT, metavar="FILE", help=t(f"command.{option}"))


def run(asked: argparse.Namespace, t: Translator) -> int:
    """Print the table of the link and write the exports; an export without a file name is printed instead of it.

    SpecError if the link is invalid or its race has no such export; `UnreadableError` and `FileError` if a file
    cannot be read or written.
    """
    race = linked_race(asked.link, t, asked.data)
    files = {ending: name for option, ending in EXPORTS.items() if (name := getattr(asked, option)) is not None}
    for ending, name in files.items():
        make = race.makers().get(ending)
        if make is None:
            raise SpecError("--lab", "no_lab")
        content = make()
        if name == STDOUT:
            sys.stdout.write(str(content))
        else:
            write_file(Path(name), content)
    if STDOUT not in files.values():
        print(race.table())
    return 0
