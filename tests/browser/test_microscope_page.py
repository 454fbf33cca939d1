"""The microscope, and the way to it and back, in a real browser."""

import pytest

from tests.server import browsing, expect, linked, settle

pytestmark = pytest.mark.browser

RUN = "surface=Quadratic&steps=40&o1=SGD&o1.lr=0.021&o2=Adam&o2.lr=0.5"


def test_a_finding_leads_to_its_step_and_its_try_can_be_undone(url):
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/surface?{RUN}")
        page.get_by_text("Beyond the stability limit").wait_for()
        page.get_by_role("button", name="Try lr 0.01", exact=True).click()
        page.get_by_text("Beyond the stability limit").wait_for(state="detached")
        linked(page, {"o1.lr": "0.01"})
        expect(page.locator("[class*=st-key-surface-o1-lr-box] input")).to_have_value("0.01")
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Beyond the stability limit").wait_for()
        page.get_by_role("link", name="Step 1", exact=True).first.click()
        page.get_by_role("heading", name="Step microscope").wait_for()
        page.locator("[data-testid=live-chart] .main-svg").first.wait_for()
        linked(page, {"o1.lr": "0.021", "at": "1"})
        settle(page)
        table = page.locator("[data-testid=stTable]").first
        table.locator(".katex").first.wait_for()
        first = table.inner_text()
        page.keyboard.press("ArrowRight")
        linked(page, {"at": "2"})
        expect(table).not_to_have_text(first, use_inner_text=True)
        page.keyboard.press("ArrowLeft")
        page.locator("[data-testid=live-chart][aria-label^='Step 1 of SGD']").wait_for()
        linked(page, {"at": None})  # the default
        expect(table).to_have_text(first, use_inner_text=True)

        page.locator("[class*=st-key-microscope-beside] input").click()
        page.get_by_role("option", name="Adam").click()
        page.locator("[data-testid=live-chart][aria-label^='Step 1 of Adam']").wait_for()
        page.get_by_text("Whole surface").click()
        linked(page, {"frame": "whole"})
        page.reload()
        page.locator("[data-testid=live-chart][aria-label^='Step 1 of Adam']").wait_for()
        page.get_by_text("Back to the race").click()
        page.locator("[data-testid=race][data-drawn]").wait_for()
        linked(page, {"o1.lr": "0.021"})
        settle(page)
        assert page.locator("[data-testid=stAlert], [data-testid=stException]").count() == 0
        assert page.errors == [], "\n".join(page.errors)
