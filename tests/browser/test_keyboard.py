"""What a person does without a mouse: a lesson, a race, a training and a map."""

import re
from typing import Any

import pytest

from tests.server import browsing, expect, holds, settle

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement?.matches(v0) || Boolean(document.activeElement?.closest(v0))"
MOST_TABS = 250


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is within what the selector names."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"(v0) => {FOCUSED}", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def opened(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)


def test_a_lesson_is_answered(url):
    with browsing(locale="en-US") as page:
        opened(page, f"{url}/lessons?lesson=stability")
        page.get_by_role("radio").first.wait_for(state="attached")
        tab_to(page, "[class*=st-key-lessons-answer]")
        page.keyboard.press("Space")
        tab_to(page, ".st-key-lessons-check")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"done\.stability="))
        page.locator("[data-testid=race][data-drawn]").first.wait_for()
        tab_to(page, ".race-player")
        tab_to(page, ".st-key-lessons-next")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "lesson=stability" not in address)


def test_a_race_is_changed_and_its_result_is_announced(url):
    with browsing(locale="en-US") as page:
        opened(page, f"{url}/surface?surface=Sphere&steps=20&o1=SGD")
        page.locator("[data-testid=race][data-drawn]").wait_for()
        tab_to(page, ".st-key-surface-o1-lr-slide input")
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(r"o1\.lr="))
        expect(page.locator("body > .announced[role=status]")).to_contain_text("SGD")


def test_a_training_is_run(url):
    with browsing(locale="en-US") as page:
        opened(page, f"{url}/model?dataset=XOR&epochs=2&o1=SGD&o2=off")
        tab_to(page, ".st-key-model-train")
        page.keyboard.press("Enter")
        page.locator("[data-testid=multiples] .js-plotly-plot").first.wait_for()


def test_a_cell_of_a_map_is_chosen_and_opened(url):
    with browsing(locale="en-US") as page:
        opened(page, f"{url}/maps?surface=Sphere&steps=20&side=8&o1=SGD&o2=off")
        page.locator(".st-key-map-0 .js-plotly-plot").wait_for()
        tab_to(page, ".st-key-map-0 .live-chart")
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(r"pick=1"))
        settle(page)
        holds(page, "document.activeElement?.matches('.st-key-map-0 .live-chart')")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/surface\?"))
        page.locator("[data-testid=race][data-drawn]").wait_for()
