"""From a slider to the painted race, against an empty page's slider and text."""

import tempfile
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import BrowserContext, Page

from benchmarks.browser import browsing, paints, stopwatch
from benchmarks.figure import Figure
from benchmarks.server import serving, settled

ROUNDS = 4
THERE_AND_BACK = ["ArrowRight", "ArrowLeft"] * 2
ONWARD = ["ArrowRight"] * 4
EMPTY = """import streamlit as st

st.text(f"The value is {st.slider('Value', 0, 100, 50)}")
"""


def figures() -> list[Figure]:
    """Medians of the surface page, cached and uncached, in units of the empty page's."""
    with tempfile.TemporaryDirectory() as folder:
        entry = Path(folder) / "empty.py"
        entry.write_text(EMPTY)
        with serving(entry) as (empty, _), serving() as (place, server), browsing() as browser:
            nothing, cached, uncached = _measure(browser, empty, place, server)
    how = f"medians of {ROUNDS * len(ONWARD)} arrow keys in turn: {{:.0f}} ms against {nothing:.0f} on an empty page"
    return [
        Figure(what="slider to paint, cached", value=cached / nothing, unit="x", target=2, how=how.format(cached)),
        Figure(
            what="slider to paint, uncached", value=uncached / nothing, unit="x", target=4, how=how.format(uncached)
        ),
    ]


def _measure(browser: BrowserContext, empty: str, place: str, server: psutil.Process) -> tuple[float, float, float]:
    bare = browser.new_page()
    bare.goto(f"http://{empty}")
    stopwatch(bare, "[data-testid=stText]")
    known, news = _surface_page(browser, place), _surface_page(browser, place)
    settled(server)
    works = (
        (bare, "input[type=range]", THERE_AND_BACK),
        (known, ".st-key-surface-o2-lr-slide input[type=range]", THERE_AND_BACK),
        (news, ".st-key-surface-o3-lr-slide input[type=range]", ONWARD),
    )
    for page, slider, _ in works[:2]:
        paints(page, slider, THERE_AND_BACK)
    seen: tuple[list[float], ...] = ([], [], [])
    for _ in range(ROUNDS):  # in turn, so that a busy machine hinders all alike
        for times, work in zip(seen, works, strict=True):
            times += paints(*work)
    nothing, cached, uncached = map(median, seen)
    return nothing, cached, uncached


def _surface_page(browser: BrowserContext, place: str) -> Page:
    page = browser.new_page()
    page.goto(f"http://{place}/surface")
    page.wait_for_selector("[data-testid=race][data-drawn]")
    stopwatch(page, "[data-testid=race]", "data-drawn")
    return page
