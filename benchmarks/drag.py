"""Frames per second while the start is dragged, and what that costs the server."""

import math
import time

import psutil
from playwright.sync_api import BrowserContext, Page

from benchmarks.browser import browsing
from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled

SECONDS = 3.0
FIVE = "&".join(f"o{i}={name}" for i, name in enumerate(("SGD", "Adam", "RMSprop", "Adagrad", "AdamW"), 1))
EIGHT = FIVE + "&o6=NAdam&o7=RAdam&o8=Adan"
RACES = {"5 x 300": (f"steps=300&{FIVE}", 58), "8 x 1,000": (f"steps=1000&{EIGHT}", 45)}
"""Contenders and steps -> the entries of the link, and the target."""
START = """() => {
  const chart = document.querySelector(".race-left .race-chart"), { left, top } = chart.getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout, start = chart.data.find(({ meta }) => meta?.role === "start");
  return [left + xaxis._offset + xaxis.d2p(start.x[0]), top + yaxis._offset + yaxis.d2p(start.y[0])];
}"""
WATCH = """() => {
  const losses = document.querySelector(".race-readout");
  const seen = (window.seen = { frames: 0, races: 0, began: performance.now(), ended: 0 });
  let before = losses.textContent;
  const look = () => {
    seen.frames++;
    seen.races += losses.textContent !== before;
    before = losses.textContent;
    seen.ended = performance.now();
    window.watching = requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
SEEN = """() => {
  cancelAnimationFrame(window.watching);
  const { frames, races, began, ended } = window.seen;
  return [(1000 * frames) / (ended - began), (1000 * races) / (ended - began)];
}"""


def measurements() -> list[Measurement]:
    """Frames and races per second of drags over Himmelblau's function; the server's work for one against a click."""
    found = []
    with serving() as (address, server), browsing() as browser:
        for name, (entries, target) in RACES.items():
            page = _page(browser, f"http://{address}/surface?surface=Himmelblau&{entries}")
            settled(server)
            frames, races = _drag(page)
            how = f"frames over {SECONDS:g} s, of which {races:.1f} a second show another race"
            row = Measurement(
                what=f"drag, {name}", value=frames, unit="frames/s", target=target, at_least=True, how=how
            )
            found.append(row)
            page.close()
        found.append(_server_work(_page(browser, f"http://{address}/surface?surface=Himmelblau&{FIVE}"), server))
    return found


def _page(browser: BrowserContext, url: str) -> Page:
    page = browser.new_page()
    page.goto(url)
    page.wait_for_selector("[data-testid=race][data-drawn]")
    return page


def _drag(page: Page) -> tuple[float, float]:
    """Drag the start around for `SECONDS` and let go: frames, and other races, per second."""
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(WATCH)
    begun = time.monotonic()
    while (now := time.monotonic() - begun) < SECONDS:
        page.mouse.move(x + 80 * math.sin(2 * now), y + 60 * math.sin(3 * now))
    frames, races = page.evaluate(SEEN)
    page.mouse.up()
    return frames, races


def _server_work(page: Page, server: psutil.Process) -> Measurement:
    """CPU seconds of the server for a drag, as a multiple of those for a click that moves the start."""
    settled(server)
    _drag(page)  # so that nothing has to be loaded any more
    settled(server)
    before = _cpu(server)
    _drag(page)
    settled(server)
    dragged = _cpu(server) - before
    x, y = page.evaluate(START)
    before = _cpu(server)
    page.mouse.click(x + 60, y + 40)
    settled(server)
    clicked = _cpu(server) - before
    how = f"CPU of a drag of {SECONDS:g} s, {1000 * dragged:.0f} ms, against that of a click, {1000 * clicked:.0f} ms"
    return Measurement(what="drag, work of the server", value=dragged / clicked, unit="x", target=1.2, how=how)


def _cpu(server: psutil.Process) -> float:
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)
