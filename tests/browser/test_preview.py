"""The race follows a held slider, a typed number and the dragged start within a frame; the page follows later."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.server import browsing, expect, holds, settle

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
LINK = "/surface?surface=Rosenbrock&steps=120&o1=SGD&o1.lr=0.001&o3=Adam&o3.lr=0.05"
SLIDER = "[class*=st-key-surface-o3-lr-slide]"
CHART = ".race-left .race-chart"
START = f"""(() => {{
  const chart = document.querySelector("{CHART}");
  const {{ xaxis, yaxis }} = chart._fullLayout, box = chart.getBoundingClientRect();
  const start = chart.data.find(({{ meta }}) => meta?.role === "start");
  return [box.left + xaxis._offset + xaxis.d2p(start.x[0]), box.top + yaxis._offset + yaxis.d2p(start.y[0])];
}})()"""
COLORS = """(() => {
  const canvas = document.querySelector(".race-canvas.ground");
  const { xaxis, yaxis } = document.querySelector(".race-left .race-chart")._fullLayout;
  const { data } = canvas.getContext("2d").getImageData(xaxis._offset, yaxis._offset, xaxis._length, yaxis._length);
  return [...new Set(new Uint32Array(data.buffer))];
})()"""
PAINTED = """async () => {
  const started = performance.now();
  const race = document.querySelector("[data-testid=race]");
  while (race.dataset.preview !== "shown") await new Promise(requestAnimationFrame);
  return performance.now() - started;
}"""


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


def readout(page: Any) -> list[str]:
    return list(page.locator(".race-readout b").all_inner_texts())


def previewed(page: Any) -> None:
    page.wait_for_selector(f"{RACE}[data-preview=shown]")


def settled(page: Any, before: str) -> None:
    """Wait until the server's race is shown, which is another one than `before`."""
    page.wait_for_function(
        "([race, before]) => { const { drawn, preview } = document.querySelector(race)?.dataset ?? {};"
        " return drawn !== before && preview === ''; }",
        arg=[RACE, before],
    )


def linked(page: Any, entry: str) -> str | None:
    return parse_qs(urlparse(page.url).query).get(entry, [None])[0]


def shown(page: Any) -> str:
    return str(page.locator(f"{SLIDER} input[type=range]").get_attribute("aria-valuetext"))


def hold(page: Any, distance: int, slider: str = SLIDER) -> tuple[float, float]:
    """Take the slider's thumb, and move it by so many pixels; where it was."""
    page.locator(f"{slider} [data-testid=stSliderThumbValue]").scroll_into_view_if_needed()
    track = page.locator(f"{slider} [data-orientation=horizontal]").nth(1).bounding_box()
    thumb = page.locator(f"{slider} [data-testid=stSliderThumbValue]").bounding_box()
    x, y = thumb["x"] + thumb["width"] / 2, track["y"] + track["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + distance, y, steps=4)
    return x, y


def test_a_held_slider_shows_what_torch_shows_when_it_is_let_go(page):
    before = drawn(page)
    hold(page, 20)
    previewed(page)
    held, text = readout(page), shown(page)
    assert drawn(page) == before
    assert (linked(page, "o3.lr"), text != "0.05") == ("0.05", True)
    page.mouse.up()
    settled(page, before)
    assert readout(page) == held
    holds(page, f"new URLSearchParams(location.search).get('o3.lr') === '{text}'")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector(f"{RACE}[data-drawn='{before}'][data-preview='']")
    settle(page)


def test_a_number_of_the_surface_shows_its_contours_and_paths_at_once(page):
    before, covered = drawn(page), "document.querySelector('.race-canvas.ground').width"
    assert page.evaluate(covered) == 0
    hold(page, -20, "[class*=st-key-surface-surface-b-slide]")
    previewed(page)
    held, colors = readout(page), page.evaluate(COLORS)
    assert drawn(page) == before
    assert (page.evaluate(covered) > 0, len(colors) > 5) == (True, True)
    opacity = "getComputedStyle(document.querySelector('.sheet')).opacity"
    holds(page, f"{opacity} === '0.4'")  # the table is that of the race before
    page.mouse.up()
    settled(page, before)
    assert (readout(page), page.evaluate(covered)) == (held, 0)
    holds(page, f"{opacity} === '1'")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector(f"{RACE}[data-drawn='{before}'][data-preview='']")
    settle(page)


def test_a_slider_taken_back_leaves_what_was(page):
    before, losses = drawn(page), readout(page)
    x, y = hold(page, 30)
    previewed(page)
    page.mouse.move(x, y, steps=5)
    page.wait_for_selector(f"{RACE}[data-preview='']")
    page.mouse.up()
    settle(page)
    assert (drawn(page), readout(page), linked(page, "o3.lr")) == (before, losses, "0.05")


def test_a_number_that_is_typed_is_shown_before_it_is_entered_and_one_out_of_range_is_not(page):
    before = drawn(page)
    box = page.locator("[class*=st-key-surface-o1-lr-box] input")
    box.fill("0.0015")
    previewed(page)
    assert drawn(page) == before
    box.fill("-1")
    box.fill("0.001")
    page.wait_for_selector(f"{RACE}[data-preview='']")
    box.press("Escape")
    page.locator("h1").first.click()
    settle(page)
    assert drawn(page) == before


def test_a_refused_number_shows_the_race_that_counts(page):
    before, losses = drawn(page), readout(page)
    box = page.locator("[class*=st-key-surface-steps-box] input")
    box.press_sequentially("0", delay=60)  # 1200 by way of the 120 that is there
    previewed(page)
    holds(page, "document.querySelector('.race-player output').textContent.endsWith('of 1200')")
    box.press_sequentially("0", delay=60)
    page.wait_for_selector(f"{RACE}[data-preview='']")
    box.press("Enter")
    page.locator("[data-testid=stAlertContentError]").first.wait_for()
    assert (drawn(page), readout(page)) == (before, losses)
    box.fill("120")
    box.press("Enter")
    page.locator("[data-testid=stAlertContentError]").first.wait_for(state="detached")
    settle(page)


def test_the_start_is_dragged_and_a_click_moves_it_at_once(page):
    before = drawn(page)
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=5)
    previewed(page)
    held = readout(page)
    page.mouse.up()
    settled(page, before)
    assert readout(page) == held
    settle(page)
    assert linked(page, "start.x") is not None
    holds(page, f"Math.hypot({START}[0] - {x + 40}, {START}[1] - {y + 30}) < 2")  # once Plotly has caught up
    after = drawn(page)
    page.mouse.click(x + 90, y - 30)
    settled(page, after)
    settle(page)
    page.goto(page.url.replace("&start.x", "&x").replace("&start.y", "&y"))


def test_the_wheel_moves_the_slider_that_has_the_focus(page):
    settle(page)
    slider = page.locator(f"{SLIDER} input[type=range]")
    slider.focus()
    before, text = drawn(page), shown(page)
    box = page.locator(SLIDER).bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 50)
    page.mouse.wheel(0, -100)
    settled(page, before)
    expect(slider).not_to_have_attribute("aria-valuetext", text)


def test_a_map_follows_a_held_slider_with_coarse_cells(url):
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/maps?surface=Himmelblau&o1=SGD&o2=Adam&side=16&steps=100")
        shown = (
            "[...document.querySelectorAll('[data-testid=live-chart]')].filter(one => one.dataset.preview === 'shown')"
        )
        holds(page, "document.querySelectorAll('[data-testid=live-chart] .heatmaplayer image').length >= 2")
        settle(page)
        slider = "[class*=st-key-maps-steps-slide]"
        thumb = page.locator(f"{slider} [data-testid=stSliderThumbValue]").bounding_box()
        track = page.locator(f"{slider} [data-orientation=horizontal]").nth(1).bounding_box()
        x, y = thumb["x"] + thumb["width"] / 2, track["y"] + track["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 30, y, steps=5)
        holds(page, f"{shown}.length === 2 && {shown}.every(one => one.data[0].z.length === 24)")
        page.mouse.up()
        holds(page, f"{shown}.length === 0 && document.querySelector('.js-plotly-plot:has(.heatmaplayer)') !== null")
        settle(page)
        assert linked(page, "steps") not in (None, "100")
        assert page.errors == []


def test_a_slider_may_be_held_while_the_race_becomes_solid(url):
    """The preview is shown before there is a chart in three dimensions, of which it hides the paths."""
    with browsing(locale="en-US") as page:
        held: list[Any] = []
        page.route("**/plotly-gl3d*", lambda route: held.append(route))
        page.goto(url + LINK)
        page.wait_for_selector(f"{RACE}[data-drawn]")
        settle(page)
        before = drawn(page)
        with page.expect_request("**/plotly-gl3d*"):
            page.get_by_text("3-D", exact=True).click()
        settle(page)
        hold(page, 20)
        previewed(page)
        held[0].continue_()
        holds(
            page,
            f"document.querySelectorAll('{CHART}')[1].data?.every(({{ meta, visible }}) =>"
            " meta?.index === undefined || visible === false)",
        )
        page.mouse.up()
        settled(page, before)
        assert page.errors == []
