"""A visitor's own table on the model page, in a real browser."""

import math
from collections.abc import Iterator
from typing import Any

import pytest

from tests.server import browsing, expect, settle

pytestmark = pytest.mark.browser

NAME = "[x](http://a.b) $y$.csv"
ROWS = "\n".join(f"{i};{math.sin(i):.3f};{'서부산'[i % 3]};{'예' if i % 2 else '아니요'}" for i in range(60, 0, -1))
TABLE = f"번호;**키**;지역;:red[결과]\n{ROWS}".encode("cp949")


@pytest.fixture
def page() -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        yield opened
        assert opened.locator("[data-testid=stException]").count() == 0
        assert opened.errors == [], "\n".join(opened.errors)


def drop(page: Any, content: bytes, name: str = NAME) -> None:
    chosen = page.locator("[data-testid=stSidebar] input[type=file]")
    chosen.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    settle(page)


def leave_out(page: Any, row: int) -> None:
    """Set the use of a column, the second cell of a row of a table that is drawn on a canvas, to left out."""
    table = page.locator("[data-testid=stDataFrame]").nth(1)
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    row_height = box["height"] / 5
    cell = {"x": 200, "y": row_height * (row + 0.5)}
    table.click(position=cell)
    table.dblclick(position=cell)
    expect(page.get_by_role("option")).to_have_text(["number", "category", "left out"])  # before, keys would be lost
    page.keyboard.type("left")
    expect(page.get_by_role("option")).to_have_text(["left out"])  # not all, of which Enter takes the first
    page.keyboard.press("Enter")
    settle(page)


def test_a_table_is_dropped_trained_on_and_given_again(page, url):
    page.goto(f"{url}/model?lang=en")
    settle(page)
    page.get_by_text("My own data", exact=True).click()
    expect(page.locator("[data-testid=stSidebar] input[type=file]")).to_be_attached()

    drop(page, b"one column\n1\n2\n")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Only one column was found")
    drop(page, b'a,b\n1,"' + b"x" * 10**6, "broken.csv")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("close its quotation mark")

    drop(page, TABLE)
    expect(page.get_by_text("My data:")).to_contain_text("$y$.csv")
    page.get_by_text("My data:").click()
    expect(page.get_by_text("45 rows are for training and 15 for testing")).to_be_visible()
    expect(page.get_by_text("The text is in CP949.")).to_be_visible()
    assert page.locator("[data-testid=stMain] a[href='http://a.b']").count() == 0
    leave_out(page, row=1)
    expect(page.get_by_text("Left out by choice")).to_be_visible()
    assert "dataset.columns=oncc" in page.url
    page.locator(".st-key-model-train button").click()
    expect(page.get_by_text("These settings have been trained.")).to_be_visible()
    link = page.url
    assert "dataset=ClassTable" in link
    drop(page, b"one column\n1\n2\n", "later.csv")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("is still used")

    with browsing(locale="en-US") as other:
        other.goto(link)
        settle(other)
        expect(other.get_by_text("drop the same file")).to_be_visible()
        drop(other, TABLE + b"\n61;1;x;y", "other.csv")
        expect(other.get_by_text("is not the file of the link")).to_be_visible()
        drop(other, TABLE)
        expect(other.get_by_text("My data:")).to_contain_text("$y$.csv")
        assert other.url == link


def test_a_table_that_is_removed_is_gone(page, url):
    page.goto(f"{url}/model?lang=en")
    settle(page)
    page.get_by_text("My own data", exact=True).click()
    drop(page, TABLE)
    expect(page.get_by_text("My data:")).to_be_visible()
    page.get_by_role("button", name="Remove my data").click()
    expect(page.get_by_text("My data:")).to_have_count(0)
    page.wait_for_function("!location.search.includes('digest')")
    settle(page)
    expect(page.get_by_text("My data:")).to_have_count(0)


def test_a_text_is_dropped_trained_on_and_its_samples_are_literal(page, url):
    page.goto(f"{url}/model?lang=en&o1=Adam&epochs=1&view=samples")
    settle(page)
    page.get_by_text("My own data", exact=True).click()
    drop(page, b"a" * 900, "one.txt")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("at least 2 different ones")
    drop(page, b"[x](http://a.b) $y$ :red[z]\r\n" * 40, "[x](http://a.b) $y$.txt")
    expect(page.get_by_text("My data:")).to_contain_text("$y$.txt")
    page.wait_for_function("location.search.includes('dataset=OwnText')")
    page.locator(".st-key-model-train button").click()
    expect(page.get_by_text("These settings have been trained.")).to_be_visible()
    expect(page.get_by_text("Step 0:")).to_be_visible()
    assert page.locator("[data-testid=stMain] a[href='http://a.b']").count() == 0
