"""The race follows a slider while a person still holds it; the page follows when it is let go."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.server import browsing, expect, settle

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
LINK = "/surface?surface=Rosenbrock&steps=120&o1=SGD&o1.lr=0.001&o3=Adam&o3.lr=0.05"
SLIDER = "[class*=st-key-surface-o3-lr-slide]"


@pytest.fixture(scope="module")
def page(url) -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        opened.goto(url + LINK)
        opened.wait_for_selector(f"{RACE}[data-drawn]")
        settle(opened)
        yield opened
        assert opened.errors == []


def drawn(page: Any) -> str:
    return str(page.locator(RACE).get_attribute("data-drawn"))


def becomes(page: Any, condition: str, value: str) -> None:
    """Wait until what is drawn is `value` (condition "===") or something else ("!==")."""
    page.wait_for_function(
        f"([race, value]) => document.querySelector(race)?.dataset.drawn {condition} value", arg=[RACE, value]
    )


def linked(page: Any) -> str:
    return parse_qs(urlparse(page.url).query)["o3.lr"][0]


def shown(page: Any) -> str:
    return str(page.locator(f"{SLIDER} input[type=range]").get_attribute("aria-valuetext"))


def follows(page: Any, text: str) -> None:
    """Wait until the page is at the value that the slider shows, which is later than the race."""
    page.wait_for_function("text => new URLSearchParams(location.search).get('o3.lr') === text", arg=text)
    settle(page)


def hold(page: Any, share: float) -> None:
    """Take the slider to a share of its length and hold it there."""
    track = page.locator(f"{SLIDER} [data-orientation=horizontal]").nth(1).bounding_box()
    page.mouse.move(track["x"] + share * track["width"], track["y"] + track["height"] / 2, steps=4)
    page.mouse.down()


def test_the_race_follows_a_held_slider_and_the_link_when_it_is_let_go(page):
    before = drawn(page)
    hold(page, 0.4)
    becomes(page, "!==", before)
    held, text = drawn(page), shown(page)
    assert (linked(page), text != "0.05") == ("0.05", True)
    page.mouse.up()
    follows(page, text)
    assert drawn(page) == held
    page.get_by_role("button", name="Undo").click()
    becomes(page, "===", before)
    follows(page, "0.05")
    expect(page.locator(f"{SLIDER} input[type=range]")).to_have_attribute("aria-valuetext", "0.05")


def test_a_slider_taken_back_leaves_what_was(page):
    before = drawn(page)
    page.locator(f"{SLIDER} input[type=range]").focus()
    track = page.locator(f"{SLIDER} [data-orientation=horizontal]").nth(1).bounding_box()
    thumb = page.locator(f"{SLIDER} [data-testid=stSliderThumbValue]").bounding_box()
    x, y = thumb["x"] + thumb["width"] / 2, track["y"] + track["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=5)
    becomes(page, "!==", before)
    page.mouse.move(x, y, steps=5)
    becomes(page, "===", before)
    page.mouse.up()
    settle(page)
    becomes(page, "===", before)
    follows(page, "0.05")
    expect(page.locator(f"{SLIDER} input[type=range]")).to_have_attribute("aria-valuetext", "0.05")


def test_a_further_slider_is_moved_over_what_the_first_has_set(page):
    first, second = (
        page.locator(f"[class*=st-key-surface-{name}-lr-slide] input[type=range]") for name in ("o3", "o1")
    )
    for slider in (first, second, first):
        before = drawn(page)
        slider.press("ArrowRight")
        becomes(page, "!==", before)
    follows(page, shown(page))
    after, address = drawn(page), page.url
    page.goto(address)
    becomes(page, "===", after)
