"""Answers handed in by students, and the table of a class, in a real browser."""

import pytest

from tests.browser.test_accessibility import faults
from tests.server import browsing, expect

pytestmark = pytest.mark.browser
DROPZONE = "stFileUploaderDropzone"
"""Streamlit's own element, with a role that does not go with its label; the button in it is what is used."""


@pytest.mark.parametrize(("size", "locale"), [((1280, 800), "en-US"), ((390, 844), "ko-KR")])
def test_a_students_file_and_links_become_the_table_of_a_class(url, tmp_path, size, locale):
    en = locale == "en-US"
    viewport = dict(zip(("width", "height"), size, strict=True))
    with browsing(locale=locale, viewport=viewport) as page:
        page.goto(f"{url}/lessons?lesson=stability&done.stability=grows&done.gradient-step=4")
        page.get_by_role("button", name="In class" if en else "강의실").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="File with your answers" if en else "답이 든 파일").click()
        download.value.save_as(tmp_path / "one.txt")
        link = (tmp_path / "one.txt").read_text(encoding="utf-8").strip()
        assert link == f"{url}/lessons?done.stability=grows&done.gradient-step=4"

        (tmp_path / "two.txt").write_text(f"Kim\n{link.replace('grows', 'stays')}&done.<b>=1", encoding="utf-8")
        (tmp_path / "x`y.txt").write_bytes(b"\x89PNG\x00")
        page.get_by_role("button", name="Look at hand-ins" if en else "제출한 답 보기").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("input[type=file]").set_input_files(list(tmp_path.iterdir()))
        links = dialog.locator("textarea")
        links.fill(f"{link}\n{url}/lessons?done.stability=grows&shown.gradient-step=True")
        links.press("Control+Enter")
        rows = dialog.locator("[data-testid=stTable] tbody tr")
        expect(rows.nth(0)).to_contain_text("1 · 25%")
        expect(rows.nth(1)).to_contain_text("3 · 75%")
        expect(rows.nth(0)).to_contain_text("It grows without bound (3 times)" if en else "(3번)")
        alerts = dialog.locator("[data-testid=stAlert]")
        expect(alerts).to_have_count(2)
        assert "x`y.txt" in alerts.nth(0).inner_text()
        assert "done.<b>" in alerts.nth(1).inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=tmp_path.parent / f"hand_in_{size[0]}.png")
        assert [fault for fault in faults(page) if DROPZONE not in fault] == []
        assert page.errors == []
