"""The search box in a real browser: by keyboard on a screen, by finger on a phone."""

import pytest

from tests.server import browsing, expect, holds, linked, settle

pytestmark = pytest.mark.browser
BOX = "[class*=st-key-claims-search-box] input"
RESULT = "[data-testid=stSidebar] [data-testid=stPageLink] a"


def test_the_keyboard_finds_and_follows(url):
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/claims?claim=AdamWIsL2&lang=ko")
        page.locator("[data-testid=stAlert]").first.wait_for()
        settle(page)
        page.get_by_role("textbox", name="검색").focus()
        page.keyboard.type("saddle")
        page.keyboard.press("Enter")
        result = page.locator(RESULT).first
        expect(result).to_have_text("arrow_forward안장점")
        assert result.get_attribute("href") == "lessons?lesson=saddle&lang=ko"
        page.keyboard.press("Tab")
        holds(page, "document.activeElement.innerText.includes('안장점')")
        page.keyboard.press("Enter")
        linked(page, {"lesson": "saddle", "lang": "ko"})
        page.get_by_role("heading", name="도중에 만나는 안장점").wait_for()
        assert page.errors == [], "\n".join(page.errors)


def test_a_result_closes_the_sidebar_of_a_phone_and_fits_it(url):
    edge = "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right"
    with browsing(locale="en-US", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as page:
        page.goto(f"{url}/claims?claim=AdamWIsL2")
        page.locator("[data-testid=stAlert]").first.wait_for()
        settle(page)
        page.locator("[data-testid=stExpandSidebarButton]").tap()
        holds(page, f"{edge} >= 300")
        page.locator(BOX).tap()
        page.keyboard.type("alpha")  # a claim about it has a long name
        page.keyboard.press("Enter")
        page.get_by_role("link", name="The nearer RMSprop's alpha is to 1").wait_for()
        cut = "nodes => nodes.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
        assert page.locator(f"{RESULT} > span").evaluate_all(cut) == []
        page.locator(BOX).fill("beta2")
        page.keyboard.press("Enter")
        result = page.locator(RESULT).first
        expect(result).to_contain_text("beta2")
        box = result.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390
        result.tap()
        holds(page, f"{edge} <= 0 && document.querySelector('h1')?.innerText === 'Adam'")
        linked(page, {"optimizer": "Adam", "lang": "en"})
        assert page.errors == [], "\n".join(page.errors)
