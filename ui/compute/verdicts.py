"""Verdicts on claims, cached for all sessions."""

import streamlit as st

from optim_core.explain.claims import CLAIMS, AbstractClaim, Verdict
from ui.compute import visitor


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=dict.fromkeys(CLAIMS, repr))
def verdict(claim: AbstractClaim) -> Verdict:
    """The verdict on a claim, from its experiment."""
    return visitor.run(type(claim).check, claim)
