"""A visitor's own text on the model page: asked for again by a link, used when given, and shown literally."""

from types import SimpleNamespace

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.models.datasets.own_file import OwnFile
from optim_core.models.datasets.own_table import survey
from optim_core.models.datasets.own_text import survey_any, survey_text
from optim_core.models.datasets.table_arrays import digest_of
from tests.pages.test_maps import said
from tests.pages.test_pages import draft, in_this_process, opened
from ui.compute import own_table
from ui.model.own_table import _survey

__all__ = ["in_this_process"]
TEXT = ("[a](http://b.c) $x$ :red[no] <b>bold</b>\r\n" * 20).encode()
FILE = OwnFile("[n](http://b.c) $y$.txt", TEXT, survey_text(TEXT))
LINK = {"dataset": "OwnText", "dataset.digest": digest_of(TEXT), "model": "Transformer", "o1": "Adam"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_a_text_asks_for_the_file_and_takes_no_other(language):
    t = load(language)
    test = opened("model", language, **LINK)
    assert not test.exception
    assert t("error.text_missing") in test.error[0].value
    assert t("own_text.again") in said(test, "warning")
    assert test.button(key="model.train").disabled
    test.session_state[own_table.FILE] = FILE._replace(survey=FILE.survey._replace(digest="0" * 32))
    test.run()
    assert t("error.text_missing") in test.error[0].value
    test.session_state[own_table.FILE] = FILE
    test.run()
    assert not test.exception
    assert not test.error
    assert not test.button(key="model.train").disabled


def test_the_text_is_shown_character_for_character():
    test = opened("model", **LINK)
    test.session_state[own_table.FILE] = FILE
    test.session_state["model.own_table_view"] = True
    test.run()
    assert not test.exception
    assert any(block.value.startswith("[a](http://b.c) $x$ :red[no] <b>bold</b> [a]") for block in test.code)
    assert "stretches of 32 characters are for training" in said(test, "markdown")
    assert "http://b.c" not in said(test, "markdown")


def test_a_text_that_is_removed_is_gone():
    test = opened("model", **LINK)
    test.session_state[own_table.FILE] = FILE
    test.session_state["model.own_table"] = True
    test.run().button(key="own_table.forget").click().run()
    assert not test.exception
    assert own_table.FILE not in test.session_state
    assert draft(test, "model")["dataset"] == "Digits"


@pytest.mark.parametrize(
    ("name", "dataset", "found"),
    [
        ("a.csv", "OwnText", survey),
        ("a.parquet", "Digits", survey),
        ("a.txt", "Digits", survey_any),
        ("A.TXT", "OwnText", survey_text),
        ("a.txt", "ClassTable", survey),
    ],
)
def test_a_file_is_read_as_what_the_page_waits_for(monkeypatch, name, dataset, found):
    monkeypatch.setattr(own_table, "given", lambda: None)
    assert _survey(SimpleNamespace(query={"dataset": dataset}), name) is found
