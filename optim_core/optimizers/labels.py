"""Names that tell contenders apart."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers import AbstractOptimizer


def labels(optimizers: Sequence[AbstractOptimizer]) -> tuple[str, ...]:
    """One name each: the class and what it is known as; where two share it what sets them apart, or else a number."""
    names = [_with_differences(optimizer, optimizers) for optimizer in optimizers]
    total, seen, result = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        result.append(f"{name} ({seen[name]})" if total[name] > 1 else name)
    return tuple(result)


def called(optimizer: AbstractOptimizer) -> str:
    """The class and what it is known as."""
    known = optimizer.variant_name
    return type(optimizer).__name__ + (f" = {known}" if known else "")


def _with_differences(optimizer: AbstractOptimizer, optimizers: Sequence[AbstractOptimizer]) -> str:
    twins = [other for other in optimizers if called(other) == called(optimizer)]
    parts, schedule = _differences(optimizer, twins), optimizer.schedule
    if schedule is not None and len({twin.schedule for twin in twins}) > 1:
        kin = [twin.schedule for twin in twins if type(twin.schedule) is type(schedule)]
        parts.append(" ".join([type(schedule).__name__, *_differences(schedule, kin)]))
    return " ".join([called(optimizer), ", ".join(parts)]).strip()


def _differences(spec: Declared, twins: Sequence[Any]) -> list[str]:
    """What a spec has that its twins have not all: name and value."""
    domains = hypers(type(spec))
    differing = [name for name in domains if len({getattr(twin, name) for twin in twins}) > 1]
    return [f"{name} {domains[name].format(getattr(spec, name))}" for name in differing]
