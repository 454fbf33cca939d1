"""Texts of visitors: what is read, what is said of it, and how files that are no texts are refused."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, load
from optim_core.export.model_script import model_script
from optim_core.models import Transformer
from optim_core.models.datasets import OwnText
from optim_core.models.datasets.own_data import with_file
from optim_core.models.datasets.own_table import Survey
from optim_core.models.datasets.own_text import LONGEST_BEGINNING, TextSurvey, survey_any, survey_text
from optim_core.models.datasets.table_arrays import digest_of
from optim_core.models.datasets.text_file import MOST_LENGTH, MOST_SYMBOLS, MOST_TEXT_BYTES, OTHER_CHARACTER
from optim_core.models.default_models import compatible_models
from optim_core.optimizers import SGD, Adam
from optim_core.permalink import read_model_run, write_model_run
from optim_core.specs import ModelRun
from optim_core.train import train
from optim_core.train.text_samples import LENGTH, prompt, text_samples
from tests.scripts import printed

POEM = "The rose is red,\r\nthe violet's BLUE;\n\n  sugar is sweet,\tand 여기까지 so are you.\n" * 12
MANY = "".join(map(chr, range(0x4E00, 0x4E00 + 500))) * 3 + "the" * 200


def opened(data: bytes, **choices) -> OwnText:
    return with_file(OwnText(**{"digest": digest_of(data)} | choices), "t.txt", data)


def written(dataset: OwnText) -> str:
    """All characters that are read, those for testing last."""
    split = dataset.split()
    return "".join(dataset.characters[n] for x in (split.train_x, split.test_x) for n in x.argmax(-1).flatten())


def run(dataset: OwnText, **choices) -> ModelRun:
    return ModelRun(dataset=dataset, model=Transformer(depth=1, width=8), optimizers=(SGD(lr=0.1), Adam()), **choices)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_encodings_line_breaks_and_capitals_make_no_difference(encoding):
    made = opened(POEM.encode(encoding))
    text = written(made)
    beginning = "the rose is red, the violet's blue; sugar is sweet, and 여기까지 so are you. the rose"
    assert normalize("NFC", text).startswith(beginning)
    assert survey_text(POEM.encode(encoding)).beginning.startswith(beginning)
    assert (made.shape, made.outputs, made.places) == ((32, len(set(text))), len(set(text)), 32)
    assert made.train_size == len(made.split().train_x)
    assert ("cp949" in dict(made.given.notes)) == (encoding == "cp949")
    assert dict(made.given.notes)["text"]["kinds"] == made.outputs


def test_targets_are_the_characters_that_follow():
    made = opened(POEM.encode(), context=8)
    x, y = made.split()[:2]
    assert y.shape == x.shape[:2]
    assert y.flatten()[:-1].equal(x.argmax(-1).flatten()[1:])


@pytest.mark.parametrize(
    ("text", "kinds"), [(MANY, 503 - MOST_SYMBOLS + 1), ("ab " * 200 + "\u202e\u200b\ue000 " * 5 + "ab " * 200, 3)]
)
def test_rare_and_invisible_characters_become_one_symbol_and_it_is_said(text, kinds):
    made = opened(text.encode())
    assert made.outputs <= MOST_SYMBOLS
    assert OTHER_CHARACTER in made.characters
    assert all(one.isprintable() for one in made.characters)
    noted = dict(made.given.notes)["others"]
    assert noted == {"count": written(made).count(OTHER_CHARACTER), "kinds": kinds}


def test_of_a_long_text_the_beginning_is_used_and_it_is_said():
    made = opened(b"ab cd e\n" * (MOST_LENGTH // 4))
    assert dict(made.given.notes)["first"] == {"used": MOST_LENGTH, "total": 2 * MOST_LENGTH - 1}
    assert made.train_size < MOST_LENGTH / 32


def test_a_short_text_begins_with_a_shorter_context():
    for length, context in ((41, 4), (100, 9), (321, 32), (5_000, 32)):
        data = ("ab" * length)[:length].encode()
        found = survey_text(data)
        assert found.context == context
        assert found.examples == opened(data, context=context).train_size
        with pytest.raises(SpecError):
            OwnText(digest=found.digest, context=33)
    assert len(survey_text(POEM.encode()).beginning) <= LONGEST_BEGINNING


REFUSED = {
    "bytes": (b"ab" * (MOST_TEXT_BYTES // 2 + 1), {"got": 1025, "limit": 1024}),
    "spreadsheet": (b"PK\x03\x04" + bytes(50), {}),
    "zero_byte": (b"ab\n\0" * 300, {"line": 2}),
    "encoding": (b"ab\n" * 200 + b"\xff\xff", {"line": 201}),
    "control": (b"ab\r\n" * 200 + b"\x1b[31m", {"line": 201, "got": "U+001B"}),
    "short": (b"ab" * 20, {"got": 40, "limit": 41, "context": 4}),
    "one_symbol": (b"a" * 900, {"got": "a"}),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_is_no_text_is_refused_with_a_sentence(key):
    data, values = REFUSED[key]
    for read in (survey_text, survey_any, lambda content: opened(content, context=4)):
        with pytest.raises(SpecError) as caught:
            read(data)
        assert caught.value.key == f"text_{key}"
        assert {name: caught.value.values[name] for name in values} == values
    for language in LANGUAGES:
        assert len(load(language)(f"error.text_{key}", where="dataset", **caught.value.values)) > 10


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t" * 999, b"\xef\xbb\xbf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\x00", bytes(range(256)) * 4, b'"' * 10**6],
)
def test_other_files_end_with_a_sentence(data):
    with pytest.raises(SpecError):
        survey_any(data)


def test_a_text_file_with_rows_is_a_table():
    rows = "".join(f"{i},{i % 7},{'yes' if i % 2 else 'no'}\n" for i in range(30))
    assert isinstance(survey_any(rows.encode()), Survey)
    for text in (POEM, POEM.replace("\n", " "), "one, two\n" + POEM, "a\n" * 300, "word, " * 300):
        assert isinstance(survey_any(text.encode()), TextSurvey), text[:20]


def test_a_link_holds_the_digest_and_the_choices_and_no_text():
    made = run(opened(POEM.encode(), context=8))
    query = write_model_run(made)
    assert query["dataset.digest"] == digest_of(POEM.encode())
    assert "rose" not in "".join(query.values())
    with pytest.raises(SpecError) as caught:
        read_model_run(query)
    assert caught.value.key == "text_missing"
    again = read_model_run(query, lambda dataset: with_file(dataset, "t.txt", POEM.encode()))
    assert (again, repr(again)) == (made, repr(made))
    with pytest.raises(SpecError, match="drop its file"):
        read_model_run(query, lambda dataset: with_file(dataset, "t.txt", POEM.encode() + b"."))
    with pytest.raises(SpecError, match="drop its file"):
        replace(made.dataset, context=16)


def test_only_models_of_texts_learn_it():
    assert compatible_models(OwnText) == (Transformer,)


@pytest.mark.parametrize("text", [POEM, "ab" * 300], ids=["words", "no space"])
def test_networks_write_and_the_script_reads_the_file_by_its_name(text, tmp_path):
    made = run(opened(text.encode(), context=8), epochs=2)
    assert prompt(made.dataset)
    logs = train(made)
    assert 0 < len(text_samples(made, logs[0].weights[-1:])[0]) <= LENGTH
    (tmp_path / "t.txt").write_bytes(text.encode())
    for line, log in zip(printed(model_script(made), tmp_path), logs, strict=True):
        assert float(line.rpartition("test_score=")[2]) == pytest.approx(log.test_score[-1], abs=1e-4)


def test_the_name_of_a_file_is_never_code():
    dataset = with_file(OwnText(digest=digest_of(POEM.encode())), '"""\n__import__("os") {x}', POEM.encode())
    source = model_script(run(dataset))
    assert compile(source, "script", "exec")
    assert f"TEXT = {dataset.given.name!r}" in source
