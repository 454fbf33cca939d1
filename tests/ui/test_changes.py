"""Changes that follow each other faster than their callbacks end: none is lost."""

import time

import pytest

from tests.server import serving
from tests.session import session

pytestmark = pytest.mark.browser

RATE = {"key": "rate", "double_value": 0.25}
STEPS = {"key": "steps", "double_value": 0.75}
CLICK = {"key": "click", "trigger_value": True}
TRAIN, ADD, REMOVE = {"trigger_value": True}, {"string_trigger_value": "Rprop"}, {"string_trigger_value": "Remove"}
CLICKS = (
    ("model", "model.train", TRAIN, lambda visitor: any("model.stop" in key for key in visitor.widgets)),
    ("surface", "surface.add", ADD, lambda visitor: "=Rprop" in visitor.query),
    ("surface", "surface.o2.menu", REMOVE, lambda visitor: "o2=" not in visitor.query),
)
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


@pytest.mark.parametrize("seconds", [0.01, 0.05])
@pytest.mark.parametrize(("page", "key", "click", "is_done"), CLICKS, ids=[key for _, key, *_ in CLICKS])
def test_no_click_is_lost_to_the_change_that_follows(url, page, key, click, is_done, seconds):
    with session(url, page, "lang=en&epochs=80" if page == "model" else "lang=en") as visitor:
        assert not is_done(visitor)
        visitor.send(key, **click)
        time.sleep(seconds)
        visitor.send(f"{page}.o1.lr.box", double_value=0.0123)
        while not (is_done(visitor) and "o1.lr=0.0123" in visitor.query):
            visitor.receive(60)


def test_a_link_stays_when_a_callback_asks_for_the_page_again(slow):
    with session(slow) as visitor:
        visitor.send(**CLICK)
        time.sleep(0.5)
        visitor.query = "link=7"
        visitor.send(**STEPS)
        while not all(part in visitor.query for part in ("link=7", "clicks=1", "steps=0.75")):
            visitor.receive(60)


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.02, 0.1])
@pytest.mark.parametrize("before", [False, True])
def test_back_counts_although_a_change_follows_at_once(url, seconds, before):
    """`before`: it also waits for a run that is under way."""
    older, newer = "lesson=stability", "lesson=conditioning"
    with session(url, "lessons", older) as visitor:
        visitor.query = newer
        visitor.go("lessons")
        assert newer in visitor.query
        if before:
            visitor.ask()
        visitor.query = older
        visitor.ask(is_history_navigation=True)
        time.sleep(seconds)
        visitor.ask()
        visitor.rest()
        assert older in visitor.query


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2, 0.5])
def test_back_counts_although_the_run_before_has_not_ended(url, seconds):
    older, newer = "lesson=stability", "lesson=saddle"
    with session(url, "lessons", older) as visitor:
        visitor.query = newer
        visitor.follow("lessons", newer)
        time.sleep(seconds)
        visitor.query = older
        visitor.follow("lessons", older, is_history_navigation=True)
        visitor.rest()
        assert older in visitor.query


def test_a_link_to_the_open_page_can_be_followed_again_and_is_in_the_address(url):
    """Whose address such a link does not change until the page does."""
    with session(url, "catalogue", "optimizer=Adam") as visitor:
        for name in ("SGD", "Adam", "SGD"):
            visitor.follow("catalogue", f"optimizer={name}")
            while visitor.query != f"optimizer={name}":
                visitor.receive(60)


@pytest.mark.parametrize("given", ["", "&steps=500"])
def test_a_link_opens_its_race_again_although_that_was_changed(url, given):
    """Also a link with a default, which the page does not write."""
    link = f"surface=Beale&o1=Adam&o1.lr=0.05{given}"
    with session(url, "claims") as visitor:
        for _ in range(2):
            visitor.query = link
            visitor.follow("surface", link)
            visitor.rest()
            assert "o1.lr=0.05" in visitor.query
            visitor.change("surface.o1.lr.box", double_value=0.0123)
            visitor.rest()
            assert "o1.lr=0.0123" in visitor.query
            visitor.follow("claims", "")
            visitor.rest()


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1])
def test_a_link_to_the_open_page_counts_although_a_change_follows_at_once(url, seconds):
    """A change on what was open before, whose address the browser still shows."""
    with session(url, "surface", "surface=Beale&o1=Adam") as visitor:
        visitor.follow("surface", "surface=Rosenbrock&o1=Adam")
        time.sleep(seconds)
        visitor.send("surface.o1.lr.box", double_value=0.0123)
        visitor.rest()
        assert "surface=Rosenbrock" in visitor.query
