"""The maps page in a real browser."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.server import browsing, expect, holds, linked, narrow, settle
from tests.sheets import ROWS

pytestmark = pytest.mark.browser

LINK = "/maps?surface=Rosenbrock&x=lr&y=beta1&y.low=0&y.high=0.99&steps=500&o1=Adam&o3=RMSprop"
PANEL = ".st-key-map-0 .js-plotly-plot"
SIDE = f"document.querySelector('{PANEL}')?._fullData?.[0].z.length"
DIGEST = f"JSON.stringify(document.querySelector('{PANEL}')?._fullData?.[0].z ?? null)"


@pytest.fixture(scope="module")
def page(url) -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        yield opened


@pytest.fixture(autouse=True)
def opened(page, url) -> Iterator[None]:
    page.errors.clear()
    page.goto(url + LINK)
    fine(page)
    yield
    assert page.errors == []
    assert page.locator("[data-testid=stException]").count() == 0


def fine(page: Any, other_than: str = "null") -> str:
    """What the first panel shows at full resolution, once it is something else."""
    page.wait_for_function(f"old => {SIDE} === 64 && {DIGEST} !== old", arg=other_than)
    return str(page.evaluate(DIGEST))


def at(page: Any, x: float, y: float) -> tuple[float, float]:
    """The spot of the window at these shares of the first panel's width and height, from its upper left corner."""
    box = page.locator(f"{PANEL} .nsewdrag").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def entries(page: Any) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(page.url).query).items()}


def test_a_change_shows_another_map_and_says_it(page):
    before = page.evaluate(DIGEST)
    chart = page.locator(".st-key-map-0 .live-chart")
    alt = chart.get_attribute("aria-label")
    page.locator("[class*=st-key-maps-surface-b-slide] input[type=range]").press("ArrowRight")
    fine(page, before)
    page.wait_for_function("document.location.search.includes('surface.b=125')")
    expect(chart).not_to_have_attribute("aria-label", alt)
    share = r"\d+% of the cells reach 0\.01 of the initial gap and stay there\. Best at lr [\d.e-]+, beta1 [\d.]+"
    expect(chart).to_have_attribute("aria-label", re.compile(share))


def test_the_pointer_reads_a_cell(page):
    page.mouse.move(*at(page, 0.6, 0.5))
    page.locator(f"{PANEL} .hovertext").wait_for()
    lr, beta, loss, status = page.locator(f"{PANEL} .hovertext tspan").all_text_contents()
    assert lr.startswith("lr ")
    assert beta.startswith("beta1 ")
    assert float(loss.removeprefix("Final loss: ").replace("−", "-")) >= 0
    assert status in ("converged", "all steps done", "diverged")


def test_a_click_chooses_a_cell_and_another_opens_exactly_that_run(page):
    page.mouse.click(*at(page, 0.6, 0.5))
    page.wait_for_function("document.location.search.includes('pick.x=')")
    words = page.get_by_text("Chosen: Adam, lr").inner_text()
    loss = re.search(r"final loss ([\d.e-]+)", words)[1]
    chosen = entries(page)
    page.wait_for_timeout(600)  # of the hand: two clicks in less are a double click
    page.mouse.click(*at(page, 0.6, 0.5))
    page.wait_for_url("**/surface?**")
    linked(page, {"o1.lr": chosen["pick.x"], "o1.beta1": chosen["pick.y"]})
    expect(page.locator(ROWS)).to_have_count(1)
    assert entries(page).items() >= {"surface": "Rosenbrock", "o1": "Adam", "steps": "500"}.items()
    expect(page.locator(ROWS)).to_have_text([re.compile(rf"(?<![\d.]){re.escape(loss)}(?![\d.])")], use_inner_text=True)


# The page is busy after a click, as a slow machine is: what follows is handled that much later.
BUSY = """addEventListener("mouseup", () => {
  const until = performance.now() + 700;
  while (performance.now() < until);
}, { once: true });"""


@pytest.mark.parametrize("busy", ["", BUSY], ids=["idle", "busy"])
def test_a_box_zooms_in_at_full_resolution_and_a_double_click_out_again(page, busy):
    before, link = page.evaluate(DIGEST), entries(page)
    page.mouse.move(*at(page, 0.4, 0.3))
    page.mouse.down()
    page.mouse.move(*at(page, 0.6, 0.8), steps=5)
    page.mouse.up()
    zoomed = fine(page, before)
    page.wait_for_function("document.location.search.includes('x.low=')")
    assert float(entries(page)["x.low"]) == pytest.approx(10 ** (-5 + 0.4 * 6), rel=0.1)
    assert float(entries(page)["x.high"]) == pytest.approx(10 ** (-5 + 0.6 * 6), rel=0.1)
    if busy:
        page.evaluate(busy)
    page.mouse.dblclick(*at(page, 0.5, 0.5))
    fine(page, zoomed)
    page.wait_for_function("!document.location.search.includes('x.low=')")
    assert {name: text for name, text in entries(page).items() if not name.startswith("pick")} == link


def test_a_phone_shows_a_panel_a_row_without_sideways_scrolling(url):
    with browsing(locale="ko-KR", viewport={"width": 390, "height": 844}, color_scheme="dark") as phone:
        phone.goto(url + LINK)
        fine(phone)
        narrow(phone, 390)
        first, second = (f".st-key-map-{index} .live-chart" for index in (0, 2))
        phone.locator(second).wait_for()
        boxes = "[v0, v1].map(name => document.querySelector(name).getBoundingClientRect())"
        holds(phone, f"(([above, below]) => below.top > above.bottom)({boxes})", first, second)


def test_an_error_above_the_maps_leaves_their_charts_in_place(page, url):
    """Else they would be drawn anew below it, and both stood there meanwhile."""
    page.goto(f"{url}/maps?surface=Formula&surface.text=x^2%2By^2&x=lr&y=momentum&steps=20&o1=SGD")
    fine(page)
    page.evaluate("panel => { document.querySelector(panel).known = true; }", PANEL)
    formula = page.locator("[class*=st-key-maps-surface-text] input")
    formula.fill("x^2+")
    formula.press("Enter")
    expect(page.locator("[data-testid=stMain] [data-testid=stAlert]").first).to_contain_text("the end is missing")
    settle(page)
    assert page.evaluate("panel => document.querySelector(panel).known", PANEL)
    assert page.locator(PANEL).count() == 1
