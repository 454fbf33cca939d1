"""`make test` runs every test: its lines name the files of all tests that the first leaves out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = dict(re.findall(r"^(\w+) := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(("variable", "marks"), [("SERVER_TESTS", "browser|processes"), ("TIMED_TESTS", "timed")])
def test_the_files_of_marked_tests_are_named(variable, marks):
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    marked = [path for path in files if re.search(rf"pytest\.mark\.({marks})\b", path.read_text(encoding="utf-8"))]
    named = [ROOT / name for name in NAMED[variable].split()]
    assert marked
    assert [path for path in marked if not {path, *path.parents} & {*named}] == []
    assert all(path.exists() for path in named)


def test_nothing_else_lies_in_the_folder_that_the_first_line_leaves_out():
    files = list((ROOT / "tests" / "browser").glob("test_*.py"))
    assert files
    assert all("pytestmark = pytest.mark.browser" in path.read_text(encoding="utf-8") for path in files)
