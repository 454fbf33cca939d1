"""Verdicts on claims, kept for everyone."""

import streamlit as st

from optim_core.explain.claims import CLAIMS, AbstractClaim, Verdict
from ui.compute import visitor


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=dict.fromkeys(CLAIMS, repr))
def verdict(claim: AbstractClaim) -> Verdict:
    """What the experiment says of the claim."""
    return visitor.run(type(claim).check, claim)
