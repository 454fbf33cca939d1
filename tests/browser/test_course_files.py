"""The pages of the course, opened as files with the network off: predict, verdict, play, language, theme, reload."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.explain.lessons import LESSONS, run_scene
from optim_core.export.course.files import INDEX, PLOTLY
from optim_core.export.course.index_page import index_page
from optim_core.export.course.lesson_unit import lesson_unit
from optim_core.export.course.unit_page import unit_page
from optim_core.export.offline_page import plotly_js
from tests.server import browsing, expect, holds

pytestmark = pytest.mark.browser

OPTIONS = "rotation"
"""A lesson of two races whose answers are options."""
NUMBER = "gradient-step"
"""One whose answer is a number."""
CHARTS = "noise-floor"
"""One on an experiment."""
RACE = "[data-testid=race]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three lessons, the index and plotly.js."""
    path = tmp_path_factory.mktemp("course")
    (path / INDEX).write_text(index_page("en"), "utf-8")
    (path / PLOTLY).write_text(plotly_js(), "utf-8")
    for name in (OPTIONS, NUMBER, CHARTS):
        lesson = LESSONS[name]
        unit = lesson_unit(lesson, [run_scene(scene) for scene in lesson.scenes])
        page = unit_page(unit, "en", ways={INDEX: "course.index"}, plotly=PLOTLY)
        (path / f"{name}.html").write_text(page, "utf-8")
    return path


@contextmanager
def opened(path: Path, **context: Any) -> Iterator[Any]:
    """The page with the network off; it may ask for files beside it alone."""
    with browsing(**context) as page:
        page.context.set_offline(True)
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        expect(page.locator("[data-do=language]")).to_be_visible()
        yield page
        assert page.errors == []
        assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []


def right_option(name: str) -> str:
    lesson = LESSONS[name]
    return str(lesson.question.right(lesson.numbers([descend(scene) for scene in lesson.scenes])))


def drawn(page: Any, text: str = "") -> None:
    """Wait until each race is drawn, with settings that contain `text`."""
    page.wait_for_selector(f"{RACE}[data-drawn]")
    holds(page, "[...document.querySelectorAll(v0)].every((race) => race.dataset.drawn?.includes(v1))", RACE, text)


def test_predict_then_see_the_verdict_by_keyboard_and_again_after_a_reload(folder: Path) -> None:
    right = right_option(OPTIONS)
    wrong = next(option for option in LESSONS[OPTIONS].texts["en"].options if option != right)
    with opened(folder / f"{OPTIONS}.html") as page:
        expect(page.locator(".unit-after")).to_be_hidden()
        assert page.locator(RACE).count() == 0
        page.locator("[data-do=check]").click()
        expect(page.locator(".unit-missing")).to_be_visible()
        page.locator(f"[name=answer][value={wrong}]").focus()
        page.keyboard.press(" ")
        page.keyboard.press("Enter")
        drawn(page, f"answer={wrong}")
        assert page.locator(RACE).count() == len(LESSONS[OPTIONS].scenes) == 2
        verdict = page.locator(".unit-verdict:visible")
        expect(verdict).to_have_class("unit-verdict wrong")
        expect(verdict).to_be_focused()
        shown = verdict.inner_text()
        page.reload()
        drawn(page, f"answer={wrong}")
        assert page.locator(".unit-verdict:visible").inner_text() == shown
        page.locator("[data-do=again]").click()
        expect(page.locator(".unit-after")).to_be_hidden()
        page.locator(f"[name=answer][value={right}]").check()
        page.locator("[data-do=check]").click()
        expect(page.locator(".unit-verdict:visible")).to_have_class("unit-verdict right")


def test_a_number_is_judged_and_stays_a_text(folder: Path) -> None:
    lesson = LESSONS[NUMBER]
    right = float(lesson.question.right(lesson.numbers([descend(scene) for scene in lesson.scenes])))
    with opened(folder / f"{NUMBER}.html") as page:
        for answer, kind in ((repr(right), "right"), (repr(right + abs(right) + 1), "wrong"), (repr(-9e8), "wrong")):
            page.locator("[name=answer]").fill(answer)
            page.keyboard.press("Enter")
            expect(page.locator(".unit-verdict:visible")).to_have_class(f"unit-verdict {kind}")
            expect(page.locator(".unit-verdict:visible")).to_contain_text(answer)
            page.locator("[data-do=again]").click()
        page.locator("[name=answer]").fill("<b>x</b>")
        page.keyboard.press("Enter")
        expect(page.locator(".unit-missing")).to_be_visible()
        expect(page.locator(".unit-after")).to_be_hidden()


def test_each_race_plays_and_has_sliders_of_its_own(folder: Path) -> None:
    with opened(folder / f"{OPTIONS}.html") as page:
        page.locator("[data-do=show]").click()
        drawn(page)
        second = page.locator("[data-race='1']")
        second.locator("[data-do=first]").click()
        expect(second.locator(RACE)).to_have_attribute("data-step", "0")
        expect(page.locator(f"[data-race='0'] {RACE}")).not_to_have_attribute("data-step", "0")
        second.locator("[data-do=play]").click()
        page.wait_for_selector(f"[data-race='1'] {RACE}[data-playing=true]")
        rows = "[data-race='{}'] tbody td:nth-child(2) data"
        before = [page.locator(rows.format(number)).first.get_attribute("value") for number in range(2)]
        second.locator("summary").click()
        second.locator("[data-entry='o1.lr'] input[type=number]").fill("0.005")
        page.keyboard.press("Tab")
        drawn(page, "race1=o1.lr%3D0.005")
        after = [page.locator(rows.format(number)).first.get_attribute("value") for number in range(2)]
        assert after[0] == before[0]
        assert after[1] != before[1]
        page.reload()
        drawn(page, "race1=o1.lr%3D0.005")
        assert page.locator(rows.format(1)).first.get_attribute("value") == after[1]
        second.locator("[data-do=restore]").evaluate("button => button.click()")
        holds(page, "![...document.querySelectorAll(v0)].some((race) => race.dataset.drawn.includes('lr'))", RACE)
        assert page.locator(rows.format(1)).first.get_attribute("value") == before[1]


def test_language_and_theme_go_along_from_page_to_page(folder: Path) -> None:
    with opened(folder / INDEX) as page:
        page.locator("[data-do=language]").select_option("ko")
        page.locator("[data-do=theme]").click()
        page.locator(f"a[href*='{CHARTS}.html']").click()
        expect(page.locator("h1")).to_have_text(LESSONS[CHARTS].texts["ko"].title, use_inner_text=True)
        holds(page, "document.documentElement.lang === 'ko' && document.documentElement.dataset.theme === 'dark'")
        page.locator("[data-do=show]").click()
        page.wait_for_selector("[data-testid=live-chart] .main-svg")
        expect(page.locator("footer")).to_contain_text(load("ko")("course.charts"))
        page.locator("[data-do=language]").select_option("en")
        expect(page.locator("h1")).to_have_text(LESSONS[CHARTS].texts["en"].title, use_inner_text=True)
        alt = page.locator("[data-testid=live-chart]").get_attribute("aria-label")
        assert alt
        assert alt.isascii() or "κ" in alt
        page.locator("footer a").click()
        expect(page.locator("h1")).to_have_text(load("en")("course.title"), use_inner_text=True)
        holds(page, "document.documentElement.dataset.theme === 'dark'")


def test_on_paper_are_the_text_and_the_charts(folder: Path) -> None:
    with opened(folder / f"{OPTIONS}.html", viewport={"width": 390, "height": 844}) as page:
        code = "'<pre><code>' + 'x = 1; '.repeat(99) + '</code></pre>'"  # as lessons have it
        page.evaluate(f"document.querySelector('main > div[lang=en]').insertAdjacentHTML('beforeend', {code})")
        holds(page, "document.documentElement.scrollWidth <= 390")
        page.emulate_media(media="print")
        expect(page.locator("[data-do=check]")).to_be_hidden()
        expect(page.locator(".unit-options")).to_be_visible()
        page.emulate_media(media="screen")
        page.locator("[data-do=show]").click()
        drawn(page)
        holds(page, "document.documentElement.scrollWidth <= 390")
        page.emulate_media(media="print")
        expect(page.locator(RACE).first).to_be_visible()
        expect(page.locator(".unit-verdict:visible")).to_have_count(1)
        expect(page.locator("summary").first).to_be_hidden()
