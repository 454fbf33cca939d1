"""Turns of jobs in one process."""

import time

import pytest

from optim_core.base.turns import JobStopped, Turns, clock, give_way


@pytest.fixture
def turns():
    made = Turns(lambda: None)
    yield made
    made.close()


def counting(seen: list[str], name: str, turns: int):
    def count() -> str:
        for _ in range(turns):
            seen.append(name)
            give_way()
        return name

    return count


def outcome(turns: Turns) -> tuple[str, object]:
    return tuple(turns.outcomes.get(timeout=60))


def test_outside_the_pool_nobody_gives_way_and_time_is_time():
    give_way()
    assert clock() == pytest.approx(time.monotonic(), abs=0.1)


def test_jobs_go_on_where_they_gave_way(turns):
    seen: list[str] = []
    turns.begin(1, counting(seen, "a", 2), 0)
    assert outcome(turns) == ("paused", None)
    turns.begin(2, counting(seen, "b", 1), 0)
    assert outcome(turns) == ("paused", None)
    for number, expected in ((1, "paused"), (2, "done"), (1, "done")):
        turns.resume(number, 0)
        assert outcome(turns)[0] == expected
    assert seen == ["a", "b", "a"]
    assert not turns.jobs


def test_a_job_with_time_left_does_not_give_way(turns):
    turns.begin(1, counting([], "a", 1000), 60)
    assert outcome(turns) == ("done", "a")


def test_the_clock_stands_still_while_a_job_waits(turns):
    def waited() -> float:
        began = clock()
        give_way()
        return clock() - began

    turns.begin(1, waited, 0)
    assert outcome(turns)[0] == "paused"
    time.sleep(0.3)
    turns.resume(1, 0)
    kind, seconds = outcome(turns)
    assert kind == "done"
    assert seconds < 0.2


def test_a_stopped_job_cleans_up_and_catches_nothing(turns):
    seen: list[str] = []

    def stubborn() -> None:
        try:
            give_way()
        except Exception:
            seen.append("caught")
        finally:
            give_way()  # does not wait a second time
            seen.append("cleaned up")

    turns.begin(1, stubborn, 0)
    assert outcome(turns)[0] == "paused"
    turns.stop(1)
    assert outcome(turns) == ("stopped", None)
    assert seen == ["cleaned up"]


def test_errors_end_a_job_and_no_more(turns):
    for error in (ValueError("no"), SystemExit(3), KeyboardInterrupt()):

        def fail(error: BaseException = error) -> None:
            raise error

        turns.begin(1, fail, 60)
        assert outcome(turns) == ("failed", error)
    turns.begin(2, lambda: 5, 60)
    assert outcome(turns) == ("done", 5)


def test_a_closed_one_stops_what_runs_when_it_would_give_way():
    turns, ended = Turns(lambda: None), []

    def endless() -> None:
        try:
            while True:
                give_way()
        except JobStopped:
            ended.append(1)
            raise

    turns.begin(1, endless, 60)
    time.sleep(0.1)
    turns.close()
    deadline = time.monotonic() + 10
    while not ended and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ended == [1]
