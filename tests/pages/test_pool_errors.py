"""A page whose work the pool gives up says so in the reader's language, and the rest of it stays."""

from concurrent.futures import Future

import pytest

from optim_core.base import pool
from optim_core.base.errors import JobTimeoutError, WorkerDiedError
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from tests.pages.test_pages import box, draft, in_this_process, opened
from ui.app.shell import PAGES
from ui.compute import shared_results

__all__ = ["in_this_process"]


def failing(error: Exception):
    def submit(*_: object, **__: object) -> "Future[object]":
        future: Future[object] = Future()
        future.set_exception(error)
        return future

    return submit


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("model", "maps", "catalogue")])
def test_a_page_without_its_numbers_says_why(monkeypatch, page, language):
    shared_results.clear()
    monkeypatch.setattr(pool, "submit", failing(WorkerDiedError()))
    test = opened(page, language)
    said = load(language)("error.worker_died", where="")
    assert any(said in error.value for error in test.error), [error.value for error in test.error]


@pytest.mark.parametrize("error", [WorkerDiedError(), JobTimeoutError(60.0)], ids=lambda one: type(one).__name__)
def test_a_change_whose_race_is_given_up_leaves_the_last_race(monkeypatch, error):
    test = opened(surface="Booth", o1="SGD", steps="40")
    well = pool.submit

    def submit(function, *args, **owned):
        return failing(error)() if function is descend else well(function, *args, **owned)

    monkeypatch.setattr(pool, "submit", submit)
    number = box(test, "o1.lr")
    number.set_value(0.0123).run()
    test.run()
    assert not test.exception
    assert [str(error)] == [shown.value.partition(". The")[0] for shown in test.error]
    assert draft(test)["o1.lr"] == "0.0123"
    assert len(test.main) > 5
