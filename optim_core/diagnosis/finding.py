"""What a diagnosis says."""

from collections.abc import Mapping
from dataclasses import dataclass

from optim_core.hyper import AbstractNumber, hypers
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


def scaled(optimizer: AbstractOptimizer, factor: float, name: str = "lr") -> dict[str, float | bool]:
    """The hyperparameter times a factor, in two digits and within its range."""
    return within(type(optimizer), name, getattr(optimizer, name) * factor)


def within(cls: type, name: str, value: float) -> dict[str, float | bool]:
    """The value in two digits, within the range that sliders cover."""
    domain = hypers(cls)[name]
    assert isinstance(domain, AbstractNumber)
    low, high = domain.span or (domain.low, domain.high)
    return {name: min(max(float(f"{value:.2g}"), low), high)}
