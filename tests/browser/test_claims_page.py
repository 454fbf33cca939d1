"""The claims page in a real browser."""

import pytest

from tests.server import browsing, linked, settle

pytestmark = pytest.mark.browser


def test_a_verdict_flips_by_button_and_by_knob_and_is_in_the_link(url):
    with browsing(locale="en-US") as page:
        verdict = page.locator("[data-testid=stAlert] strong")

        def says(word: str) -> None:
            verdict.filter(has_text=word).wait_for()

        page.goto(f"{url}/claims?claim=MomentumCannotHurt")
        says("fails")
        page.locator("[data-testid=live-chart] .scatterlayer").wait_for(state="attached")
        page.get_by_role("button", name="Flip it").click()
        says("holds")
        page.wait_for_url("**claim.kappa=100**")
        page.reload()
        says("holds")
        page.get_by_role("button", name="Back to the start").click()
        says("fails")
        linked(page, {"claim.kappa": None})
        settle(page)
        box = page.locator("[class*=st-key-claims-claim-kappa-box] input")
        box.fill("200")
        box.press("Enter")
        says("holds")

        page.get_by_text("Adagrad suits sparse data.").click()
        says("holds")
        page.get_by_role("button", name="Check all claims now").click()
        page.locator("[data-testid=stMarkdownContainer] table tbody tr").nth(14).wait_for()
        assert page.errors == [], "\n".join(page.errors)
