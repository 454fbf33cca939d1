"""Verdicts on claims, shared by all sessions."""

from optim_core.explain.claims import AbstractClaim, Verdict
from ui.compute import shared_results


def verdict(claim: AbstractClaim) -> Verdict:
    """The verdict on a claim, from its experiment."""
    return shared_results.result(type(claim).check, claim)
