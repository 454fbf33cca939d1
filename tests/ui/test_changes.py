"""Changes that follow each other faster than their callbacks end: none is lost."""

import time

import pytest

from tests.server import serving
from tests.session import session

pytestmark = pytest.mark.browser

RATE = {"key": "rate", "double_value": 0.25}
STEPS = {"key": "steps", "double_value": 0.75}
CLICK = {"key": "click", "trigger_value": True}
SHOWN = {"rate": "applied=0.25", "steps": "steps=0.75", "click": "clicks=1"}


@pytest.fixture(scope="module")
def slow():
    """The address of a server whose callbacks take longer than the time between two changes."""
    with serving("tests/ui/slow_callbacks.py") as url:
        yield url


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("changes", [(RATE, STEPS), (RATE, CLICK), (CLICK, RATE), (CLICK, STEPS, RATE)])
def test_no_change_is_lost(slow, changes, seconds):
    with session(slow) as visitor:
        for change in changes:
            visitor.send(**change)
            time.sleep(seconds)
        while not all(SHOWN[change["key"]] in visitor.query for change in changes):
            visitor.receive(60)
