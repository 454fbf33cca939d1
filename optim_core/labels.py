"""Names that tell contenders apart."""

from collections import Counter
from collections.abc import Sequence

from optim_core.hyper import hypers
from optim_core.optimizers import AbstractOptimizer


def labels(optimizers: Sequence[AbstractOptimizer]) -> tuple[str, ...]:
    """One name each: the class and what it is known as; where two share it what sets them apart, or else a number."""
    names = [_with_differences(optimizer, optimizers) for optimizer in optimizers]
    total, seen, result = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        result.append(f"{name} ({seen[name]})" if total[name] > 1 else name)
    return tuple(result)


def _name(optimizer: AbstractOptimizer) -> str:
    known = optimizer.known_as
    return type(optimizer).__name__ + (f" = {known}" if known else "")


def _with_differences(optimizer: AbstractOptimizer, optimizers: Sequence[AbstractOptimizer]) -> str:
    cls = type(optimizer)
    twins = [other.values() for other in optimizers if _name(other) == _name(optimizer)]
    differing = [name for name in hypers(cls) if len({twin[name] for twin in twins}) > 1]
    parts = [f"{name} {hypers(cls)[name].format(getattr(optimizer, name))}" for name in differing]
    return " ".join([_name(optimizer), ", ".join(parts)]).strip()
