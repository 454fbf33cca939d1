"""Hyperparameters of a plugin that is an optimizer."""

from collections.abc import Iterable

from optim_core.base import signature
from optim_core.base.signature import Signature
from optim_core.optimizers.schedules import RATE

IMPLEMENTATION = {"foreach", "capturable", "differentiable", "fused"}
"""Arguments that choose an implementation, not an algorithm."""


def read_signature(cls: type, excluded: Iterable[str]) -> Signature:
    """As of any plugin, after the parameters; ValueError also if there is no number `lr`."""
    read = signature.read_signature(cls, 1, {*excluded, *IMPLEMENTATION}, {"lr": RATE})
    if "lr" not in read.knobs or read.knobs["lr"].kind is not float:
        raise ValueError("has no lr with a number for its default")
    return read
