"""What a finger does on a phone: a tap sets the start, a swipe scrolls, a link closes the sidebar."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.server import browsing, holds, settle

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
TABLE = "[data-testid=stTable] > div"
LINK = "/surface?surface=Rosenbrock&steps=20&o1=SGD&o1.lr=0.001"
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture(scope="module")
def one_phone() -> Iterator[Any]:
    with browsing(locale="en-US", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as opened:
        yield opened


@pytest.fixture
def phone(one_phone) -> Iterator[Any]:
    one_phone.errors.clear()
    yield one_phone
    assert one_phone.errors == []


def plot(page: Any) -> dict[str, float]:
    page.locator(f"{RACE}[data-drawn]").wait_for()
    settle(page)
    return page.locator(f"{RACE} .nsewdrag").first.bounding_box()


def swipe(page: Any, x: float, y: float, dx: float, dy: float, moves: int = 16) -> None:
    """A finger's way over the screen, of which the browser makes what it makes of a real one."""
    touch = page.context.new_cdp_session(page)
    for step in range(moves + 1):
        point = {"x": x + dx * step / moves, "y": y + dy * step / moves}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": [point]})
        page.wait_for_timeout(16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(("dx", "dy"), [(0, -300), (0, -40), (60, 0), (40, -200)])
def test_a_swipe_over_the_surface_does_not_move_the_start(url, phone, dx, dy):
    phone.goto(url + LINK)
    box = plot(phone)
    swipe(phone, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, dx, dy)
    if dy < -100:
        holds(phone, f"{SCROLLED} > 50")
    phone.wait_for_timeout(1_000)
    settle(phone)
    assert "start." not in phone.url


def test_a_tap_on_the_surface_moves_the_start(url, phone):
    phone.goto(url + LINK)
    box = plot(phone)
    phone.touchscreen.tap(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    holds(phone, "['start.x', 'start.y'].every(name => new URLSearchParams(location.search).has(name))")


def test_a_number_is_checked_by_one_tap_and_none_is_asked_for(url, phone):
    phone.goto(f"{url}/lessons?lesson=gradient-step")
    number = phone.get_by_role("spinbutton").first
    number.wait_for()
    settle(phone)
    check = phone.get_by_role("button", name="Run it and check")
    check.tap()
    phone.get_by_text("Enter your answer first.").wait_for()
    number.tap()
    phone.keyboard.type("4")
    check.tap()
    phone.get_by_text("Right: you said 4, the run measures 4.").wait_for()


LINKS = {
    "lessons": ".st-key-sidebar_links button >> nth=1",
    "catalogue": "[data-testid=stSidebarUserContent] a >> nth=3",
    "claims": ".st-key-sidebar_links label >> nth=2",
}


@pytest.mark.parametrize("name", LINKS)
def test_the_sidebar_closes_when_a_link_in_it_is_followed(url, phone, name):
    edge = "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right"
    phone.goto(f"{url}/{name}")
    title = phone.locator("h1").first
    title.wait_for()
    settle(phone)
    before = title.inner_text()
    phone.locator("[data-testid=stExpandSidebarButton]").tap()
    holds(phone, f"{edge} >= 300")
    settle(phone)
    phone.locator(LINKS[name]).tap()
    holds(phone, f"{edge} <= 0 && document.querySelector('h1').innerText !== v0", before)


FAIR = (
    "/maps?on=model&view=fair&dataset=Moons&dataset.samples=60&model=Logistic&epochs=1&trials=2&fresh_seeds=6&o2=Adam"
)
CUT = {"sheet": ("[data-testid=sheet]", f"{LINK}&o2=LBFGS&o3=Composed&o3.base=Adam"), "table": (TABLE, FAIR)}


@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_that_is_cut_has_a_shadow_until_it_is_scrolled_to_its_end(url, name, scheme):
    with browsing(locale="en-US", viewport={"width": 390, "height": 844}, color_scheme=scheme) as page:
        table = opened(page, url, *CUT[name])
        assert table.evaluate("node => node.scrollWidth > node.clientWidth")
        at_first = edges(table)
        table.evaluate("node => node.scrollTo(node.scrollWidth, 0)")
        assert (at_first, edges(table)) == ((False, True), (True, False))


@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_no_table_is_cut_on_a_small_notebook(url, name, locale):
    with browsing(locale=locale, viewport={"width": 1280, "height": 800}) as page:
        assert opened(page, url, *CUT[name]).evaluate("node => node.scrollWidth <= node.clientWidth")


def opened(page: Any, url: str, selector: str, link: str) -> Any:
    page.goto(url + link)
    table = page.locator(selector).first
    table.wait_for()
    page.locator("[data-testid=stProgress]").first.wait_for(state="detached")  # a race that goes on draws it anew
    settle(page)
    return table


def edges(sheet: Any) -> tuple[bool, bool]:
    """Whether there is a shadow at the left and at the right end of a table."""
    picture = np.asarray(Image.open(BytesIO(sheet.screenshot())).convert("L"), float)
    middle = np.median(picture)
    left, right = (np.median(picture[:, column : column + 2]) for column in (4, picture.shape[1] - 6))
    return bool(abs(left - middle) > 20), bool(abs(right - middle) > 20)


def test_a_table_of_the_microscope_fits_a_phone(url, phone):
    phone.goto(f"{url}/microscope?surface=Rosenbrock&steps=20&o1=Adam&at=3")
    table = phone.locator(TABLE)
    table.first.wait_for()
    settle(phone)
    assert table.evaluate("node => node.scrollWidth <= node.clientWidth")


@pytest.mark.parametrize("name", ["maps", "maps?lang=ko", "maps?on=model", "model", LINK[1:]])
def test_no_button_of_a_row_is_cut(url, phone, name):
    """The rows of the page: those of the closed sidebar have no width."""
    phone.goto(f"{url}/{name}")
    rows = phone.locator("[data-testid=stMain] [data-testid=stButtonGroup] > [role]")
    rows.first.wait_for()
    settle(phone)
    assert rows.evaluate_all("nodes => nodes.length > 0 && nodes.every(node => node.scrollWidth <= node.clientWidth)")


def test_the_slider_of_played_boundaries_has_a_row_of_its_own(url, phone):
    phone.goto(f"{url}/model?dataset=Moons&model=Logistic&epochs=2&o1=SGD&view=boundaries")
    phone.locator(".st-key-model-train button").click()
    slider = phone.locator("[data-testid=multiples] .race-player input")
    slider.wait_for()
    settle(phone)
    assert slider.bounding_box()["width"] > 300


def test_what_a_link_to_the_open_page_shows_begins_at_its_top(url, phone):
    phone.goto(f"{url}/catalogue")
    settle(phone)
    link = phone.locator("[data-testid=stMain] [data-testid=stPageLink] a[href$='optimizer=Adagrad']").first
    link.scroll_into_view_if_needed()
    holds(phone, f"{SCROLLED} > 1000")
    link.tap()
    phone.get_by_role("heading", name="Adagrad", level=1, exact=True).wait_for()
    holds(phone, f"{SCROLLED} === 0")
