"""The model page in a real browser."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from optim_core.permalink.form import MODEL_FORM
from optim_core.permalink.presets import PRESETS
from tests.server import browsing, expect, holds, linked, narrow, settle
from tests.sheets import ROWS

pytestmark = pytest.mark.browser

EIGHT = "".join(f"&o{n}=Adam&o{n}.lr=0.00{n}" for n in range(1, 9))
LONG = "dataset=Digits&model=MLP&model.width=80&model.depth=2&epochs=90&seeds=2" + EIGHT
PICTURE = "[data-testid=multiples]"
CHARTS = "[...document.querySelectorAll('[data-testid=multiples] .js-plotly-plot')]"
POINTS = f"Math.max(0, ...{CHARTS}.flatMap(chart => (chart._fullData ?? []).map(trace => trace.y?.length ?? 0)))"
"""How many points the longest trace on the screen has."""
HEIGHTS = f"{CHARTS}.map(chart => chart._fullData?.[0]?.z?.map(row => [...row].reduce((a, b) => a + b)))"
HEIGHTS += ".map(sums => sums?.reduce((a, b) => a + b))"
"""The sum of what each chart's first trace, a contour, shows; undefined before it is drawn."""


BARS = """() => {
  window.bars = 0;
  const look = () => (window.bars += document.querySelectorAll("[data-testid=stMain] [data-testid=stProgress]").length);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""
"""From now on count the changes of the page while a bar of progress is on it."""


@pytest.fixture
def page() -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        yield opened
        assert opened.locator("[data-testid=stException]").count() == 0
        assert opened.errors == [], "\n".join(opened.errors)


def button(page: Any, action: str) -> Any:
    """One of the training's own; Streamlit has a Stop of its own while a script runs."""
    return page.locator(f".st-key-model-{action} button")


def status(page: Any, words: str) -> str:
    """The first contender's status, once it begins so."""
    first = page.locator(ROWS).first.locator("td").last
    page.wait_for_function(
        "([row, words]) => document.querySelector(row)?.lastElementChild.innerText.startsWith(words)", arg=[ROWS, words]
    )
    return str(first.inner_text())


def trained(page: Any, url: str, preset: str, **more: str) -> None:
    """Open a preset and train it to its end."""
    page.goto(f"{url}/model?{urlencode({**PRESETS[preset], **more})}")
    button(page, "train").click()
    status(page, "all steps done")


def show(page: Any, view: str) -> None:
    page.locator("[class*=st-key-model-view]").get_by_text(view, exact=True).click()


def test_a_training_shows_itself_stops_goes_on_and_outlives_a_slider(page, url):
    page.goto(f"{url}/model?{LONG}")
    button(page, "train").click()
    stop = button(page, "stop")
    stop.wait_for()
    page.get_by_text("% trained").wait_for()
    status(page, "training")
    stop.click()
    button(page, "continue").wait_for()
    stopped = status(page, "stopped at step")

    settle(page)
    kept = {name: [text] for name, text in MODEL_FORM.clean(dict(parse_qsl(LONG)))[0].items()}
    assert parse_qs(urlsplit(page.url).query) == kept
    thumb = page.locator("[class*=st-key-model-o1-lr-slide] input[type=range]")
    thumb.press("ArrowRight")
    page.get_by_text("The settings have changed since").wait_for()
    assert status(page, "stopped") == stopped
    thumb.press("ArrowLeft")
    page.get_by_text("The settings have changed since").wait_for(state="detached")

    button(page, "continue").click()
    status(page, "training")
    stop.click()
    button(page, "continue").wait_for()
    assert int(status(page, "stopped at step").split()[-1]) > int(stopped.split()[-1])


def test_a_link_opens_a_view_of_the_averaged_weights(page, url):
    trained(page, url, "boundaries", ema_decay="0.9", view="boundaries")
    titles = page.locator(f"{PICTURE} .annotation-text")
    expect(titles.first).not_to_contain_text("averaged weights")
    page.get_by_text("Averaged weights", exact=True).click()
    expect(titles.first).to_contain_text("averaged weights")
    linked(page, {"weights": "averaged"})
    page.goto(page.url)
    button(page, "train").click()
    expect(titles.first).to_contain_text("averaged weights")


def test_a_chart_grows_in_place_and_outlives_the_language_and_another_page(page, url):
    page.goto(f"{url}/model?{LONG}&measure=loss")
    button(page, "train").click()
    holds(page, f"{POINTS} > 0")
    page.evaluate(f"document.querySelector('{PICTURE} .main-svg').dataset.mine = 'yes'")
    before = page.evaluate(POINTS)
    holds(page, f"{POINTS} > v0", before)
    assert page.locator(f"{PICTURE} .main-svg[data-mine=yes]").count() == 1
    page.get_by_text("한국어").click()
    button(page, "stop").wait_for()
    page.get_by_role("link", name="시작").first.click()
    page.get_by_role("heading", name="모델 위의 경주").wait_for(state="detached")
    holds(page, "location.pathname === '/'")  # the old page is cleared before the address changes
    page.go_back()
    holds(page, f"{POINTS} > v0", before)
    button(page, "stop").click()
    button(page, "continue").wait_for()


def test_boundaries_are_played_together_and_kept_in_the_link(page, url):
    trained(page, url, "boundaries")
    bar = page.locator(f"{PICTURE} input[type=range]")
    bar.wait_for()
    drawn = "(sums => sums.length === 5 && sums.every(Number.isFinite) && new Set(sums).size === v0)"
    holds(page, f"{drawn}({HEIGHTS})", 5)
    page.mouse.click(1_000, 30)
    page.keyboard.press("Home")
    page.wait_for_selector(f"{PICTURE}[data-frame='0']")
    holds(page, f"{drawn}({HEIGHTS})", 1)  # all start from the same weights
    page.keyboard.press(" ")
    page.wait_for_function("document.querySelector('[data-testid=multiples]').dataset.frame > 3")
    assert "view=boundaries" in page.url
    page.reload()
    page.locator(f"{PICTURE} .js-plotly-plot").nth(4).wait_for()
    status(page, "all steps done")


def test_a_landscape_is_computed_once_and_its_loss_shown(page, url):
    trained(page, url, "boundaries", epochs="8", points="61")  # long enough for a bar of progress to be drawn
    page.evaluate(BARS)
    show(page, "Landscape")
    holds(page, f"{CHARTS}.length === 2")
    assert page.evaluate("window.bars") > 0
    words = re.compile("% of how the weights moved")
    expect(page.locator(f"{PICTURE} [role=figure]").first).to_have_attribute("aria-label", words)
    show(page, "Curves")
    holds(page, f"{CHARTS}.length === 1")
    settle(page)
    page.evaluate("window.bars = 0")
    show(page, "Landscape")
    holds(page, f"{CHARTS}.length === 2")
    assert page.evaluate("window.bars") == 0


def test_what_does_not_apply_says_why_and_all_can_be_taken_home(page, url):
    trained(page, url, "rare", epochs="4")
    assert "95" not in status(page, "all")
    show(page, "Boundaries")
    page.get_by_text("Boundaries need inputs of two numbers").wait_for()
    show(page, "Sharpness")
    page.get_by_text("The sharpness was not measured").wait_for()
    show(page, "Layers")
    page.wait_for_function("document.querySelectorAll('[data-testid=multiples] .js-plotly-plot').length === 4")
    page.get_by_role("button", name="Share and export").click()
    for key, ending in (("script", ".py"), ("csv", ".csv"), ("html", ".html"), ("weights", ".npz")):
        with page.expect_download() as download:
            page.locator(f".st-key-export-{key} button").click()
        assert download.value.suggested_filename.endswith(ending)


def test_a_data_set_brings_a_model_that_can_learn_from_it_and_a_menu_things_to_try(page, url):
    page.goto(f"{url}/model?dataset=Moons&model=MLP&o1=Adam")
    button(page, "train").wait_for()
    page.get_by_role("combobox", name="Data set").click()
    page.get_by_role("option", name="Adding problem").click()
    page.wait_for_function("document.location.search.includes('model=Recurrent')")
    page.locator(".st-key-model-undo button").click()
    page.wait_for_function("document.location.search.includes('model=MLP')")
    button(page, "try").click()
    page.get_by_text("The edge of stability").click()
    page.wait_for_function("document.location.search.includes('dataset=Chebyshev')")
    page.wait_for_function("document.location.search.includes('view=sharpness')")


def test_the_first_visitor_finds_the_opening_training(url):
    with browsing(locale="ko-KR") as page:
        page.goto(f"{url}/model")
        page.locator(ROWS).nth(4).wait_for()
        assert page.errors == [], "\n".join(page.errors)


def test_a_phone_needs_no_sideways_scrolling(url):
    with browsing(locale="ko-KR", viewport={"width": 390, "height": 844}, color_scheme="dark") as page:
        page.goto(f"{url}/model?view=layers")
        page.locator(f"{PICTURE} .main-svg").first.wait_for()
        narrow(page, 390)
        assert page.errors == []
