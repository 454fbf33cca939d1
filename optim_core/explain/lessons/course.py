"""The course: its parts, and the lessons of each with their minutes, from `content/lessons/course.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.base.files import CONTENT

FOLDER = CONTENT / "lessons"
FILE = "course.toml"
OPTIONAL = "optional"
MINUTES = Whole("", 1, 60)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the course, in the order in which it is taught."""

    name: str
    """`1`, `2` or `optional`."""
    minutes: Mapping[str, int]
    """Name of a lesson, which is also that of its folder -> minutes it takes."""

    @property
    def is_optional(self) -> bool:
        return self.name == OPTIONAL

    @property
    def total(self) -> int:
        """Minutes of all its lessons."""
        return sum(self.minutes.values())


def read_course(folder: Path) -> tuple[Part, ...]:
    """The parts that `course.toml` in `folder` declares.

    SpecError unless each folder of a lesson is in exactly one part, and each number of minutes is in `MINUTES`.
    """
    table = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    declared = [name for lessons in table.values() for name in lessons]
    folders = {path.parent.name for path in folder.glob("*/lesson.toml")}
    if wrong := {name for name in folders.union(declared) if declared.count(name) != 1 or name not in folders}:
        raise SpecError(FILE, "range", range=f"{{{', '.join(sorted(folders))}}}", got=", ".join(sorted(wrong)))
    for lessons in table.values():
        for name, minutes in lessons.items():
            MINUTES.check(minutes, f"{FILE}: {name}")
    return tuple(Part(name=name, minutes=lessons) for name, lessons in table.items())


COURSE = read_course(FOLDER)
PART_OF: Mapping[str, Part] = {lesson: part for part in COURSE for lesson in part.minutes}
"""Name of a lesson -> the part that it is in."""
