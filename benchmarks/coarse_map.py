"""Coarse maps per second while a slider of the map page is held."""

import time

from benchmarks.browser import browsing
from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled

SECONDS = 4.0
SLIDER = "[class*=st-key-maps-steps-slide]"
WATCH = """() => {
  window.drawn = [...document.querySelectorAll("[data-testid=live-chart]")].map(() => 0);
  document.querySelectorAll("[data-testid=live-chart]").forEach((chart, i) =>
    chart.on("plotly_afterplot", () => (window.drawn[i] += chart.dataset.preview === "shown")));
}"""


def measurements() -> list[Measurement]:
    """Coarse maps of 24 x 24 cells per second, of the panel that has the fewest, on the opening map."""
    with serving() as (address, server), browsing() as browser:
        page = browser.new_page()
        page.goto(f"http://{address}/maps")
        page.wait_for_function("document.querySelectorAll('[data-testid=live-chart] .heatmaplayer image').length > 1")
        settled(server)
        thumb = page.locator(f"{SLIDER} [data-testid=stSliderThumbValue]").bounding_box()
        track = page.locator(f"{SLIDER} [data-orientation=horizontal]").nth(1).bounding_box()
        assert thumb is not None
        assert track is not None
        x, y = thumb["x"] + thumb["width"] / 2, track["y"] + track["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(WATCH)
        begun, moves = time.monotonic(), 0
        while time.monotonic() < begun + SECONDS:
            page.mouse.move(x - 4 * (moves % 12), y)
            page.wait_for_timeout(20)
            moves += 1
        seconds = time.monotonic() - begun
        drawn = [count for count in page.evaluate("window.drawn") if count]
        page.mouse.up()
    how = f"{len(drawn)} panels while a held slider shortens the runs from 300 steps, over {SECONDS:g} s"
    rate = min(drawn, default=0) / seconds
    return [Measurement(what="coarse map", value=rate, unit="maps/s", target=8, at_least=True, how=how)]
