"""What a diagnosis says."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from optim_core.base.hyper import AbstractNumber, hypers
from optim_core.optimizers import AbstractOptimizer


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a run did: `t("finding." + key, **values)` says it, with its numbers shortened.

    `step`, from 1, shows it. `attempt` is what to try next: names of the optimizer's or the run's hyperparameters
    -> values, none where nothing helps. The largest `weight` tells most.
    """

    key: str
    values: Mapping[str, float | str]
    step: int
    attempt: Mapping[str, float | bool]
    weight: float

    def without(self, names: Collection[str]) -> "Finding":
        """The same with no attempt at hyperparameters that something else sets."""
        return replace(self, attempt={name: value for name, value in self.attempt.items() if name not in names})


def ratio(over: float, under: float) -> float:
    """One number over the other; infinite or NaN where the other is 0."""
    return float(np.divide(over, under))


def scaled(optimizer: AbstractOptimizer, factor: float, name: str = "lr") -> dict[str, float | bool]:
    """What to try: the hyperparameter times a factor."""
    return towards(optimizer, name, getattr(optimizer, name) * factor)


def towards(optimizer: AbstractOptimizer, name: str, value: float) -> dict[str, float | bool]:
    """What to try: the value in two digits, of its distance from 1 where that counts, no further than sliders go.

    Nothing where that is the value it has, or is not finite.
    """
    if not math.isfinite(value):
        return {}
    domain = hypers(type(optimizer))[name]
    assert isinstance(domain, AbstractNumber)
    rounded = round(1 - float(f"{1 - value:.2g}"), 12) if domain.scale == "complement" else float(f"{value:.2g}")
    found = min(max(rounded, domain.ticks[0]), domain.ticks[-1])
    return {} if found == getattr(optimizer, name) else {name: found}
