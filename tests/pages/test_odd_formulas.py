"""A page opened with a link to a surface with holes, cliffs or overflows is whole, in every view of it."""

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base.text import LANGUAGES, load
from tests.odd import ODD_FORMULAS
from tests.pages.test_pages import in_this_process, opened

__all__ = ["in_this_process"]

LINK = {"surface": "Formula", "steps": "25", "o1": "Adam", "o1.eps": "0", "o2": "SGD", "o2.momentum": "0.9"}
SEEN = {"surface.text": "sqrt(0.0001-(x-0.33)^2)+y^2", "start.x": "0.332", "start.y": "1"}
TABS = ("diagnosis.tab", "optimizer_state.tab", "slices.tab", "points.tab")
LONG_ENOUGH = 60


def whole(test: AppTest, language: str) -> None:
    """Fail unless the page drew all its parts; a part that raises also fails the test by itself."""
    assert not test.exception
    assert load(language)("part.failed") not in [one.value for one in test.error]


def open_tabs(test: AppTest, language: str) -> None:
    for tab in TABS:
        test.session_state[f"surface.tabs.{language}"] = load(language)(tab)
        test.run(timeout=LONG_ENOUGH)
        whole(test, language)


@pytest.mark.parametrize("projection", ["contour", "3d"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_race_whose_diagnosis_ended_in_an_error_is_a_whole_page(language: str, projection: str) -> None:
    test = opened("surface", language, **LINK, **SEEN, projection=projection)
    whole(test, language)
    open_tabs(test, language)


@pytest.mark.parametrize("text", ODD_FORMULAS)
def test_every_odd_formula_is_a_whole_page(text: str) -> None:
    place = ODD_FORMULAS.index(text)
    language, projection = LANGUAGES[place % 2], ("contour", "3d")[place // 2 % 2]
    query = {**LINK, "surface.text": text, "projection": projection, "start_set": "grid"}
    test = opened("surface", language, **query)
    whole(test, language)
    open_tabs(test, language)


@pytest.mark.parametrize("page", ["microscope", "maps"])
@pytest.mark.parametrize("text", ODD_FORMULAS[:8])
def test_the_other_pages_with_an_odd_formula_are_whole(page: str, text: str) -> None:
    test = opened(page, **LINK, **{"surface.text": text, "side": "8"})
    whole(test, "en")
