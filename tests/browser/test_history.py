"""*Back* and *Forward* restore what was there, on every page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.server import browsing, holds, linked, settle

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
PANEL = ".st-key-map-0 .js-plotly-plot"
FOLLOW = """address => {
  History.prototype.pushState.call(history, {}, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
"""Open an address of the app in the page that is open, as a link does."""
MAP = "/maps?surface=Rosenbrock&x=lr&y=beta1&y.low=0&y.high=0.9&x.low=0.001&x.high=0.1&steps=100&o1=Adam&o3=RMSprop"


@pytest.fixture
def page() -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        yield opened
        assert opened.errors == []


def test_back_restores_a_map_with_its_zoom_and_contenders_after_a_cell_was_opened(url, page):
    page.goto(url + MAP)
    page.locator(f"{PANEL} .nsewdrag").wait_for()
    settle(page)
    box = page.locator(f"{PANEL} .nsewdrag").bounding_box()
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
    holds(page, "location.search.includes('pick.x=')")
    settle(page)
    chosen = page.url
    page.get_by_role("link", name="Open").first.click()
    page.locator(f"{RACE}[data-steps='100']").wait_for()
    settle(page)
    page.go_back()
    holds(page, "location.href === v0", chosen)
    page.locator(".st-key-map-2 .js-plotly-plot").wait_for()  # the second contender
    linked(page, {"x.low": "0.001", "x.high": "0.1", "y.high": "0.9", "steps": "100", "o3": "RMSprop"})
    page.go_forward()
    page.locator(f"{RACE}[data-steps='100']").wait_for()
    page.go_back()
    holds(page, "location.href === v0", chosen)


@pytest.mark.parametrize("name", ["surface", "maps", "model", "microscope"])
def test_a_page_that_writes_its_state_into_its_address_is_one_entry(url, page, name):
    """However soon it does so; else *Back* leads to the page where one is."""
    page.goto(f"{url}/gallery")
    settle(page)
    before = page.evaluate("history.length")
    page.goto(f"{url}/{name}", wait_until="commit")
    holds(page, "location.search.includes('o1=')")
    page.locator("[data-testid=stMain] h1").first.wait_for()
    settle(page)
    assert page.evaluate("history.length") == before + 1


def test_back_and_forward_restore_what_was_set_on_the_page(url, page):
    page.goto(f"{url}/surface?surface=Rosenbrock&steps=50&o1=SGD&o1.lr=0.001")
    page.locator(f"{RACE}[data-steps='50']").wait_for()
    settle(page)
    box = page.locator("[class*=st-key-surface-steps-box] input")
    box.fill("70")
    box.press("Enter")
    page.locator(f"{RACE}[data-steps='70']").wait_for()
    linked(page, {"steps": "70"})
    settle(page)
    page.get_by_text("3-D", exact=True).click()
    linked(page, {"steps": "70", "projection": "3d"})
    settle(page)
    for move, steps, projection in (
        (page.go_back, "70", None),
        (page.go_back, "50", None),
        (page.go_forward, "70", None),
        (page.go_forward, "70", "3d"),
    ):
        move()
        linked(page, {"steps": steps, "projection": projection})
        page.locator(f"{RACE}[data-steps='{steps}']").wait_for()
        settle(page)
        linked(page, {"steps": steps, "projection": projection})  # and it stays


def test_links_of_a_page_to_itself_can_be_followed_again_and_back(url, page):
    page.goto(f"{url}/catalogue")
    overview = page.locator("h1").inner_text()
    for name in ("Adam", "AdamW", "Adam", "AdamW"):
        settle(page)
        page.locator(f"[data-testid=stPageLink] a[href='catalogue?optimizer={name}']").first.click()
        page.get_by_role("heading", name=name, level=1, exact=True).wait_for()
        linked(page, {"optimizer": name})
    for name in ("Adam", "AdamW", "Adam", None):
        settle(page)
        page.go_back()
        page.get_by_role("heading", name=name or overview, level=1, exact=True).wait_for()
        linked(page, {"optimizer": name})


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("lessons", "lesson=stability", "lesson=conditioning"),
        ("claims", "claim=AlphaIsFast", "claim=AdamWIsL2"),
        ("catalogue", "optimizer=Adam", "optimizer=SGD"),
        ("microscope", "at=3", "at=9"),
        ("model", "dataset=Moons&epochs=2", "dataset=Circles&epochs=2"),
    ],
)
def test_back_leads_through_the_links_of_a_page_and_out_of_it(url, page, name, first, second):
    page.goto(f"{url}/gallery")
    page.locator("h1").wait_for()
    settle(page)
    for entries in (first, second):
        page.evaluate(FOLLOW, f"/{name}?{entries}")
        linked(page, dict(parse_qsl(entries)))
        settle(page)
    page.go_back()
    linked(page, dict(parse_qsl(first)))
    settle(page)
    linked(page, dict(parse_qsl(first)))  # and it stays
    page.go_back()
    holds(page, "location.pathname === '/gallery'")
