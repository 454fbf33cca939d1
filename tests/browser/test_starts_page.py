"""Further starts and a turned surface in a real browser."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.server import browsing, expect, holds
from tests.sheets import ROWS

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
LINK = "/surface?surface=Himmelblau&angle=90&steps=80&o1=SGD&o1.lr=0.01&o3=Adam&o3.lr=0.1"


@pytest.fixture(scope="module")
def page(url) -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        yield opened


@pytest.fixture(autouse=True)
def quiet(page) -> Iterator[None]:
    """Each test leaves a console without errors."""
    page.errors.clear()
    yield
    assert page.errors == []


def changed(page: Any, mark: str, other_than: str | None = None) -> str:
    """`data-drawn` or `data-multistart` of the race on the screen, once it is another one."""
    page.wait_for_function(
        "([race, mark, old]) => (document.querySelector(race)?.dataset[mark] ?? old) !== old",
        arg=[RACE, mark, other_than],
    )
    return str(page.locator(RACE).get_attribute(f"data-{mark}"))


def click(page: Any, x: float, y: float) -> None:
    """At a share of the contour view's width and height, from its upper left corner."""
    box = page.locator(".race-left .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def entry(page: Any, name: str) -> str:
    page.wait_for_function("name => new URLSearchParams(location.search).has(name)", arg=name)
    return parse_qs(urlparse(page.url).query)[name][0]


def test_a_click_on_a_turned_surface_starts_there(page, url):
    page.goto(url + LINK)
    before = changed(page, "drawn")
    click(page, 0.75, 0.5)
    changed(page, "drawn", before)
    entry(page, "start.y")
    assert abs(float(entry(page, "start.x"))) < 0.3
    assert float(entry(page, "start.y")) == pytest.approx(-2.5, abs=0.3)


def test_each_click_draws_a_start_and_all_paths_follow(page, url):
    page.goto(url + LINK + "&start_set=drawn")
    changed(page, "drawn")
    click(page, 0.75, 0.5)
    one = changed(page, "multistart")
    click(page, 0.5, 0.25)
    changed(page, "multistart", one)
    holds(page, "new URLSearchParams(location.search).get('start_points')?.includes('~')")
    points = [point.split("_") for point in entry(page, "start_points").split("~")]
    assert [round(float(value)) for value in points[0]] in ([0, -2], [0, -3])
    assert len(points) == 2
    expect(page.locator(ROWS).nth(3)).to_contain_text("of 2")
    ink = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(v => v)"
    for side in ("left", "right"):
        holds(page, f"({ink})(document.querySelector(v0))", f".race-{side} .race-chart ~ .race-canvas:not(.ground)")


def test_paths_of_another_race_are_never_shown(page, url):
    page.goto(url + LINK + "&start_set=grid")
    first = changed(page, "multistart")
    thumb = page.locator("[class*=st-key-surface-o1-lr-slide] input[type=range]")
    thumb.press("ArrowRight")
    second = changed(page, "multistart", first)
    assert second != first
    expect(page.locator(ROWS)).to_have_count(4)
