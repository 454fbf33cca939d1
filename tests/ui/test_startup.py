"""What a server does before its first visitor, who waits for neither imports nor workers that do not come."""

import subprocess
import sys
from concurrent.futures import Future

import pytest

from optim_core.base import pool
from optim_core.base.errors import WorkerDiedError
from tests.server import ROOT
from ui.app import startup

IMPORTED = """
import sys
from streamlit.testing.v1 import AppTest
from ui.app import startup
startup.pool.start = startup.train_opening = lambda *_: None
startup.start()
before = set(sys.modules)
AppTest.from_file("app.py", default_timeout=240).run()
AppTest.from_file("pages/surface.py", default_timeout=240).run()
print(*sorted(set(sys.modules) - before))
"""


@pytest.mark.parametrize("error", [None, WorkerDiedError()])
def test_a_server_answers_without_its_workers(monkeypatch, error):
    never: Future[int] = Future()
    if error:
        never.set_exception(error)
    monkeypatch.setattr(pool, "submit", lambda function: never)
    monkeypatch.setattr(startup, "PATIENCE", 0.01)
    startup.wait_for_workers()


@pytest.mark.slow
def test_pages_import_nothing_more_that_is_large():
    command = [sys.executable, "-c", IMPORTED]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    large = ("pandas", "scipy", "ui.", "optim_core.", "streamlit.emojis")
    assert [name for name in printed.split() if name.startswith(large)] == []
