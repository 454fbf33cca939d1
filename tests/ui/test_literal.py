"""What a visitor wrote is shown character for character, whatever it means to Markdown, LaTeX, HTML or icons."""

import re
from itertools import product

import pytest

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError, abridged
from optim_core.base.text import LANGUAGES, load
from tests.base.test_text import placeholders
from tests.hostile import HOSTILE
from ui.session.active_run import error_text
from ui.session.literal import JOINER, literal, quoted

ERRORS = sorted(key.removeprefix("error.") for key in load("en").entries if key.startswith("error."))
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
"""A span of code as CommonMark has it, on one line."""
REPLACED = re.compile(r"https?://|www\.|:\w|:\+|\w@|->|<-|--|>=|<=|~=", re.IGNORECASE)
"""What Streamlit's Markdown replaces even where it is escaped."""


def read(text: str) -> str:
    """What the code spans of a text show, and the words between them."""
    return SPAN.sub(lambda found: f"⟦{found[2][1:-1] if found[2][0] == found[2][-1] == ' ' else found[2]}⟧", text)


def values(key: str, language: str, hostile: str) -> dict[str, object]:
    """A value for each placeholder: a number where it is formatted as one."""
    fields = placeholders(load(language).entries[f"error.{key}"])
    return {name: 0.5 if spec else hostile for name, spec, _ in fields if name != "where"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_quoted_text_is_one_span_of_code_on_one_line(text):
    shown = read(quoted(text))
    assert re.fullmatch(r"⟦[^⟧]*⟧", shown)
    assert "\n" not in shown
    assert ":material/" not in shown
    plain = shown[1:-1].replace(JOINER, "")
    assert plain == text or not text.isprintable() or not text.strip() or text.startswith("   ")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_literal_text_has_no_character_that_means_something(text):
    shown = literal(text)
    bare = re.sub(r"&#\d+;", "x", shown)
    assert not re.search(r"[!#$&*:<>@\[\\\]_`|~\n]|^[-+=]|\d[.)]\s", bare)
    decoded = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), shown)
    assert not REPLACED.search(decoded)
    assert decoded.replace(JOINER, "") == text or not text.isprintable()


def test_what_hides_or_turns_text_is_written_out():
    assert quoted("a\nb\u202ec\u200b\x07") == r"`a\nb\u202ec\u200b\x07`"
    assert quoted("") == '`""`'
    assert len(quoted("x" * 1_000_000)) < 1_100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_error_is_literal(language):
    for key, text in product(ERRORS, HOSTILE):
        sentence = load(language).entries[f"error.{key}"]
        error = SpecError(text, key, **values(key, "en", text))
        want = re.sub(r"\{\w+(:g)?\}", "⟦{}", sentence).removesuffix(".")
        assert_words(read(error_text(error, load(language))), want)


def assert_words(shown: str, want: str) -> None:
    """The sentence's own words are all that is left outside of spans of code."""
    spans, numbers = r"⟦[^⟧]*⟧", re.escape("⟦{}")
    assert "`" not in re.sub(spans, "", shown)
    assert re.fullmatch(re.sub(re.escape(numbers), f"(?:{spans}|0.5)", re.escape(want)), shown), (shown, want)


def test_numbers_are_not_code():
    said = error_text(SpecError("o1.lr", "lanes", lanes=12, limit=10), load("en"))
    assert said == "`o1.lr`: 12 runs are more than the limit of 10"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_leaves_the_full_stop_to_what_shows_it(language):
    t = load(language)
    errors = [SpecError("here", key, **values(key, "en", "x")) for key in ERRORS]
    assert [error.key for error in errors if error_text(error, t).endswith(".")] == []


def test_a_refused_integer_may_have_any_number_of_digits():
    with pytest.raises(SpecError) as error:
        Whole().check(16**5_000, "steps")
    assert error.value.values["got"] == abridged(16**5_000) == "0x1" + 37 * "0"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("Formula.text", {"en": "**Formula**", "ko": "**식**"}),
        ("SurfaceRun.start", {"en": "**Start**", "ko": "**시작점**"}),
        ("Study.seeds", {"en": "`Study.seeds`", "ko": "`Study.seeds`"}),
        ("Nothing.such", {"en": "`Nothing.such`", "ko": "`Nothing.such`"}),
        ("o1.lr", {"en": "`o1.lr`", "ko": "`o1.lr`"}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_of_a_class_is_named_as_its_widget_is(where, words, language):
    said = error_text(SpecError(where, "range", range="[0, 1]", got="x"), load(language))
    assert said.startswith(words[language])
