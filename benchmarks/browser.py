"""A Chromium that measures from a key press to the painted change."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, sync_playwright

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
MILLISECONDS = 60_000
"""Timeout of each wait."""
REST = 500
"""Pause in milliseconds before each key, so that work left by the last change does not slow the next one."""

# The clock starts at the key press and stops after the frame that shows the change: a task posted in
# requestAnimationFrame with the highest priority runs right after that frame is painted.
STOPWATCH = """([selector, attribute]) => {
  window.paints = [];
  let start = null;
  document.addEventListener("keydown", () => { start = performance.now(); }, true);
  const painted = () => {
    if (start === null) return;
    const begun = start;
    start = null;
    const stop = () => window.paints.push(performance.now() - begun);
    requestAnimationFrame(() => scheduler.postTask(stop, { priority: "user-blocking" }));
  };
  const what = attribute ? { attributeFilter: [attribute] } : { characterData: true, childList: true, subtree: true };
  new MutationObserver(painted).observe(document.querySelector(selector), what);
}"""


@contextmanager
def browsing() -> Iterator[BrowserContext]:
    """Context of a new browser with windows of the size of a laptop's screen."""
    with sync_playwright() as driver:
        chromium = shutil.which("chromium") or shutil.which("chromium-headless-shell")
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
        context.set_default_timeout(MILLISECONDS)
        yield context
        browser.close()


def stopwatch(page: Page, selector: str, attribute: str | None = None) -> None:
    """Time each key press until the element's text, or one attribute of it, changes."""
    page.wait_for_selector(selector)
    page.evaluate(STOPWATCH, [selector, attribute])


def paint_times(page: Page, slider: str, keys: Sequence[str]) -> list[float]:
    """Milliseconds from each key press on the slider to its paint, one per key."""
    page.bring_to_front()
    page.locator(slider).focus()
    page.evaluate("window.paints.length = 0")
    for count, key in enumerate(keys, start=1):
        page.wait_for_timeout(REST)
        page.keyboard.press(key)
        page.wait_for_function("count => window.paints.length >= count", arg=count)
    seen: list[float] = page.evaluate("window.paints")
    return seen
