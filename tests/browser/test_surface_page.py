"""The surface page in a real browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.server import browsing, expect, holds, linked, narrow, serving, settle
from tests.sheets import ROWS

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
LINK = "/surface?surface=Rosenbrock&steps=120&o1=SGD&o1.lr=0.001&o3=Adam&o3.lr=0.05"


@pytest.fixture(scope="module")
def page(url) -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        yield opened


@pytest.fixture(autouse=True)
def opened(page, url) -> Iterator[None]:
    """Each test starts from the link and leaves a console without errors."""
    page.errors.clear()
    page.goto(url + LINK)
    drawn(page)
    yield
    assert page.errors == []


def drawn(page: Any, other_than: str | None = None) -> str:
    """The mark of the race on the screen, once it is another one."""
    page.wait_for_function(
        "([race, old]) => (document.querySelector(race)?.dataset.drawn ?? old) !== old", arg=[RACE, other_than]
    )
    return str(page.locator(RACE).get_attribute("data-drawn"))


def table(page: Any) -> list[str]:
    rows = page.locator(ROWS)
    rows.first.wait_for()  # it comes after the race
    return [" ".join(row.split()) for row in rows.all_inner_texts()]


def table_after(page: Any, old: list[str]) -> list[str]:
    """The rows, once the first is another one."""
    holds(page, "document.querySelector(v0)?.innerText.split(/\\s+/).join(' ').trim() !== v1", ROWS, old[0])
    return table(page)


def slider(page: Any, entry: str) -> Any:
    return page.locator(f"[class*=st-key-surface-{entry}-slide] input[type=range]")


def box_shows(page: Any, value: str) -> None:
    """The box of the first learning rate shows a value; until the page is drawn, the box before it may stand, too."""
    boxes = "[...document.querySelectorAll('[class*=st-key-surface-o1-lr-box] input')]"
    holds(page, f"{boxes}.map(box => box.value).join() === v0", value)


def test_a_slider_changes_the_race_its_box_its_table_and_the_link(page):
    before, rows = drawn(page), table(page)
    thumb = slider(page, "o1-lr")
    thumb.focus()
    thumb.press("ArrowRight")
    assert drawn(page, before) != before
    linked(page, {"o1.lr": "0.00125"})
    box_shows(page, "0.00125")
    assert table_after(page, rows)[1] == rows[1]


def test_presses_in_quick_succession_all_count(page):
    thumb = slider(page, "o1-lr")
    start = int(thumb.input_value())
    thumb.focus()
    for pause in (150, 120, 90, 60, 90, 120, 150, 60):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    linked(page, {"o1.lr": "0.0063"})
    box_shows(page, "0.0063")
    settle(page)
    expect(thumb).to_have_value(str(start + 8))
    linked(page, {"o1.lr": "0.0063"})


def test_any_number_can_be_typed_and_nonsense_changes_nothing(page):
    before = drawn(page)
    box = page.locator("[class*=st-key-surface-o3-lr-box] input")
    box.fill("0.0123")
    box.press("Enter")
    drawn(page, before)
    linked(page, {"o3.lr": "0.0123"})
    settle(page)
    box.fill("1e99")
    box.press("Enter")
    slider(page, "o1-lr").press("ArrowRight")
    linked(page, {"o1.lr": "0.00125", "o3.lr": "0.0123"})  # what came after is there, and nonsense is not
    assert page.locator("[data-testid=stException]").count() == 0


def test_it_plays_from_the_space_bar_and_steps_by_arrow_keys(page):
    page.mouse.click(1_000, 30)
    page.keyboard.press("Home")
    page.wait_for_selector(f"{RACE}[data-step='0']")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"{RACE}[data-step='1']")
    page.keyboard.press(" ")
    holds(page, "(race => +race.step > 1 && race.playing === 'true')(document.querySelector(v0).dataset)", RACE)
    page.keyboard.press(" ")
    page.wait_for_selector(f"{RACE}[data-playing=false]")
    page.keyboard.press("End")
    page.wait_for_selector(f"{RACE}[data-step='120']")


def test_the_space_bar_plays_also_after_a_slider_was_used(page):
    before = drawn(page)
    slider(page, "o1-lr").press("ArrowRight")
    drawn(page, before)
    page.keyboard.press(" ")
    page.wait_for_selector(f"{RACE}[data-playing=true]")


def test_a_click_on_the_surface_moves_the_start(page):
    before = drawn(page)
    box = page.locator(f"{RACE} .js-plotly-plot .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    drawn(page, before)
    holds(page, "['start.x', 'start.y'].every(name => new URLSearchParams(location.search).has(name))")
    x, y = (float(re.search(rf"start\.{axis}=([-\d.e]+)", page.url)[1]) for axis in "xy")
    assert (x, y) == pytest.approx((1.0, 1.0), abs=0.03)


def test_a_zoom_survives_a_slider(page):
    before = drawn(page)
    box = page.locator(f"{RACE} .js-plotly-plot .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.7 * box["height"], steps=5)
    page.mouse.up()
    ranges = "() => document.querySelector('[data-testid=race] .js-plotly-plot')._fullLayout.xaxis.range"
    page.wait_for_function(f"({ranges})()[0] > -1.9")
    zoomed = page.evaluate(ranges)
    slider(page, "o1-lr").press("ArrowRight")
    drawn(page, before)
    assert page.evaluate(ranges) == pytest.approx(zoomed)


def test_an_opened_fold_stays_open_in_the_other_language(page):
    page.get_by_text("Gradient noise").click()
    kind = page.locator("[class*='st-key-surface-noise_kind'] input")
    kind.wait_for()
    page.get_by_text("한국어").click()
    page.get_by_text("그래디언트 잡음").wait_for()
    expect(kind.filter(visible=True)).to_have_count(1)
    assert page.locator("[data-testid=stSidebar] details[open]").count() == 1


def test_the_language_switch_loses_nothing(page):
    before = table(page)
    slider(page, "o1-lr").press("ArrowRight")
    linked(page, {"o1.lr": "0.00125"})
    rows = table_after(page, before)
    page.get_by_text("한국어").click()
    page.get_by_role("heading", name="곡면 위의 경주").wait_for()
    linked(page, {"lang": "ko", "o1.lr": "0.00125"})
    numbers = [re.findall(r"[\d.]+(?:e-?\d+)?", row) for row in table(page)]
    assert numbers == [re.findall(r"[\d.]+(?:e-?\d+)?", row) for row in rows]


def test_removing_can_be_undone(page):
    assert len(table(page)) == 2
    page.locator(".st-key-surface-o1-menu button").click()
    page.get_by_text("Remove", exact=True).click()
    page.wait_for_function(f"document.querySelectorAll('{ROWS}').length === 1")
    linked(page, {"o1": None})
    settle(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function(f"document.querySelectorAll('{ROWS}').length === 2")


def test_the_3d_view_and_back(page):
    before = drawn(page)
    page.get_by_text("3-D", exact=True).click()
    solid = drawn(page, before)
    page.get_by_text("Contour", exact=True).click()
    drawn(page, solid)


def test_a_link_shows_the_same_numbers_on_a_cold_server(page):
    before = table(page)
    slider(page, "o3-lr").press("ArrowRight")
    linked(page, {"o3.lr": "0.063"})
    holds(page, "document.querySelectorAll(v0)[1].innerText.split(/\\s+/).join(' ').trim() !== v1", ROWS, before[1])
    link, rows = page.url, table(page)
    with serving() as cold, browsing(locale="en-US") as other:
        other.goto(cold + link[link.index("/surface") :])
        drawn(other)
        assert table(other) == rows


def test_hostile_entries_are_named_and_the_rest_stays(page, url):
    page.goto(url + LINK + "&o1.momentum=<script>alert(1)</script>&o3.beta1=nan&steps=1e9&start.x=inf")
    drawn(page)
    warning = page.locator("[data-testid=stAlert]").first.inner_text()
    for entry in ("o1.momentum", "o3.beta1", "start.x"):
        assert entry in warning
    assert len(table(page)) == 2
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_phone_needs_no_sideways_scrolling(url):
    with browsing(locale="ko-KR", viewport={"width": 390, "height": 844}, color_scheme="dark") as phone:
        phone.goto(url + LINK)
        drawn(phone)
        narrow(phone, 390)


def test_a_switch_of_the_language_ends_the_typing_of_a_number_and_both_count(url):
    """The browser sends both in one message, which asks for the part of the number only."""
    with browsing(locale="en-US") as page:
        page.goto(url + LINK)
        drawn(page)
        box = page.locator("[class*=st-key-surface-o1-lr-box] input")
        box.wait_for()
        settle(page)
        box.fill("0.07")
        page.get_by_text("한국어", exact=True).click()
        page.get_by_role("heading", name="곡면 위의 경주").wait_for()
        linked(page, {"o1.lr": "0.07", "lang": "ko"})
