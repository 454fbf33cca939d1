"""Statistics of a contender over its seeds, and the ranks that follow from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.specs.ranking import shared_ranks, tiers
from optim_core.specs.results import TrainingLog


@dataclass(frozen=True, kw_only=True)
class SeedSummary:
    """Statistics of one number over the seeds of a contender that neither diverged nor failed."""

    mean: float
    deviation: float
    """Sample standard deviation; 0 for one seed."""
    lowest: float
    highest: float


def model_ranks(groups: Sequence[Sequence[TrainingLog]]) -> list[int | None]:
    """Ranks of contenders, each with one log per seed; see `ModelRow.rank`."""
    keys: dict[int, tuple[float, ...]] = {
        index: (len(group) - len(ended),) for index, group in enumerate(groups) if (ended := with_result(group))
    }
    for number, sign in ((last_score, -1), (last_loss, 1)):
        summaries = {index: summary for index in keys if (summary := seed_summary(groups[index], number))}
        for key in set(keys.values()):
            tied = [index for index in keys if keys[index] == key]
            means = [sign * summaries[index].mean for index in tied]
            found = tiers(means, _larger([summaries[index].deviation for index in tied]))
            keys |= {index: (*key, tier) for index, tier in zip(tied, found, strict=True)}
    return shared_ranks(keys, len(groups))


def _larger(spreads: Sequence[float]) -> Callable[[int, int], float]:
    return lambda one, other: max(spreads[one], spreads[other])


def last_score(log: TrainingLog) -> float:
    """The score on the test set after the last epoch."""
    return float(log.test_score[-1])


def last_loss(log: TrainingLog) -> float:
    """The mean loss over the test set after the last epoch."""
    return float(log.test_loss[-1])


def with_result(group: Sequence[TrainingLog]) -> list[TrainingLog]:
    """The seeds that neither diverged nor failed."""
    return [log for log in group if log.status.has_result]


def seed_summary(group: Sequence[TrainingLog], number: Callable[[TrainingLog], float]) -> SeedSummary | None:
    """Statistics of `number` over the seeds with a result; None if no seed has one."""
    values = np.array([number(log) for log in with_result(group)])
    if not len(values):
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return SeedSummary(mean=mean, deviation=deviation, lowest=float(values.min()), highest=float(values.max()))
