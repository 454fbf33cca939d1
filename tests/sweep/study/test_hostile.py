"""A study text with an odd value anywhere gives a study or a SpecError, nothing else."""

import datetime
import json
import math
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from optim_core.base.errors import SpecError
from optim_core.sweep.study import Study, read_study, study_toml
from optim_core.sweep.study.bounds import LONGEST_FILE, decoded
from tests.sweep.study.test_toml import EXAMPLE, MODEL, SGD_TABLE, STUDIES, SURFACE

ODD: list[Any] = [
    *("", "Rosenbrock", "Adam", "log", "nan", "1", "\x00", "é" * 50, "{name}", "values", "a.b"),
    *(0, 1, -1, 2, 10**30, -(10**30), 10**399, 2**63, True, False),
    *(0.0, -0.0, 0.5, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan),
    *(datetime.date(2000, 1, 1), datetime.time(1, 2), datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)),
    *([], [[]], [[[1]]], [1], [1, 1], ["Rosenbrock"], [0.1, "a"], [True], [math.nan], [{}], [None]),
    *({}, {"name": "SGD"}, {"values": 1}, {"values": []}, {"values": [[1]]}, {"values": [{}]}, {"values": {}}),
    *({"from": 1}, {"from": 0, "to": 1, "count": 3}, {"from": [1], "to": {}, "count": "3", "scale": []}),
    *({"from": -1e308, "to": 1e308, "count": 3}, {"from": 1, "to": 2, "count": 10**30}, {"x": 1}, {"": {"": {}}}),
]
FULL = read_study(
    SURFACE
    + """
[run]
start = { x = { from = -1, to = 1, count = 3 }, y = { values = [0.5, 1] } }
steps = 20
noise = 0.1
seeds = [1, 2]
"""
    + SGD_TABLE
    + "momentum = 0.5\nlr = { values = [0.1, 0.2] }\nnesterov = { values = [true, false] }\n"
)
SEEDS = {
    "example": EXAMPLE,
    "model": MODEL + SGD_TABLE + "lr = { from = 1e-3, to = 1, count = 10 }",
    "turned": study_toml(STUDIES["turned"]),
    "all tables": study_toml(FULL),
    "listed starts": SURFACE + "[run]\nstarts = [[0, 1], [1, 2]]\n" + SGD_TABLE,
}


def written(value: Any) -> str:
    """A value as TOML on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {written(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case str() | bool():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case None:
            return '"None"'
        case datetime.date() | datetime.time():
            return value.isoformat()
    return repr(value)


def file(root: dict[str, Any]) -> str:
    return "\n".join(f"{json.dumps(key)} = {written(value)}" for key, value in root.items())


def changed(node: Any, odd: Any) -> Iterator[Any]:
    """Yield the tree with one node replaced, removed or renamed, for each node."""
    yield odd
    if isinstance(node, dict):
        for key, value in node.items():
            yield from ({**node, key: other} for other in changed(value, odd))
        yield {**node, "more": odd}
    elif isinstance(node, list):
        for index in range(min(len(node), 3)):
            yield from ([*node[:index], other, *node[index + 1 :]] for other in changed(node[index], odd))
        yield [*node, odd]


def removed(node: Any) -> Iterator[Any]:
    """Yield the tree without one entry, for each entry."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield {name: kept for name, kept in node.items() if name != key}
            yield from ({**node, key: other} for other in removed(value))
    elif isinstance(node, list):
        for index, value in enumerate(node[:3]):
            yield node[:index] + node[index + 1 :]
            yield from ([*node[:index], other, *node[index + 1 :]] for other in removed(value))


def read(text: str) -> None:
    """Read a text; anything but a study or a short SpecError fails the test."""
    try:
        found: object = read_study(text)
    except SpecError as error:
        found = error
    assert isinstance(found, Study) or len(str(found)) < 1_000


@pytest.mark.parametrize("name", SEEDS)
def test_an_odd_value_anywhere(name):
    for odd in ODD:
        for root in changed(tomllib.loads(SEEDS[name]), odd):
            if isinstance(root, dict):
                read(file(root))


@pytest.mark.parametrize("name", SEEDS)
def test_a_missing_entry_anywhere(name):
    for root in removed(tomllib.loads(SEEDS[name])):
        read(file(root))


@pytest.mark.parametrize("name", SEEDS)
def test_a_text_cut_or_doubled_anywhere(name):
    text = SEEDS[name]
    for at in range(0, len(text), 7):
        read(text[:at])
        read(text[at:])
        read(text[:at] + text[at // 2 :])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[surface]\nname = ["Rosenbrock"]', "surface.name"),
        ("[surface]\nname = {}", "surface.name"),
        ("[surface]", "surface.name"),
        (SURFACE + '[[optimizers]]\nname = ["SGD"]', "optimizers[1].name"),
        (SURFACE + "[[optimizers]]\nname = 2000-01-01", "optimizers[1].name"),
        (MODEL.replace('"MLP"', '[["MLP"]]'), "model.name"),
        (MODEL.replace('"Moons"', "nan"), "dataset.name"),
        (SURFACE + "[run]\nsteps = 0x" + "f" * 390, "run.steps"),
        (SURFACE + "[run]\nsteps = 0x" + "f" * 5_000, "STUDY"),
        (SURFACE + "[[optimizers]]\n" * 65, "optimizers"),
        ("", "STUDY"),
        ("# nothing but a comment\n", "STUDY"),
        (SGD_TABLE, "STUDY"),
        ("[run]\nsteps = 3", "STUDY"),
        ('[dataset]\nname = "Moons"', "STUDY"),
        ('[model]\nname = "MLP"', "STUDY"),
    ],
)
def test_the_odd_entry_is_named(text, where):
    with pytest.raises(SpecError) as caught:
        read_study(text)
    assert caught.value.where == where


@pytest.mark.parametrize("text", ["", SGD_TABLE, "[run]"])
def test_an_empty_study_asks_for_its_problem(text):
    with pytest.raises(SpecError, match=r"\[surface\].*\[dataset\].*\[model\]"):
        read_study(text)


def test_a_byte_order_mark_is_no_part_of_the_study():
    assert read_study(decoded(EXAMPLE.encode("utf-8-sig"))) == read_study(EXAMPLE)


@pytest.mark.parametrize("data", [EXAMPLE.encode("utf-16"), b"\xff", "é".encode("latin-1"), b"# \x80"])
def test_bytes_that_are_not_utf8_are_refused(data):
    with pytest.raises(SpecError, match="must be text in UTF-8, got 0x"):
        decoded(data)


def test_too_many_bytes_are_refused_before_they_are_decoded():
    with pytest.raises(SpecError) as caught:
        decoded(b"\xff" * (4 * LONGEST_FILE + 1))
    assert caught.value.key == "too_many_bytes"


def test_contenders_are_counted_before_they_are_read():
    one = '[[optimizers]]\nname = "SGD"\nlr = { from = 1e-4, to = 1, count = 10000 }\n'
    with pytest.raises(SpecError) as caught:
        read_study(SURFACE + one * 64)
    assert (caught.value.where, caught.value.key) == ("optimizers", "lanes")
