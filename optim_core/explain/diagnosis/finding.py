"""A finding of a diagnosis, and the hyperparameter values that it proposes."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from optim_core.base.domains import AbstractNumber
from optim_core.base.hyper import hypers
from optim_core.optimizers import AbstractOptimizer


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One observation about a run; its sentence is the text `finding.KEY` with `values` for its placeholders."""

    key: str
    values: Mapping[str, float | str]
    step: int
    """The step that shows it best, counted from 1."""
    attempt: Mapping[str, float | bool | str]
    """The change to try next: hyperparameter of the optimizer or of the run -> value; empty where none is proposed."""
    weight: float
    """Importance, from 0 to 100; findings are shown by falling weight."""

    def without(self, names: Collection[str]) -> "Finding":
        """The same finding, its attempt without the hyperparameters in `names`, which a schedule sets."""
        return replace(self, attempt={name: value for name, value in self.attempt.items() if name not in names})


def ratio(over: float, under: float) -> float:
    """`over` divided by `under`; infinite or NaN where `under` is 0."""
    return float(np.divide(over, under))


def propose_scaled(optimizer: AbstractOptimizer, factor: float, name: str = "lr") -> dict[str, float | bool]:
    """An attempt: the hyperparameter times `factor`, rounded and clipped as in `propose`."""
    return propose(optimizer, name, getattr(optimizer, name) * factor)


def propose(optimizer: AbstractOptimizer, name: str, value: float) -> dict[str, float | bool]:
    """An attempt: hyperparameter `name` at `value`, rounded to two digits and clipped to the range of its slider.

    On a complement scale (β near 1) the two digits are those of 1 − value. Empty if `value` is not finite, or if the
    rounded value is the optimizer's present one.
    """
    if not math.isfinite(value):
        return {}
    domain = hypers(type(optimizer))[name]
    assert isinstance(domain, AbstractNumber)
    rounded = round(1 - float(f"{1 - value:.2g}"), 12) if domain.scale == "complement" else float(f"{value:.2g}")
    found = min(max(rounded, domain.ticks[0]), domain.ticks[-1])
    return {} if found == getattr(optimizer, name) else {name: found}
