"""Time from a cold link to the painted race, against an empty Streamlit page; and for the first visitor of a server.

Painted are contours, paths and curves, by the browser itself; Plotly's axes come a third of a second later.
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext

from benchmarks.browser import MILLISECONDS, browsing
from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled

ROUNDS = 8
STARTS = 3
EMPTY = """import streamlit as st

st.text(f"The value is {st.slider('Value', 0, 100, 50)}")
"""
LINKS = {"surface page": "/surface?surface=Beale&o1=Adam", "start page": "/"}
# The time from the start of the navigation to the frame that shows the element, as in browser.py.
WATCH = """selector => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    watch.disconnect();
    const stop = () => { window.shownAt = performance.now(); };
    requestAnimationFrame(() => scheduler.postTask(stop, { priority: "user-blocking" }));
  });
  watch.observe(document, { attributeFilter: ["data-pictured"], childList: true, subtree: true });
}"""
TEXT, RACE = "[data-testid=stText]", "[data-testid=race][data-pictured]"


def measurements() -> list[Measurement]:
    """Medians of openings, each with an empty cache, as multiples of the empty page; and of the second opening."""
    with browsing() as context:
        return [*_cold_links(context), _first_visitor(context)]


def _cold_links(context: BrowserContext) -> list[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        entry = Path(folder) / "empty.py"
        entry.write_text(EMPTY)
        with serving(entry) as (empty, _), serving() as (address, server):
            pages = [(empty, "/", TEXT), *((address, link, RACE) for link in LINKS.values())]
            settled(server)
            for page in pages:
                _opened(context, *page)
            rounds = [[_opened(context, *page) for page in pages] for _ in range(ROUNDS)]  # in turn, for equal load
    nothing, *others = zip(*rounds, strict=True)
    return [_against(nothing, seen, name) for name, seen in zip(LINKS, others, strict=True)]


def _against(nothing: Sequence[float], seen: Sequence[float], name: str) -> Measurement:
    ratio = median(time / base for time, base in zip(seen, nothing, strict=True))
    how = f"median of {ROUNDS} pairs in turn; medians {median(seen):.2f} s against {median(nothing):.2f} s"
    return Measurement(what=f"cold link, {name}", value=ratio, unit="x", target=1.8, how=how)


def _first_visitor(context: BrowserContext) -> Measurement:
    pairs = []
    for _ in range(STARTS):
        with serving() as (address, _):
            pairs.append([_opened(context, address, LINKS["surface page"], RACE) for _ in range(2)])
    first, second = map(median, zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    how = f"median of {STARTS} fresh servers; medians {first:.2f} s against {second:.2f} s of the second visitor"
    return Measurement(what="first visitor", value=ratio, unit="x", target=1.5, how=how)


def _opened(context: BrowserContext, address: str, link: str, shown: str) -> float:
    """Seconds until the page shows that, in a browser without cache and cookies."""
    if context.browser is None:
        raise RuntimeError("no browser")
    fresh = context.browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = fresh.new_page()
    page.add_init_script(f"({WATCH})({json.dumps(shown)})")
    page.goto(f"http://{address}{link}", wait_until="commit")
    milliseconds: float = page.wait_for_function("window.shownAt", timeout=2 * MILLISECONDS).json_value()
    fresh.close()
    return milliseconds / 1000
