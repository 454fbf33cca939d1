"""The lessons page in a real browser."""

from pathlib import Path

import pytest

from optim_core.explain.lessons import COURSE
from tests.server import browsing, settle

pytestmark = pytest.mark.browser


def test_a_visitor_predicts_is_told_and_keeps_the_progress_in_the_link(url, tmp_path):
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/lessons?lesson=gradient-step")
        number = page.get_by_role("spinbutton").first
        number.wait_for()
        settle(page)
        assert page.locator("[data-testid=race]").count() == 0
        number.fill("4")
        number.press("Enter")
        check = page.get_by_role("button", name="Run it and check")
        check.click()
        page.get_by_text("Right: you said 4, the run measures 4.").wait_for()
        page.locator("[data-testid=race][data-drawn]").wait_for()
        page.wait_for_url("**done.gradient-step=4**")

        with page.expect_download() as download:
            page.get_by_role("button", name="Teacher sheet").click()
        download.value.save_as(tmp_path / "sheet.html")
        sheet = (tmp_path / "sheet.html").read_text(encoding="utf-8")
        assert "<strong>Answer: 4</strong>" in sheet
        assert f'href="{url}/surface?surface=Sphere' in sheet
        assert_prints(page.context, tmp_path / "sheet.html")

        page.get_by_role("button", name="Next").click()
        page.get_by_text("It grows without bound.").click()
        check.click()
        page.get_by_text("Not quite. You chose: It grows without bound.").wait_for()
        page.wait_for_url("**done.stability=grows**")
        page.reload()
        core = sum(len(part.minutes) for part in COURSE if not part.is_optional)
        page.get_by_text(f"2 of {core} answered").wait_for()
        page.get_by_role("link", name="Continue in the surface lab").click()
        page.locator("[data-testid=race][data-steps='1000']").wait_for()
        assert page.errors == [], "\n".join(page.errors)


def assert_prints(context, path: Path):
    sheet = context.new_page()
    sheet.goto(path.as_uri())
    sheet.locator(".plotly .scatterlayer").first.wait_for(state="attached")
    sheet.close()
