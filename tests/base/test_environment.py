"""Settings from the environment: an invalid one gives a message and an exit status, not a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from optim_core.base.environment import WORKER_COUNT, SettingError, worker_count

ROOT = Path(__file__).parents[2]
BAD_COUNTS = ("two", "-1", "1.5", "nan", "inf", "1e9", "9" * 5_000, "0x2", str(WORKER_COUNT.high + 1))


@pytest.mark.parametrize("text", BAD_COUNTS)
def test_an_invalid_worker_count_is_an_error_with_its_name(monkeypatch, text):
    monkeypatch.setenv("OPTIM_WORKERS", text)
    with pytest.raises(SettingError, match=r"^OPTIM_WORKERS must be in") as caught:
        worker_count(2)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(("text", "count"), [("", 2), (" ", 2), ("0", 0), (" 3 ", 3), ("512", 512)])
def test_a_worker_count(monkeypatch, text, count):
    monkeypatch.setenv("OPTIM_WORKERS", text)
    assert worker_count(2) == count


def test_an_unset_worker_count_is_the_default(monkeypatch):
    monkeypatch.delenv("OPTIM_WORKERS", raising=False)
    assert worker_count(7) == 7


HOSTED = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("hosting/streamlit_app.py", default_timeout=120).run()
print([error.value for error in app.error], len(app.exception))
"""


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["OPTIM_WORKERS=two", "OPTIM_OPTIMIZERS=nope:X"])
def test_the_hosted_page_shows_the_message(setting):
    name, _, value = setting.partition("=")
    environment = os.environ | {name: value}
    asked = [sys.executable, "-c", HOSTED]
    done = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout[2:].startswith(name), done.stderr
    assert done.stdout.endswith("] 0\n")
