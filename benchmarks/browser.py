"""A Chromium that measures from a key press to the painted change."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, sync_playwright

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
MILLISECONDS = 60_000
"""The longest that any single wait may take."""
REST = 500
"""Between two changes, so that what one leaves to do does not slow the next."""

# The clock starts with the key and stops after the frame that shows the change: what is posted in requestAnimationFrame
# runs when that frame has been painted, before the page's other work, as its priority is the highest.
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
    """A fresh browser with windows as large as a laptop's screen."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
        context.set_default_timeout(MILLISECONDS)
        yield context
        browser.close()


def stopwatch(page: Page, selector: str, attribute: str | None = None) -> None:
    """Time each key press until the element's text, or one attribute of it, changes."""
    page.wait_for_selector(selector)
    page.evaluate(STOPWATCH, [selector, attribute])


def paints(page: Page, slider: str, keys: Sequence[str]) -> list[float]:
    """The milliseconds from each of these keys, pressed on the slider, to its paint."""
    page.bring_to_front()
    page.locator(slider).focus()
    page.evaluate("window.paints.length = 0")
    for count, key in enumerate(keys, start=1):
        page.wait_for_timeout(REST)
        page.keyboard.press(key)
        page.wait_for_function("count => window.paints.length >= count", arg=count)
    seen: list[float] = page.evaluate("window.paints")
    return seen
