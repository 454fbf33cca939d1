"""The table of all claims."""

import re

import pytest

from optim_core.base.errors import JobTimeoutError
from optim_core.base.text import load
from optim_core.explain.claims import CLAIMS
from tests.pages.test_pages import in_this_process, opened
from ui.compute import shared_results

__all__ = ["in_this_process"]
FEW = CLAIMS[:3]
LATE = FEW[1]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_claim_that_takes_too_long_says_so_in_its_own_row(monkeypatch, language):
    """Before, the first such claim took the table of all others with it."""

    def check(claim):
        raise JobTimeoutError(60.0)

    monkeypatch.setattr("ui.learn.claims.CLAIMS", FEW)
    monkeypatch.setattr(LATE, "check", check)
    shared_results.clear()
    test = opened("claims", language)
    test.button(key="claims.check_all").click().run(timeout=240)
    assert not test.exception
    table = next(one.value for one in test.markdown if one.value.startswith("| "))
    says, *verdicts = zip(*(re.split(r" \| ", row.strip("| ")) for row in table.splitlines()[2:]), strict=True)
    assert list(says) == [load(language)(f"claim.{cls.__name__}.says") for cls in FEW]
    for column in verdicts:
        assert [":material/error:" in cell and "60" in cell for cell in column] == [cls is LATE for cls in FEW]


def test_the_table_never_keeps_more_than_two_rows_in_the_pools_line(monkeypatch):
    """A claim that is opened meanwhile waits behind them."""
    begun, done, most = set(), set(), []

    def begin(claim):
        begun.add(claim)
        most.append(len(begun - done))

    def verdict(claim):
        done.add(claim)
        return shared_results.result(type(claim).check, claim)

    monkeypatch.setattr("ui.learn.claims.CLAIMS", CLAIMS[:5])
    monkeypatch.setattr("ui.learn.claims.begin_verdict", begin)
    monkeypatch.setattr("ui.learn.claims.verdict", verdict)
    test = opened("claims")
    test.button(key="claims.check_all").click().run(timeout=240)
    assert not test.exception
    assert (len(begun), max(most)) == (10, 4)
