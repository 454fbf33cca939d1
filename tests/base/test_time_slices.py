"""Time slices of the jobs in one worker."""

import time

import pytest

from optim_core.base.time_slices import JobStopped, JobThreads, clock, yield_if_due


@pytest.fixture
def threads():
    made = JobThreads(lambda: None)
    yield made
    made.close()


def counting(seen: list[str], name: str, rounds: int):
    def count() -> str:
        for _ in range(rounds):
            seen.append(name)
            yield_if_due()
        return name

    return count


def outcome(threads: JobThreads) -> tuple[str, object]:
    return tuple(threads.outcomes.get(timeout=60))


def test_outside_the_pool_nothing_pauses_and_the_clock_is_monotonic_time():
    yield_if_due()
    assert clock() == pytest.approx(time.monotonic(), abs=0.1)


def test_jobs_continue_where_they_paused(threads):
    seen: list[str] = []
    threads.begin(1, counting(seen, "a", 2), 0)
    assert outcome(threads) == ("paused", None)
    threads.begin(2, counting(seen, "b", 1), 0)
    assert outcome(threads) == ("paused", None)
    for number, expected in ((1, "paused"), (2, "done"), (1, "done")):
        threads.resume(number, 0)
        assert outcome(threads)[0] == expected
    assert seen == ["a", "b", "a"]
    assert not threads.jobs


def test_a_job_with_time_left_does_not_pause(threads):
    threads.begin(1, counting([], "a", 1000), 60)
    assert outcome(threads) == ("done", "a")


def test_the_clock_stands_still_while_a_job_waits(threads):
    def waited() -> float:
        began = clock()
        yield_if_due()
        return clock() - began

    threads.begin(1, waited, 0)
    assert outcome(threads)[0] == "paused"
    time.sleep(0.3)
    threads.resume(1, 0)
    kind, seconds = outcome(threads)
    assert kind == "done"
    assert seconds < 0.2


def test_a_stopped_job_cleans_up_and_catches_nothing(threads):
    seen: list[str] = []

    def stubborn() -> None:
        try:
            yield_if_due()
        except Exception:
            seen.append("caught")
        finally:
            yield_if_due()  # does not wait a second time
            seen.append("cleaned up")

    threads.begin(1, stubborn, 0)
    assert outcome(threads)[0] == "paused"
    threads.stop(1)
    assert outcome(threads) == ("stopped", None)
    assert seen == ["cleaned up"]


def test_errors_end_a_job_and_no_more(threads):
    for error in (ValueError("no"), SystemExit(3), KeyboardInterrupt()):

        def fail(error: BaseException = error) -> None:
            raise error

        threads.begin(1, fail, 60)
        assert outcome(threads) == ("failed", error)
    threads.begin(2, lambda: 5, 60)
    assert outcome(threads) == ("done", 5)


def test_closing_ends_a_running_job_at_its_next_yield():
    threads, ended = JobThreads(lambda: None), []

    def endless() -> None:
        try:
            while True:
                yield_if_due()
        except JobStopped:
            ended.append(1)
            raise

    threads.begin(1, endless, 60)
    time.sleep(0.1)
    threads.close()
    deadline = time.monotonic() + 10
    while not ended and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ended == [1]
