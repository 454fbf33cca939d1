"""Statistics of a contender over its seeds, and the ranks that follow from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.evidence.comparison import Comparison, compare
from optim_core.specs.ranking import shared_ranks
from optim_core.specs.results import TrainingLog, by_contender


@dataclass(frozen=True, kw_only=True)
class SeedSummary:
    """Statistics of one number over the seeds of a contender that neither diverged nor failed."""

    mean: float
    deviation: float
    """Sample standard deviation; 0 for one seed."""
    lowest: float
    highest: float


def score_comparison(logs: Sequence[TrainingLog]) -> Comparison:
    """The contenders compared by their final test scores; `logs` are ordered by contender, then by seed."""
    groups = by_contender(logs, len({log.seed for log in logs}))
    scores = [[last_score(log) if log.status.has_result else -np.inf for log in group] for group in groups]
    return compare(np.array(scores))


def model_ranks(groups: Sequence[Sequence[TrainingLog]], comparison: Comparison) -> list[int | None]:
    """Ranks of contenders, each with one log per seed; see `ModelRow.rank`."""
    if comparison.seeds > 1:
        return [None if count is None else count + 1 for count in comparison.beaten_by]
    ended = {index: log for index, (log,) in enumerate(groups) if log.status.has_result}
    keys: dict[int, tuple[float, ...]] = {i: (-last_score(log), last_loss(log)) for i, log in ended.items()}
    return shared_ranks(keys, len(groups))


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
