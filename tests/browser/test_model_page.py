"""The model page in a real browser."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from optim_core.form import MODEL_FORM
from optim_core.presets import PRESETS
from tests.server import browsing, serving, settle
from tests.sheets import ROWS

pytestmark = pytest.mark.browser

EIGHT = "".join(f"&o{n}=Adam&o{n}.lr=0.00{n}" for n in range(1, 9))
LONG = "dataset=Digits&model=MLP&model.width=80&model.depth=2&epochs=90&seeds=2" + EIGHT
PICTURE = "[data-testid=multiples]"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as address:
        yield address


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
        "([row, words]) => document.querySelector(row)?.lastElementChild.innerText.startsWith(words)",
        arg=[ROWS, words],
        timeout=60_000,
    )
    return str(first.inner_text())


def trained(page: Any, url: str, preset: str, **more: str) -> None:
    """Open a preset and train it to its end."""
    page.goto(f"{url}/model?{urlencode({**PRESETS[preset], **more})}")
    button(page, "train").click(timeout=60_000)
    status(page, "all steps done")


def show(page: Any, view: str) -> None:
    page.locator("[class*=st-key-model-view]").get_by_text(view, exact=True).click()


def charts(page: Any) -> list[list[int]]:
    """For each chart on the screen, how many points each of its traces has."""
    code = (
        "() => JSON.stringify([...document.querySelectorAll('[data-testid=multiples] .js-plotly-plot')]"
        ".map(chart => chart._fullData.map(trace => trace.y?.length ?? 0)))"
    )
    found: list[list[int]] = json.loads(page.evaluate(code))
    return found


def test_a_training_shows_itself_stops_goes_on_and_outlives_a_slider(page, url):
    page.goto(f"{url}/model?{LONG}")
    button(page, "train").click(timeout=60_000)
    stop = button(page, "stop")
    stop.wait_for(timeout=60_000)
    page.get_by_text("% trained").wait_for()
    status(page, "training")
    stop.click()
    button(page, "continue").wait_for(timeout=20_000)
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
    button(page, "continue").wait_for(timeout=20_000)
    assert int(status(page, "stopped at step").split()[-1]) > int(stopped.split()[-1])


def test_a_chart_grows_in_place_and_outlives_the_language_and_another_page(page, url):
    page.goto(f"{url}/model?{LONG}&measure=loss")
    button(page, "train").click(timeout=60_000)
    page.wait_for_function("document.querySelector('[data-testid=multiples] .main-svg')", timeout=60_000)
    page.evaluate(f"document.querySelector('{PICTURE} .main-svg').dataset.mine = 'yes'")
    before = max(map(max, charts(page)))
    page.wait_for_function(
        "n => Math.max(...document.querySelector('.js-plotly-plot')._fullData.map(t => t.y.length)) > n",
        arg=before,
        timeout=60_000,
    )
    assert page.locator(f"{PICTURE} .main-svg[data-mine=yes]").count() == 1
    page.get_by_text("한국어").click()
    button(page, "stop").wait_for(timeout=60_000)
    page.get_by_role("link", name="시작").first.click()
    page.get_by_role("heading", name="모델 위의 경주").wait_for(state="detached")
    page.go_back()
    page.wait_for_function("document.querySelector('[data-testid=multiples] .main-svg')", timeout=60_000)
    assert max(map(max, charts(page))) > before
    button(page, "stop").click(timeout=60_000)
    button(page, "continue").wait_for(timeout=60_000)


def test_boundaries_are_played_together_and_kept_in_the_link(page, url):
    trained(page, url, "boundaries")
    bar = page.locator(f"{PICTURE} input[type=range]")
    bar.wait_for(timeout=60_000)
    assert len(charts(page)) == 5
    heights = (
        "() => JSON.stringify([...document.querySelectorAll('[data-testid=multiples] .js-plotly-plot')]"
        ".map(chart => chart._fullData[0].z.map(row => [...row].reduce((a, b) => a + b)).reduce((a, b) => a + b)))"
    )
    ends = json.loads(page.evaluate(heights))
    assert len(set(ends)) == 5
    page.mouse.click(1_000, 30)
    page.keyboard.press("Home")
    page.wait_for_selector(f"{PICTURE}[data-moment='0']")
    assert len(set(json.loads(page.evaluate(heights)))) == 1  # all start from the same weights
    page.keyboard.press(" ")
    page.wait_for_function("document.querySelector('[data-testid=multiples]').dataset.moment > 3")
    assert "view=boundaries" in page.url
    page.reload()
    page.locator(f"{PICTURE} .js-plotly-plot").nth(4).wait_for(timeout=60_000)
    status(page, "all steps done")


def test_a_landscape_is_computed_once_and_its_honesty_told(page, url):
    trained(page, url, "boundaries", epochs="8", points="21")
    show(page, "Landscape")
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=multiples] .js-plotly-plot').length === 2", timeout=60_000
    )
    page.locator(f"{PICTURE} [role=figure]").first.wait_for()
    words = page.locator(f"{PICTURE} [role=figure]").first.get_attribute("aria-label")
    assert "% of how the weights moved" in words
    show(page, "Curves")
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=multiples] .js-plotly-plot').length === 1", timeout=60_000
    )
    show(page, "Landscape")
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=multiples] .js-plotly-plot').length === 2", timeout=5_000
    )


def test_what_does_not_apply_says_why_and_all_can_be_taken_home(page, url):
    trained(page, url, "rare", epochs="4")
    assert "95" not in status(page, "all")
    show(page, "Boundaries")
    page.get_by_text("Boundaries need inputs of two numbers").wait_for()
    show(page, "Sharpness")
    page.get_by_text("The sharpness was not measured").wait_for()
    show(page, "Layers")
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=multiples] .js-plotly-plot').length === 4", timeout=60_000
    )
    page.get_by_role("button", name="Share and export").click()
    for key, ending in (("script", ".py"), ("csv", ".csv"), ("html", ".html"), ("weights", ".npz")):
        with page.expect_download(timeout=60_000) as download:
            page.locator(f".st-key-export-{key} button").click()
        assert download.value.suggested_filename.endswith(ending)


def test_a_data_set_brings_a_model_that_can_learn_from_it_and_a_menu_things_to_try(page, url):
    page.goto(f"{url}/model?dataset=Moons&model=MLP&o1=Adam")
    button(page, "train").wait_for(timeout=60_000)
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
        page.locator(ROWS).nth(4).wait_for(timeout=90_000)
        assert page.errors == [], "\n".join(page.errors)


def test_a_phone_needs_no_sideways_scrolling(url):
    with browsing(locale="ko-KR", viewport={"width": 390, "height": 844}, color_scheme="dark") as page:
        page.goto(f"{url}/model?view=layers")
        page.locator(f"{PICTURE} .main-svg").first.wait_for(timeout=90_000)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
        assert page.errors == []
