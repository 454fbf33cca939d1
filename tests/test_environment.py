"""Settings from the environment: a wrong one ends in one sentence and a known exit status, never a traceback."""

import pytest

from optim_core.environment import WORKER_COUNT, SettingError, worker_count

BAD_COUNTS = ("two", "-1", "1.5", "nan", "inf", "1e9", "9" * 5_000, "0x2", str(WORKER_COUNT.high + 1))


@pytest.mark.parametrize("text", BAD_COUNTS)
def test_a_worker_count_that_is_none_is_refused_by_name(monkeypatch, text):
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
