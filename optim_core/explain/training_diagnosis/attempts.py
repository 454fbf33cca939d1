"""Suggestions after a finding: entries of a training's link with new values.

An entry of the contender itself is named as its field, such as `lr` or `schedule.T_max`; others are `epochs`,
`batch_size`, `seeds`, or fields of the model, such as `model.width`.
"""

import math
from collections.abc import Mapping

from optim_core.base.domains import AbstractNumber, Choice, Whole
from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers import AbstractOptimizer

Attempt = Mapping[str, float | bool | str]


def scaled_rate(optimizer: AbstractOptimizer, factor: float) -> Attempt:
    """The learning rate times `factor`; nothing where a schedule or the method itself sets the rate."""
    if optimizer.schedule is not None or optimizer.lr_is_initial_step:
        return {}
    return number(optimizer, "lr", optimizer.lr * factor)


def number(owner: Declared, name: str, value: float, prefix: str = "") -> Attempt:
    """The number `name` of a spec at `value`, rounded to two digits or to a whole number, and inside its slider.

    Nothing if there is no such number, if `value` is not finite, or if that is what it is already.
    """
    domain = hypers(type(owner)).get(name)
    if not isinstance(domain, AbstractNumber) or not math.isfinite(value):
        return {}
    rounded = round(value) if isinstance(domain, Whole) else float(f"{value:.2g}")
    low, high = domain.slider_range or (domain.low, domain.high)
    found = min(max(rounded, low), high)
    return {} if found == getattr(owner, name) else {prefix + name: found}


def option(owner: Declared, name: str, value: str, prefix: str = "") -> Attempt:
    """The choice `name` of a spec at `value`; nothing if there is no such choice, or if that is what it is already."""
    domain = hypers(type(owner)).get(name)
    if not isinstance(domain, Choice) or value not in domain.options or getattr(owner, name) == value:
        return {}
    return {prefix + name: value}


def owner_of(run: Declared, optimizer: AbstractOptimizer, name: str) -> tuple[type[Declared], str]:
    """The class that declares an attempt's entry, and its field there."""
    prefix, _, field = name.rpartition(".")
    if prefix:
        return type(getattr(run if prefix == "model" else optimizer, prefix)), field
    return type(optimizer if field in hypers(type(optimizer)) else run), field
