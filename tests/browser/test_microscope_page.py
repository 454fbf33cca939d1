"""The microscope, and the way to it and back, in a real browser."""

import pytest

from tests.server import browsing, serving, settle

pytestmark = pytest.mark.browser

RUN = "surface=Quadratic&steps=40&o1=SGD&o1.lr=0.021&o2=Adam&o2.lr=0.5"


def rows(page):
    found = page.locator("[data-testid=stTable] tbody tr")
    found.first.wait_for()
    return found.all_inner_texts()


def test_a_finding_leads_to_its_step_and_its_try_can_be_undone():
    with serving() as url, browsing(locale="en-US") as page:
        page.goto(f"{url}/surface?{RUN}")
        page.get_by_text("Beyond the stability limit").wait_for(timeout=60_000)
        page.get_by_role("button", name="Try lr 0.01", exact=True).click()
        page.get_by_text("Beyond the stability limit").wait_for(state="detached")
        page.wait_for_function("document.location.search.includes('o1.lr=0.01&')")
        assert page.locator("[class*=st-key-surface-o1-lr-box] input").input_value() == "0.01"
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Beyond the stability limit").wait_for()
        page.get_by_role("link", name="Step 1", exact=True).first.click()
        page.get_by_role("heading", name="Step microscope").wait_for()
        page.locator("[data-testid=live-chart] .main-svg").first.wait_for()
        assert "o1.lr=0.021" in page.url
        assert "at=1" in page.url

        settle(page)
        first = rows(page)
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.location.search.includes('at=2')")
        page.wait_for_function("old => document.querySelector('[data-testid=stTable]').innerText !== old", arg=first[0])
        page.keyboard.press("ArrowLeft")
        page.locator("[data-testid=live-chart][aria-label^='Step 1 of SGD']").wait_for()
        page.wait_for_function("!document.location.search.includes('at=')")  # the default
        settle(page)
        assert rows(page) == first

        page.locator("[class*=st-key-microscope-beside] input").click()
        page.get_by_role("option", name="Adam").click()
        page.locator("[data-testid=live-chart][aria-label^='Step 1 of Adam']").wait_for()
        page.get_by_text("Whole surface").click()
        page.wait_for_function("document.location.search.includes('frame=whole')")
        page.reload()
        page.locator("[data-testid=live-chart][aria-label^='Step 1 of Adam']").wait_for()
        page.get_by_text("Back to the race").click()
        page.locator("[data-testid=race][data-drawn]").wait_for()
        assert "o1.lr=0.021" in page.url
        assert page.locator("[data-testid=stAlert], [data-testid=stException]").count() == 0
        assert page.errors == [], "\n".join(page.errors)
