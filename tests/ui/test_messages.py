"""What a browser sends in the midst of a change: old labels, pages and fragments that are gone, values of no option."""

import pytest

from tests.session import session

pytestmark = pytest.mark.browser

LABS = ("surface", "model", "maps", "microscope")
OLD_LABEL = "이차 함수 · 그릇"
NAN, INF = float("nan"), float("inf")
COMPONENT = (
    '{"start": [1, "a"], "click": {}, "zoom": [null], "attempt": [99, 99, 99], "open": [99, 99]}',
    '{"start": [1e308, -1e308], "click": [1e308, 1e308], "zoom": [1e308, -1e308, 0, 1], "open": "x", "attempt": [0]}',
    '{"start": null, "click": [], "zoom": [], "attempt": [], "open": {"a": 1}}',
    "[1]",
)


@pytest.mark.parametrize("page", [*LABS, "claims"])
def test_a_label_of_another_language_changes_nothing(url, page):
    with session(url, page) as visitor:
        before = visitor.query
        selects = [key for key, widget in visitor.widgets.items() if type(widget).__name__ in ("Selectbox", "Radio")]
        assert selects
        for key in selects:
            visitor.change(key, string_value=OLD_LABEL)
            visitor.states.clear()
        assert visitor.errors == []
        assert visitor.query == before


@pytest.mark.parametrize("page", LABS)
@pytest.mark.parametrize("value", [NAN, INF, -INF, 1e300, 0.5, -1.0], ids=str)
def test_no_number_breaks_a_page(url, page, value):
    with session(url, page) as visitor:
        for key in [key for key, widget in visitor.widgets.items() if type(widget).__name__ == "NumberInput"]:
            if key in visitor.widgets:
                visitor.change(key, whole=True, double_value=value)
                visitor.states.clear()
        assert visitor.errors == []


REFUSED = [("surface", ""), ("surface", "surface=Formula&angle=30"), *((page, "") for page in LABS[1:])]


@pytest.mark.parametrize(("page", "query"), REFUSED)
def test_a_refused_value_moves_no_other_widget(url, page, query):
    """A browser drops what is being typed in a box that is drawn at another place, unless all arrives at once."""
    with session(url, page, query) as visitor:
        before = dict(visitor.places)
        values = {"NumberInput": {"double_value": 1e300}, "TextInput": {"string_value": "x^"}}
        boxes = {key: values.get(type(widget).__name__, {}) for key, widget in visitor.widgets.items()}
        refused = [key for key, value in boxes.items() if value and f"-{page}." in key and "search" not in key]
        assert refused
        for key in refused:
            if key in visitor.widgets:
                visitor.change(key, whole=True, **boxes[key])
                visitor.states.clear()
        assert {name: place for name, place in visitor.places.items() if before.get(name, place) != place} == {}


@pytest.mark.parametrize("page", [*LABS, "catalogue", "gallery", ""])
def test_no_report_of_a_component_breaks_a_page(url, page):
    with session(url, page) as visitor:
        for key in [key for key, widget in visitor.widgets.items() if type(widget).__name__ == "BidiComponent"]:
            for report in COMPONENT:
                visitor.change(key, whole=True, json_value=report)
                visitor.states.clear()
        assert visitor.errors == []


@pytest.mark.parametrize("page", LABS)
@pytest.mark.parametrize("other", ["", "surface", "lessons", "gallery"])
def test_a_change_and_a_move_to_another_page_in_one_message(url, page, other):
    with session(url, page) as visitor:
        visitor.set(f"{page}.language", string_array_value=["한국어"])
        visitor.change(f"{page}.o1.lr.box", page=other, double_value=0.0123)
        assert visitor.errors == []
        assert visitor.page_hash == visitor.pages[other]
        visitor.states.clear()
        visitor.query = ""
        visitor.go(page)
        assert "o1.lr=0.0123" in visitor.query
        assert "lang=ko" in visitor.query
        assert visitor.errors == []


SEARCH, RATE = {"string_value": "Adam"}, {"double_value": 0.0123}
LATE = (("", "home.search.box", SEARCH), ("maps", "maps.search.box", SEARCH), ("surface", "surface.o1.lr.box", RATE))


@pytest.mark.parametrize("auto", [False, True])
@pytest.mark.parametrize(("page", "key", "value"), LATE)
def test_a_change_on_a_page_that_is_being_left_never_brings_it_back(url, page, key, value, auto):
    with session(url, page) as visitor:
        visitor.drawn.clear()
        visitor.late(key, "lessons", auto=auto, **value)
        assert set(visitor.drawn) == {visitor.pages["lessons"]}
        assert visitor.errors == []


@pytest.mark.parametrize("by_back", [False, True])
def test_a_change_on_a_page_that_is_being_left_is_not_lost(url, by_back):
    with session(url, "surface") as visitor:
        left = visitor.query
        visitor.late("surface.o1.lr.box", "lessons", **RATE)
        visitor.states.clear()
        visitor.query = left if by_back else ""
        visitor.go("surface", by_back=by_back)
        assert "o1.lr=0.0123" in visitor.query


def test_changes_that_ask_for_the_whole_page(url):
    with session(url, "surface") as visitor:
        for lr in (0.01, 0.02, 0.04):
            visitor.change("surface.o1.lr.box", whole=True, double_value=lr)
            visitor.change("surface.projection", whole=True, string_array_value=["3-D" if lr == 0.02 else "Contours"])
            visitor.change("surface.steps.box", whole=True, double_value=1000 * lr)
        assert visitor.errors == []
        assert "o1.lr=0.04" in visitor.query
        assert "steps=40" in visitor.query
