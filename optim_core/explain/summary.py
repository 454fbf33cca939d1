"""Result tables: one row per contender, of a race on a surface or of a training over all its seeds."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optim_core.base.result import Failure, Status
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import distance_to_minimum, nearest_minima, path_length, steps_to
from optim_core.specs.results import TrainingLog, Trajectory, by_contender


@dataclass(frozen=True, kw_only=True)
class SurfaceRow:
    """One contender of a race on a surface. A diverged or failed one has no rank, final loss or best loss."""

    label: str
    rank: int | None
    """By the final loss, from 1; equal losses share a rank."""
    final_loss: float | None
    best_loss: float | None
    steps_to: int | None
    """Steps until the loss reaches the target; None if it never does."""
    evaluations_to: int | None
    """Evaluations of loss and gradient until then."""
    evaluations: int
    """Evaluations of loss and gradient in the whole run."""
    uses_closure: bool
    """Whether a step may need more than one evaluation."""
    path_length: float
    minimum: tuple[float, float] | None
    """The known minimizer nearest to the last point."""
    distance: float | None
    """Distance of the last point from there."""
    status: Status
    stopped_at: int | None
    failure: Failure | None
    last_loss: float
    """Loss at the last finite point, also of a diverged run."""


@dataclass(frozen=True, kw_only=True)
class SeedSummary:
    """Statistics of one number over the seeds of a contender that neither diverged nor failed."""

    mean: float
    deviation: float
    """Sample standard deviation; 0 for one seed."""
    lowest: float
    highest: float


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """One contender's trainings. Diverged and failed seeds are left out of the numbers, which are None if all are."""

    label: str
    rank: int | None
    """By the number of diverged seeds, then by the mean final test score, then by the mean final test loss; from 1."""
    train_loss: SeedSummary | None
    test_loss: SeedSummary | None
    train_score: SeedSummary | None
    test_score: SeedSummary | None
    best_test_score: SeedSummary | None
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


def surface_rows(run: SurfaceRun, trajectories: Sequence[Trajectory], target: float) -> tuple[SurfaceRow, ...]:
    """One row per contender of `run`, in their order.

    `target`: the gap to the lowest known loss that counts as reached, as a share of the gap at the start.
    """
    ranks = _ranks([float(one.loss[-1]) if one.status.has_result else None for one in trajectories])
    names = labels(run.optimizers)
    contenders = zip(trajectories, names, ranks, strict=True)
    return tuple(_surface_row(run, one, target, name, rank) for one, name, rank in contenders)


def _surface_row(run: SurfaceRun, one: Trajectory, target: float, label: str, rank: int | None) -> SurfaceRow:
    has_result = one.status.has_result
    x, y = nearest_minima(one, run.surface)[-1].tolist()
    known = not math.isnan(x)
    reached = steps_to(one, run.surface, target)
    return SurfaceRow(
        label=label,
        rank=rank,
        final_loss=float(one.loss[-1]) if has_result else None,
        best_loss=float(one.loss.min()) if has_result else None,
        steps_to=reached,
        evaluations_to=None if reached is None else int(one.evaluations[reached]),
        evaluations=int(one.evaluations[-1]),
        uses_closure=one.optimizer.uses_closure,
        path_length=path_length(one),
        minimum=(x, y) if known else None,
        distance=float(distance_to_minimum(one, run.surface)[-1]) if known else None,
        status=one.status,
        stopped_at=one.stopped_at,
        failure=one.failure,
        last_loss=float(one.loss[-1]),
    )


def model_rows(logs: Sequence[TrainingLog]) -> tuple[ModelRow, ...]:
    """One row per contender; `logs` are ordered by contender, then by seed."""
    groups = by_contender(logs, len({log.seed for log in logs}))
    names = labels([group[0].optimizer for group in groups])
    ranks = _ranks([_rank_key(group) for group in groups])
    return tuple(_model_row(group, name, rank) for group, name, rank in zip(groups, names, ranks, strict=True))


def _rank_key(group: Sequence[TrainingLog]) -> tuple[float, ...] | None:
    score, loss = _summary(group, _last_score), _summary(group, _last_loss)
    return None if score is None or loss is None else (len(group) - len(_with_result(group)), -score.mean, loss.mean)


def _model_row(group: Sequence[TrainingLog], label: str, rank: int | None) -> ModelRow:
    excluded = [log for log in group if not log.status.has_result]
    reported = min(excluded, key=lambda log: log.stopped_at or 0) if excluded else group[0]
    return ModelRow(
        label=label,
        rank=rank,
        train_loss=_summary(group, lambda log: log.train_loss[-1]),
        test_loss=_summary(group, _last_loss),
        train_score=_summary(group, lambda log: log.train_score[-1]),
        test_score=_summary(group, _last_score),
        best_test_score=_summary(group, lambda log: log.test_score.max()),
        evaluations=float(np.mean([log.evaluations[-1] for log in group])),
        uses_closure=group[0].optimizer.uses_closure,
        seeds=len(group),
        diverged=len(excluded),
        status=reported.status,
        seed=reported.seed,
        stopped_at=reported.stopped_at,
        failure=reported.failure,
    )


def _last_score(log: TrainingLog) -> float:
    return float(log.test_score[-1])


def _last_loss(log: TrainingLog) -> float:
    return float(log.test_loss[-1])


def _with_result(group: Sequence[TrainingLog]) -> list[TrainingLog]:
    return [log for log in group if log.status.has_result]


def _summary(group: Sequence[TrainingLog], number: Callable[[TrainingLog], float]) -> SeedSummary | None:
    """Statistics of `number` over the seeds with a result; None if no seed has one."""
    values = np.array([number(log) for log in _with_result(group)])
    if not len(values):
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return SeedSummary(mean=mean, deviation=deviation, lowest=float(values.min()), highest=float(values.max()))


def _ranks(scores: Sequence[Any]) -> list[int | None]:
    """Ranks from 1 for the lowest score; equal scores share a rank, and None has none."""
    known = [score for score in scores if score is not None]
    return [None if score is None else 1 + sum(other < score for other in known) for score in scores]
