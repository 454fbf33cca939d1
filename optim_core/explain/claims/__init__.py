"""Widespread claims about optimizers, each tested by an experiment: one file per claim, and its name in `CLAIMS`."""

from optim_core.explain.claims.adagrad_sparse import AdagradSuitsSparse
from optim_core.explain.claims.adam_betas import BetasAreMomenta
from optim_core.explain.claims.adam_decay import AdamDecaysLr
from optim_core.explain.claims.adamw_default import NoDecayByDefault
from optim_core.explain.claims.adamw_l2 import AdamWIsL2
from optim_core.explain.claims.alpha import AlphaIsFast
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.claims.flat_curve import FlatMeansConverged
from optim_core.explain.claims.global_minimum import AdamFindsGlobal
from optim_core.explain.claims.lr_required import LrIsRequired
from optim_core.explain.claims.momentum_decay import HasMomentumDecay
from optim_core.explain.claims.momentum_hurts import MomentumCannotHurt
from optim_core.explain.claims.nesterov import NesterovNeverWorse
from optim_core.explain.claims.rmsprop_lr import RMSpropLowersLr
from optim_core.explain.claims.saddles import AdamEscapesSaddles
from optim_core.explain.claims.tuning import AdamNeedsNoTuning
from optim_core.explain.claims.weight_decay import DecayCurbsOverfitting
from optim_core.permalink.form import Form

CLAIMS: tuple[type[AbstractClaim], ...] = (
    AlphaIsFast,
    AdamWIsL2,
    NoDecayByDefault,
    HasMomentumDecay,
    RMSpropLowersLr,
    AdagradSuitsSparse,
    AdamDecaysLr,
    BetasAreMomenta,
    DecayCurbsOverfitting,
    LrIsRequired,
    AdamEscapesSaddles,
    AdamFindsGlobal,
    MomentumCannotHurt,
    NesterovNeverWorse,
    AdamNeedsNoTuning,
    FlatMeansConverged,
)

CLAIM_FORM = Form(members={"claim": CLAIMS}, specs=(), views=(), others={}, opening={"claim": "AlphaIsFast"})

__all__ = ["CLAIMS", "CLAIM_FORM", "AbstractClaim", "Verdict", "VerdictKind"]
