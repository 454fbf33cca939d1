"""Time from a slider key to the painted race, and to torch's own, against a slider and a text on an empty page."""

import tempfile
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import BrowserContext, Page

from benchmarks.browser import browsing, paint_times, stopwatch
from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled

ROUNDS = 4
THERE_AND_BACK = ["ArrowRight", "ArrowLeft"] * 2
ONWARD = ["ArrowRight"] * 4
EMPTY = """import streamlit as st

st.text(f"The value is {st.slider('Value', 0, 100, 50)}")
"""


def measurements() -> list[Measurement]:
    """Median times of the surface page as multiples of the empty page.

    The browser paints its own race; torch's takes its place, cached or not.
    """
    with tempfile.TemporaryDirectory() as folder:
        entry = Path(folder) / "empty.py"
        entry.write_text(EMPTY)
        with serving(entry) as (empty, _), serving() as (address, server), browsing() as browser:
            nothing, own, cached, uncached = _measure(browser, empty, address, server)
    how = f"medians of {ROUNDS * len(ONWARD)} arrow keys in turn: {{:.0f}} ms against {nothing:.0f} on an empty page"
    return [
        Measurement(what="slider to paint", value=own / nothing, unit="x", target=0.6, how=how.format(own)),
        Measurement(what="slider to torch, cached", value=cached / nothing, unit="x", target=3, how=how.format(cached)),
        Measurement(
            what="slider to torch, uncached", value=uncached / nothing, unit="x", target=3, how=how.format(uncached)
        ),
    ]


def _measure(
    browser: BrowserContext, empty: str, address: str, server: psutil.Process
) -> tuple[float, float, float, float]:
    bare = browser.new_page()
    bare.goto(f"http://{empty}")
    stopwatch(bare, "[data-testid=stText]")
    own, known, news = (_surface_page(browser, address, what) for what in ("data-preview", "data-drawn", "data-drawn"))
    settled(server)
    works = (
        (bare, "input[type=range]", THERE_AND_BACK),
        (own, ".st-key-surface-o1-lr-slide input[type=range]", ONWARD),
        (known, ".st-key-surface-o2-lr-slide input[type=range]", THERE_AND_BACK),
        (news, ".st-key-surface-o3-lr-slide input[type=range]", ONWARD),
    )
    for page, slider, keys in works[:3]:
        paint_times(page, slider, keys)
    seen: tuple[list[float], ...] = ([], [], [], [])
    for _ in range(ROUNDS):  # in turn, so that other load affects all of them
        for times, work in zip(seen, works, strict=True):
            times += paint_times(*work)
    nothing, previewed, cached, uncached = map(median, seen)
    return nothing, previewed, cached, uncached


def _surface_page(browser: BrowserContext, address: str, attribute: str) -> Page:
    page = browser.new_page()
    page.goto(f"http://{address}/surface")
    page.wait_for_selector("[data-testid=race][data-drawn]")
    stopwatch(page, "[data-testid=race]", attribute)
    return page
