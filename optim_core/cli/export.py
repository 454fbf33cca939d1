"""`optim-race export LINK FOLDER`: everything that the app exports of a race, as files."""

import argparse
from pathlib import Path

from optim_core.base.text import Translator
from optim_core.cli.files import make_folder, write_file
from optim_core.cli.linked_race import linked_race


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("link", metavar="LINK", help=t("command.link"))
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", default=Path(), help=t("command.folder"))


def run(asked: argparse.Namespace, t: Translator) -> int:
    """Write the files and print their paths. SpecError if the link is invalid; `FileError` if a file is unwritable."""
    race = linked_race(asked.link, t)
    make_folder(asked.folder)
    for ending, make in race.makers().items():
        path = asked.folder / f"{race.stem}.{ending}"
        write_file(path, make())
        print(path)
    return 0
