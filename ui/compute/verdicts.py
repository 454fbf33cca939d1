"""Verdicts on claims, shared by all sessions."""

from optim_core.explain.claims import AbstractClaim, Verdict
from ui.compute import shared_results


def begin_verdict(claim: AbstractClaim) -> None:
    """Start the experiment on a claim, unless its verdict is there."""
    shared_results.begin(type(claim).check, claim)


def verdict(claim: AbstractClaim) -> Verdict:
    """The verdict on a claim, from its experiment."""
    return shared_results.result(type(claim).check, claim)
