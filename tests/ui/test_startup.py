"""A server that waits for its workers answers all the same when they do not come."""

from concurrent.futures import Future

import pytest

from optim_core.base import pool
from optim_core.base.errors import WorkerDiedError
from ui.app import startup


@pytest.mark.parametrize("error", [None, WorkerDiedError()])
def test_a_server_answers_without_its_workers(monkeypatch, error):
    never: Future[int] = Future()
    if error:
        never.set_exception(error)
    monkeypatch.setattr(pool, "submit", lambda function: never)
    monkeypatch.setattr(startup, "PATIENCE", 0.01)
    startup.wait_for_workers()
