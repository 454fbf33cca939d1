"""Whatever an impatient visitor does, no page ends in an error, and none is in the server's log."""

import pytest

from tests.browser.monkey import Monkey
from tests.server import browsing

pytestmark = pytest.mark.browser

ACTIONS = 25


@pytest.mark.parametrize(("seed", "locale"), [(1, "en-US"), (4, "ko-KR")])
def test_nothing_a_visitor_does_breaks_the_page(url, seed, locale):
    with browsing(locale=locale) as page:
        monkey = Monkey(page, url, seed)
        monkey.play(ACTIONS)
        assert len(monkey.done) > ACTIONS
