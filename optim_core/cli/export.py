"""`optim-race export LINK FOLDER`: everything that the app exports of a race, as files; or the course as a folder."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, Translator, load
from optim_core.cli.files import make_folder, write_file
from optim_core.cli.linked_race import linked_race

COURSE = "course/"
"""How a folder ends that is not a link but asks for the course."""


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("link", metavar="LINK", help=f"{t('command.link')}; {t('command.course')}")
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help=t("command.folder"))
    parser.add_argument("--data", metavar="FILE", type=Path, help=t("command.data"))
    parser.add_argument("--language", choices=LANGUAGES, default=t.language, help=t("command.language"))


def run(asked: argparse.Namespace, t: Translator) -> int:
    """Write the files and print their paths.

    SpecError if the link is invalid, or if a folder is given beside that of a course; `UnreadableError` and
    `FileError` if a file cannot be read or written.
    """
    in_language = load(asked.language)
    if is_course := asked.link.endswith(COURSE):
        if asked.folder:
            raise SpecError(str(asked.folder), "one_folder", folder=asked.link)
        folder, files = Path(asked.link), _course(in_language)
    else:
        folder, files = asked.folder or Path(), _race(asked.link, asked.data, in_language)
    for number, (name, content) in enumerate(files):
        if not number:
            make_folder(folder)
        write_file(folder / name, content)
        print(folder / name, flush=is_course)
    return 0


def _race(link: str, data: Path | None, t: Translator) -> Iterator[tuple[str, str | bytes]]:
    race = linked_race(link, t, data)
    for ending, make in race.makers().items():
        yield f"{race.stem}.{ending}", make()


def _course(t: Translator) -> Iterator[tuple[str, str | bytes]]:
    from optim_core.export.course.files import course_files  # Plotly takes a second to import

    yield from course_files(t.language)
