"""Your own formula and the gallery in a real browser."""

import pytest

from tests.server import browsing, expect, settle

pytestmark = pytest.mark.browser

RACE = "[data-testid=race][data-drawn]"
BOX = ".st-key-surface-surface-text input"


def typed(page, text: str) -> None:
    page.locator(BOX).fill(text)
    page.locator(BOX).press("Enter")


def test_a_card_leads_to_a_race_a_formula_and_nonsense_are_typed_and_the_link_keeps_them(url):
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/gallery")
        page.locator(".gallery-card img").first.wait_for()
        page.locator(".gallery-card[data-key=Formula]").click()
        page.locator(RACE).wait_for()
        page.wait_for_function("document.location.search.includes('surface=Formula')")

        old = page.locator(RACE).get_attribute("data-drawn")
        typed(page, "x^2 + 3*abs(y)")
        page.wait_for_function("old => document.querySelector('[data-testid=race]').dataset.drawn !== old", arg=old)
        page.locator("[data-testid=stSidebar] .katex").first.wait_for()
        page.get_by_text("abs, relu, min and max make kinks").wait_for()
        settle(page)

        long = " + ".join(["x^2"] * 200)
        typed(page, long)
        page.locator("[data-testid=stAlert]").get_by_text("1197 characters are more than the limit of 300").wait_for()
        expect(page.locator(BOX)).to_have_value(long)

        drawn = page.locator(RACE).get_attribute("data-drawn")
        typed(page, "x^2 + sin(x")
        page.locator("[data-testid=stAlert]").get_by_text("character 10").wait_for()
        settle(page)
        assert page.locator(RACE).get_attribute("data-drawn") == drawn
        expect(page.locator(BOX)).to_have_value("x^2 + sin(x")

        typed(page, "x^2 + sin(x)*y")
        page.locator("[data-testid=stAlert]").wait_for(state="detached")
        page.wait_for_function("document.location.search.includes('sin%28x%29')")
        settle(page)
        page.reload()
        page.locator(RACE).wait_for()
        expect(page.locator(BOX)).to_have_value("x^2 + sin(x)*y")
        settle(page)

        page.get_by_role("tab", name="Slices").click()
        page.locator("[data-testid=live-chart][aria-label^='The height along x']").wait_for()
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.errors == [], "\n".join(page.errors)


@pytest.mark.parametrize(
    ("query", "refused", "value", "message"),
    [
        ("surface=Formula", "surface-text", "x^", "the end is missing"),
        ("surface=Formula", "surface-text", "", "type a formula"),
        ("surface=DoubleGaussianBowl", "surface-width-box", "-5", "must be in"),
    ],
)
def test_what_is_being_typed_stays_when_a_message_appears_above_it(url, query, refused, value, message):
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/surface?{query}")
        page.locator(RACE).wait_for()
        settle(page)
        wrong = page.locator(f".st-key-surface-{refused} input")
        wrong.fill(value)
        wrong.press("Enter")
        steps = page.locator(".st-key-surface-steps-box input")
        steps.fill("151")
        page.locator("[data-testid=stSidebar]").get_by_text(message).first.wait_for()
        settle(page)
        steps.press("Enter")
        page.wait_for_function("document.location.search.includes('steps=151')")
