"""Labels of widgets as screen readers read them."""

import re

import pytest

from optim_core.base.text import LANGUAGES
from tests.pages.test_pages import LINK, every_page, in_this_process, opened

__all__ = ["in_this_process"]

MARKDOWN = re.compile(r"[*`]|:[a-z]+\[|\]\(|\\|\$")
WIDGETS = ("number_input", "select_slider", "selectbox", "slider", "text_input", "toggle", "checkbox", "multiselect")


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_holds_markdown(page, language):
    test = opened(page, language, **LINK if page in ("surface", "maps", "microscope") else {})
    labels = [widget.label for kind in WIDGETS for widget in test.get(kind)]
    assert labels  # at least that of the search box
    assert [label for label in labels if MARKDOWN.search(label)] == []


@every_page
def test_no_box_drops_a_text_for_its_length(page):
    """Streamlit does so in the browser, without a word."""
    test = opened(page, "en", **{"surface": "Formula"} if page in ("surface", "maps") else {})
    assert [box.label for box in test.text_input if box.proto.max_chars] == []


def test_a_changed_value_has_a_mark_in_its_label():
    labels = [box.label for box in opened("surface", **LINK).select_slider]
    assert any(label.endswith(" •") for label in labels)
    assert any(not label.endswith(" •") for label in labels)


def test_the_letter_of_a_formula_holds_no_markdown():
    query = {"surface": "Formula", "surface.text": "a*x² + λ|y|", "surface.lamda": "2"}
    labels = [box.label for box in opened("surface", **query).select_slider]
    assert "λ •" in labels
    assert [label for label in labels if MARKDOWN.search(label)] == []
