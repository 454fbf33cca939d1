"""What a quick run takes, and what it leaves out."""

from pathlib import Path
from types import SimpleNamespace

from tests.quick import EVERY, SLOW, representative


def item(name: str, *marks: str) -> SimpleNamespace:
    return SimpleNamespace(nodeid=name, get_closest_marker=lambda mark: mark if mark in marks else None)


def test_of_each_test_the_first_case_is_taken_and_every_eighth_after_it():
    cases = [item(f"test_{name}.py::test_it[{number}]") for name in "ab" for number in range(2 * EVERY)]
    assert [one.nodeid for one in representative(cases)] == [cases[at].nodeid for at in range(0, 4 * EVERY, EVERY)]


def test_what_is_slow_or_runs_a_script_is_left_out():
    plain = item("test_a.py::test_that_it_is_so")
    left_out = [item("test_a.py::test_of_all", "slow"), item("test_a.py::test_the_script_prints_it")]
    assert representative([*left_out, plain]) == [plain]


def test_every_folder_and_file_that_is_left_out_exists():
    assert [name for name in SLOW if not (Path(__file__).parent / name).exists()] == []
