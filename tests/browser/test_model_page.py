"""The model page in a real browser."""

import pytest

from tests.server import browsing, serving

pytestmark = pytest.mark.browser

EIGHT = "".join(f"&o{n}=Adam&o{n}.lr=0.00{n}" for n in range(1, 9))
LONG = "/model?dataset=Digits&model=MLP&model.width=80&model.depth=2&epochs=90" + EIGHT
STATUS = "[data-testid=stTable] tbody tr td:last-child"


def test_a_training_shows_itself_stops_goes_on_and_outlives_a_slider():
    with serving() as url, browsing(locale="en-US") as page:
        page.goto(url + LONG)
        page.get_by_role("button", name="Train").click()
        stop = page.get_by_role("button", name="Stop", exact=True)
        stop.wait_for(timeout=60_000)
        page.get_by_text("% trained").wait_for()
        page.locator("[data-testid=stTable]").wait_for(timeout=60_000)
        stop.click()
        page.get_by_role("button", name="Continue").wait_for(timeout=20_000)
        stopped = page.locator(STATUS).first.inner_text()
        assert stopped.startswith("stopped at step")

        thumb = page.locator(".st-key-model-o1-lr-slide input[type=range]")
        thumb.press("ArrowRight")
        page.get_by_text("The settings have changed since").wait_for()
        assert page.locator(STATUS).first.inner_text() == stopped
        thumb.press("ArrowLeft")
        page.get_by_text("The settings have changed since").wait_for(state="detached")

        page.get_by_role("button", name="Continue").click()
        stop.wait_for()
        stop.click()
        page.get_by_role("button", name="Continue").wait_for(timeout=20_000)
        assert int(page.locator(STATUS).first.inner_text().split()[-1]) > int(stopped.split()[-1])
        assert page.errors == [], "\n".join(page.errors)


def test_the_first_visitor_finds_the_opening_training():
    with serving() as url, browsing(locale="ko-KR") as page:
        page.goto(f"{url}/model")
        page.locator("[data-testid=stTable] tbody tr").nth(4).wait_for(timeout=90_000)
        assert page.errors == [], "\n".join(page.errors)
