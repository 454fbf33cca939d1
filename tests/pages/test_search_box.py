"""The search box in the sidebar of every page, without a browser."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base.text import LANGUAGES, load
from tests.hostile import HOSTILE
from tests.pages.test_pages import draft, every_page, in_this_process, korean, opened

__all__ = ["in_this_process"]


def searched(test: AppTest, page: str, text: str) -> AppTest:
    test.text_input(key=f"{page}.search.box").set_value(text).run()
    assert not test.exception
    assert not test.sidebar.error
    return test


def results(test: AppTest) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Label, page and query of each link that a search shows; other links of the sidebar name no language."""
    links = [element.proto for element in test.sidebar.get("page_link")]
    found = [(link.label, link.page, parse_qs(link.query_string)) for link in links]
    return [link for link in found if "lang" in link[2]]


@every_page
def test_every_page_has_the_box_and_it_leads_elsewhere_in_the_language_of_the_page(page):
    test = searched(opened(page, "ko"), page, "saddle")
    before = draft(test, page)
    label, script, query = results(test)[0]
    assert (label, query) == ("**안장점**", {"lesson": ["saddle"], "lang": ["ko"]})
    assert script.endswith("lessons")
    assert draft(test, page) == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["beta2", "moment", "모멘텀", "saddle"])
def test_both_languages_find_in_both_languages(text, language):
    test = searched(opened("claims", language), "claims", text)
    t = load(language)
    assert len(results(test)) >= 2
    assert t("search.tried") in [label for label, *_ in results(test)]
    captions = [caption.value for caption in test.sidebar.caption]
    assert len(captions) >= 2
    assert korean(captions) == (language == "ko")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_without_a_result_says_so(language):
    test = searched(opened("claims", language), "claims", "qwertzuiop")
    assert [caption.value for caption in test.sidebar.caption] == [load(language)("search.nothing")]
    assert results(test) == []


def test_what_a_visitor_types_is_not_shown_outside_the_box():
    test = opened("claims", "en")
    for text in (*HOSTILE, "x" * 100_000, "\x00", "🙂"):
        searched(test, "claims", text)
        shown = {element.value for element in (*test.sidebar.caption, *test.sidebar.markdown)}
        known = {load("en")("search.nothing")}
        assert all(value in known or text.strip() not in value for value in shown if len(text.strip()) > 2)


def test_an_empty_box_shows_nothing():
    test = opened("claims", "en")
    before = len(test.sidebar)
    searched(test, "claims", "adam")
    assert len(results(test)) > 0
    searched(test, "claims", "  ")
    assert (len(test.sidebar), results(test)) == (before, [])
