"""The result table of a training: one row per contender, over all its seeds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.result import Failure, Status
from optim_core.evidence.bootstrap import Interval
from optim_core.explain.averaging import averaged_summary
from optim_core.explain.seed_summary import (
    SeedSummary,
    last_loss,
    last_score,
    model_ranks,
    score_comparison,
    seed_summary,
)
from optim_core.optimizers.labels import labels
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.specs.views import ModelView
from optim_core.train.arrivals import epochs_to


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """One contender's trainings. Diverged and failed seeds are left out of the numbers, which are None if all are."""

    label: str
    rank: int | None
    """With one seed by the final test score, then by the final test loss, from 1; with several, one more than the
    number of contenders whose final test scores are significantly better, see `compare`.
    """
    letters: str
    """Contenders that share a letter cannot be told apart; "" with one seed or without a result."""
    interval: Interval | None
    """Bootstrap interval of the mean final test score; None for fewer than `LEAST_VALUES` seeds with a result."""
    train_loss: SeedSummary | None
    test_loss: SeedSummary | None
    train_score: SeedSummary | None
    test_score: SeedSummary | None
    best_test_score: SeedSummary | None
    averaged_test_loss: SeedSummary | None
    averaged_test_score: SeedSummary | None
    """Those of the averaged weights; None without any, see `averaged_summary`."""
    epochs_to: int | None
    """The median of `epochs_to` over all seeds, of two in the middle the later; None is later than any epoch."""
    arrived: int
    """Number of seeds that reach the target for good."""
    evaluations: float
    """Evaluations of loss and gradient, as a mean over all seeds."""
    uses_closure: bool
    """Whether a step may need more than one evaluation."""
    seeds: int
    """Number of seeds."""
    diverged: int
    """Number of seeds that diverged or failed."""
    seed: int
    """The seed that diverged or failed first, else the first seed; the fields below describe it."""
    status: Status
    stopped_at: int | None
    """The step at which it was stopped."""
    failure: Failure | None
    """The exception that its optimizer raised, if it failed."""


def model_rows(logs: Sequence[TrainingLog], target: float = ModelView().target) -> tuple[ModelRow, ...]:
    """One row per contender; `logs` are ordered by contender, then by seed. `target` as in `ModelView`."""
    groups = by_contender(logs, len({log.seed for log in logs}))
    names = labels([group[0].optimizer for group in groups])
    found = score_comparison(logs)
    letters = found.letters if found.seeds > 1 else [""] * len(groups)
    arrivals = epochs_to(groups, target)
    columns = zip(groups, names, model_ranks(groups, found), letters, found.intervals, arrivals, strict=True)
    return tuple(_model_row(*column) for column in columns)


def _model_row(
    group: Sequence[TrainingLog],
    label: str,
    rank: int | None,
    letters: str,
    interval: Interval | None,
    arrivals: Sequence[int | None],
) -> ModelRow:
    excluded = [log for log in group if not log.status.has_result]
    reported = min(excluded, key=lambda log: log.stopped_at or 0) if excluded else group[0]
    return ModelRow(
        label=label,
        rank=rank,
        letters=letters,
        interval=interval,
        train_loss=seed_summary(group, lambda log: log.train_loss[-1]),
        test_loss=seed_summary(group, last_loss),
        train_score=seed_summary(group, lambda log: log.train_score[-1]),
        test_score=seed_summary(group, last_score),
        best_test_score=seed_summary(group, lambda log: log.test_score.max()),
        averaged_test_loss=averaged_summary(group, "test_loss"),
        averaged_test_score=averaged_summary(group, "test_score"),
        epochs_to=sorted(arrivals, key=_late)[len(arrivals) // 2],
        arrived=len(arrivals) - arrivals.count(None),
        evaluations=float(np.mean([log.evaluations[-1] for log in group])),
        uses_closure=group[0].optimizer.uses_closure,
        seeds=len(group),
        diverged=len(excluded),
        status=reported.status,
        seed=reported.seed,
        stopped_at=reported.stopped_at,
        failure=reported.failure,
    )


def _late(arrival: int | None) -> float:
    return math.inf if arrival is None else arrival
