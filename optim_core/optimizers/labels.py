"""Labels that distinguish the contenders of a run."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers import AbstractOptimizer


def labels(optimizers: Sequence[AbstractOptimizer]) -> tuple[str, ...]:
    """One label per contender: its full name, then, among equal names, differing values or else a number."""
    names = [_with_differences(optimizer, optimizers) for optimizer in optimizers]
    total, seen, result = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        result.append(f"{name} ({seen[name]})" if total[name] > 1 else name)
    return tuple(result)


def full_name(optimizer: AbstractOptimizer) -> str:
    """The class name, followed by the name of the variant if it has one, as in "Composed = Adam"."""
    known = optimizer.variant_name
    return type(optimizer).__name__ + (f" = {known}" if known else "")


def _with_differences(optimizer: AbstractOptimizer, optimizers: Sequence[AbstractOptimizer]) -> str:
    namesakes = [other for other in optimizers if full_name(other) == full_name(optimizer)]
    parts = _differences(optimizer, namesakes)
    for field in optimizer.parts:
        part, others = getattr(optimizer, field), [getattr(other, field) for other in namesakes]
        if part is not None and len(set(others)) > 1:
            same_class = [other for other in others if type(other) is type(part)]
            parts.append(" ".join([type(part).__name__, *_differences(part, same_class)]))
    return " ".join([full_name(optimizer), ", ".join(parts)]).strip()


def _differences(spec: Declared, namesakes: Sequence[Any]) -> list[str]:
    """Texts `name value` of the hyperparameters that differ among the namesakes."""
    domains = hypers(type(spec))
    differing = [name for name in domains if len({getattr(other, name) for other in namesakes}) > 1]
    return [f"{name} {domains[name].format(getattr(spec, name))}" for name in differing]
