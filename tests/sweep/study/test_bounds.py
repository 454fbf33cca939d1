"""No hostile study text keeps the parser busy, and every text that the app writes is within the limits."""

import sqlite3
import time
import tomllib
from tomllib import _parser as parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.optimizers import OPTIMIZERS
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock
from optim_core.sweep.study import Study, StudyContender, read_study, study_toml
from optim_core.sweep.study.bounds import LIMITS, LONGEST_FILE, size
from optim_core.sweep.study.reading import read_file
from optim_core.sweep.study.store import FORMAT, SCHEMA
from tests.quick import examples
from tests.strategies import ON_SURFACES
from tests.sweep.study.test_toml import STUDIES

UNITS = {
    "dotted key": ("a.", "b=1"),
    "dotted key with spaces": ("a . ", "b=1"),
    "dotted key with tabs and quotes": ("'a'\t.\t", "b=1"),
    "quoted parts with dots, hashes and brackets": ('"a.#[{=\\"".', "b=1"),
    "empty parts": ('"".', "b=1"),
    "header": ("a.", "a]", "["),
    "list header": ("a.", "a]]", "[["),
    "dotted key in a table": ("a.", "a=1}", "x={"),
    "dotted key in a table in a list": ("a.", "a=1}]", "x=[{"),
    "dotted key after a string of quotes": ("a.", "b=1", 'x="""a""""\ny=\'\'\'b\'\'\'\'\'\nz="#\\""\n'),
    "dotted key after a comment with a quote": ("a.", "b=1", '# it\'s """\n'),
    "lists": ("[", "", "a="),
    "tables": ("{a=", "", "a="),
    "lists and tables": ("[{a=", "", "a="),
    "brackets only": ("[", ""),
    "headers": ("[a{}.b]\n", ""),
    "list headers": ("[[a]]\n", ""),
    "list headers with keys": ("[[a]]\nb.c=1\n", ""),
    "keys": ("k{}=1\n", ""),
    "keys of one dotted table": ("a.b.c.d.e.f.k{}=1\n", ""),
    "keys in a table": ("k{}=1,", "z=1}", "a={"),
    "tables in a list": ("{a=1},", "]", "a=["),
    "empty tables in a list": ("{{}},", "]", "a=["),
    "empty lists in a list": ("[],", "]", "a=["),
    "numbers in a list": ("1,", "]", "a=["),
    "digits": ("1", "", "a="),
    "digits with underscores": ("1_", "1", "a="),
    "hexadecimal digits": ("f", "", "a=0x"),
    "digits of a fraction": ("1", "", "a=0."),
    "digits of an exponent": ("1", "", "a=1e"),
    "fraction of a second": ("1", "", "a=1979-05-27T07:32:00."),
    "dates": ("1979-05-27T07:32:00Z,", "]", "a=["),
    "escapes": ("\\n", '"', 'a="'),
    "long escapes": ("\\u0041", '"', 'a="'),
    "line continuations": ("\\\n", '"""', 'a="""'),
    "quotes in a string": ('" ', '"""', 'a="""'),
    "strings without end": ('"""\\', ""),
    "literals without end": ("'''a''", ""),
    "lines with an open string": ('"a\n', ""),
    "comments": ("#\n", ""),
    "comments in a list": ("#\n", "]", "a=["),
    "line ends": ("\r\n", ""),
    "carriage returns": ("\r", ""),
    "spaces": (" ", ""),
    "null characters": ("\0", ""),
    "letters": ("a", ""),
}
"""Name -> (repeated unit, end, beginning)."""


def filled(unit: str, end: str, begin: str = "") -> str:
    """Repeat a unit up to the limit of a file; `{}` in it is a running number."""
    if "{}" in unit.replace("{{}}", ""):
        parts, length, count = [], len(begin) + len(end), 0
        while (length := length + len(part := unit.format(count))) <= LONGEST_FILE:
            parts.append(part)
            count += 1
        return begin + "".join(parts) + end
    unit = unit.replace("{{}}", "{}")
    return begin + unit * ((LONGEST_FILE - len(begin) - len(end)) // len(unit)) + end


HOSTILE = {name: filled(*unit) for name, unit in UNITS.items()}
"""Name of an attack -> its longest allowed text."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_refused_before_or_soon_after_it_is_parsed(text):
    begun = time.process_time()
    with pytest.raises(SpecError, match=r"^STUDY"):
        read_study(text)
    assert time.process_time() - begun < 3  # at most 0.5 s on an idle machine; an unchecked dotted key took minutes


@pytest.mark.parametrize("name", [name for name in UNITS if "dotted" in name or "parts" in name or "header" in name])
def test_texts_that_are_slow_to_parse_never_reach_the_parser(name, monkeypatch):
    monkeypatch.setattr(tomllib, "loads", lambda text: pytest.fail("was parsed"))
    with pytest.raises(SpecError) as caught:
        read_study(HOSTILE[name])
    assert caught.value.key in ("toml_parts", "toml_keys")


def test_a_text_in_a_file_of_results_has_the_same_bounds(tmp_path):
    path = tmp_path / "study.sqlite"
    file = sqlite3.connect(path)
    for made in SCHEMA.values():
        file.execute(made)
    file.executemany("INSERT INTO about VALUES (?, ?)", {"format": FORMAT, "study": HOSTILE["dotted key"]}.items())
    file.commit()
    file.close()
    with pytest.raises(SpecError, match="a key may have 8 parts, got"):
        read_file(path.read_bytes())


def test_a_text_that_is_too_long_is_not_scanned():
    with pytest.raises(SpecError) as caught:
        read_study("#" * (LONGEST_FILE + 1))
    assert caught.value.key == "too_long"


TOKENS = st.sampled_from([*"ab1 .=,#'\"\\[]{}\n\t", '"""', "'''", "a.b", "a = ", "[a]\n", "[[a]]\n", "\r\n", "\\\n"])


@examples(2_000, deadline=None)
@given(st.lists(TOKENS, max_size=30).map("".join))
def test_the_size_is_never_less_than_the_parser_meets(text):
    parts, depths, keys = [1], [0], []

    def parse_key(src, pos):
        pos, key = real_key(src, pos)
        parts.append(len(key))
        keys.append(key)
        return pos, key

    def parse_value(src, pos, parse_float):
        if src[pos : pos + 1] in ("[", "{"):
            depths.append(depths[-1] + 1)
            deepest.append(depths[-1])
            found = real_value(src, pos, parse_float)
            depths.pop()
            return found
        return real_value(src, pos, parse_float)

    real_key, real_value, deepest = parser.parse_key, parser.parse_value, [0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "parse_key", parse_key)
        patch.setattr(parser, "parse_value", parse_value)
        try:
            tomllib.loads(text)
            refused = False
        except tomllib.TOMLDecodeError:
            refused = True
    met = size(text)
    assert met.parts >= max(parts)
    assert met.depth >= max(deepest)
    assert met.keys + refused >= len(keys)


@pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)
def test_texts_that_the_app_writes_are_far_from_the_limits(study):
    for found, limit in zip(size(study_toml(study)), LIMITS, strict=True):
        assert found <= limit / 2


def test_the_largest_study_can_be_read():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(OPTIMIZERS[0](),))
    one = ((x / 7, -x / 3 - 1e-9) for x in range(7_000))
    study = Study(
        base=run,
        contenders=tuple(StudyContender(optimizer=cls()) for cls in (*ON_SURFACES, *ON_SURFACES, *ON_SURFACES))[:64],
        starts=tuple(one),
    )
    assert study.trials > 400_000
    assert read_study(study_toml(study)) == study
