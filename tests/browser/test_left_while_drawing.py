"""A page that is left while Plotly draws, resizes or is dragged leaves no error in the console."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.server import browsing, holds, settle

pytestmark = pytest.mark.browser

FLAT = "/surface?surface=Rosenbrock&steps=120&o1=SGD&o1.lr=0.001&o3=Adam&o3.lr=0.05&start_set=grid&start_count=9"
SOLID = FLAT + "&projection=3d"
MAPS = "/maps?surface=Rosenbrock&o1=SGD&o2=Adam&side=16&steps=20"
CHART = "[data-testid=race], [data-testid=live-chart]"
HOME = "[data-testid=stTopNavLink]"
PAUSES = (0, 100, 250, 600)
"""Milliseconds after which the page is left; drawing takes some hundreds."""


@pytest.fixture(scope="module")
def page(url) -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        opened.goto(url + "/gallery")
        settle(opened)
        yield opened


@pytest.fixture(autouse=True)
def quiet(page) -> Iterator[None]:
    page.errors.clear()
    yield
    assert page.errors == []


@pytest.mark.parametrize("link", [FLAT, SOLID, MAPS, "/microscope", "/catalogue"])
def test_leaving_a_page_in_the_middle_of_drawing(page, url, link):
    """Also right after its size has changed, which draws it again, and in the middle of a drag."""
    page.goto(url + link)
    for round_, pause in enumerate(PAUSES):
        chart = page.locator(CHART).first
        chart.wait_for()
        page.set_viewport_size({"width": 1440 - 40 * (round_ % 3), "height": 900})
        page.wait_for_timeout(pause)
        page.mouse.move(300 + 200 * (round_ % 2), 400)
        page.mouse.down()
        page.mouse.move(400 + 200 * (round_ % 2), 450)
        page.locator(HOME).first.evaluate("link => link.click()")
        page.wait_for_timeout(pause)
        page.mouse.move(420 + 200 * (round_ % 2), 470)
        page.mouse.up()
        holds(page, "location.pathname === '/'")
        page.go_back()
    page.locator(HOME).first.evaluate("link => link.click()")
    page.wait_for_timeout(1_500)  # until the last chart has been purged
