"""axe finds no fault on any page, in both languages, themes and widths, and no page scrolls sideways."""

from typing import Any

import pytest

from tests.server import browsing, holds, narrow, settle
from ui.app.shell import PAGES

pytestmark = pytest.mark.browser

LINKS = {"home": "/", "surface": "/surface?o1=Adam&o1.lr=0.1&o2=SGD", "microscope": "/microscope?o1=RAdam"}
SIZES = {"wide": (1440, 900), "phone": (320, 844)}
SEEN = {"en": {"wide": "light", "phone": "dark"}, "ko": {"wide": "dark", "phone": "light"}}
"""Each language with each width and theme, and each width with each theme: all pairs, in half of the time of all."""


TRIES = 20


def faults(page: Any) -> list[str]:
    """What axe finds on the page once it is at rest, until when it fades what is to be drawn anew: rule and element."""
    axe, found = pytest.importorskip("axe_playwright_python.sync_playwright").Axe(), []
    for _ in range(TRIES):
        settle(page)
        rules = axe.run(page).response["violations"]
        found = [f"{rule['id']}: {node['html'][:200]}" for rule in rules for node in rule["nodes"]]
        if not found:
            break
        page.wait_for_timeout(500)
    return found


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", SEEN)
def test_axe_finds_no_fault(url, page, language):
    address = LINKS.get(page, f"/{page}")
    with browsing(color_scheme="light") as opened:
        opened.goto(f"{url}{address}{'&' if '?' in address else '?'}lang={language}")
        opened.wait_for_selector("h1")
        settle(opened)
        holds(opened, "document.documentElement.lang === v0", language)
        for size, theme in SEEN[language].items():
            opened.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
            opened.emulate_media(color_scheme=theme)
            scheme = "getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === v0"
            holds(opened, scheme, theme)
            narrow(opened, SIZES[size][0])
            assert (size, theme, faults(opened)) == (size, theme, [])
