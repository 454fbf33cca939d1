from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from tests import shared_server


def test_the_first_starts_it_the_others_find_it_and_the_last_lets_it_end(tmp_path, monkeypatch):
    events = []

    @contextmanager
    def serving():
        events.append("start")
        yield f"server {events.count('start')}"
        events.append("end")

    def use(entered: Event, leave: Event) -> str:
        with shared_server.shared_server(tmp_path) as address:
            entered.set()
            assert leave.wait(60)
            events.append("left")
        return address

    monkeypatch.setattr(shared_server, "serving", serving)
    entered, leave = [Event() for _ in range(3)], [Event() for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        users = []
        for number in range(2):
            users.append(threads.submit(use, entered[number], leave[number]))
            assert entered[number].wait(60)
        leave[0].set()
        with pytest.raises(TimeoutError):
            users[0].result(0.2)
        leave[1].set()
        assert [user.result(60) for user in users] == ["server 1", "server 1"]
        leave[2].set()
        assert use(entered[2], leave[2]) == "server 2"
    assert events == ["start", "left", "left", "end", "start", "left", "end"]


def test_a_server_that_does_not_start_is_started_by_the_next(tmp_path, monkeypatch):
    @contextmanager
    def broken():
        raise TimeoutError
        yield

    @contextmanager
    def serving():
        yield "server"

    monkeypatch.setattr(shared_server, "serving", broken)
    with pytest.raises(TimeoutError), shared_server.shared_server(tmp_path):
        pass
    monkeypatch.setattr(shared_server, "serving", serving)
    for _ in range(2):
        with shared_server.shared_server(tmp_path) as address:
            assert address == "server"
