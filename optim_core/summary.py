"""A race in one row a contender."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from optim_core.labels import labels
from optim_core.metrics import distance_to_minimum, nearest_minima, path_length, steps_to
from optim_core.results import Status, TrainingLog, Trajectory
from optim_core.specs import SurfaceRun


@dataclass(frozen=True, kw_only=True)
class SurfaceRow:
    """One contender's race on a surface. A diverged run has no place and no final or best loss to be praised for."""

    label: str
    place: int | None
    final_loss: float | None
    best_loss: float | None
    steps_to: int | None
    path_length: float
    minimum: tuple[float, float] | None
    """The known minimizer nearest to the last point."""
    distance: float | None
    status: Status
    stopped_at: int | None
    last_loss: float
    """At the last finite point, diverged or not."""


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """One contender's training; places go by the last test accuracy, then by the last test loss."""

    label: str
    place: int | None
    train_loss: float | None
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    best_test_accuracy: float | None
    status: Status
    stopped_at: int | None


def surface_rows(run: SurfaceRun, trajectories: Sequence[Trajectory], target: float) -> tuple[SurfaceRow, ...]:
    """In the order of the contenders; `target` as in `SurfaceView`."""
    places = _places([None if one.status.diverged else float(one.loss[-1]) for one in trajectories])
    names = labels(run.optimizers)
    contenders = zip(trajectories, names, places, strict=True)
    return tuple(_surface_row(run, one, target, name, place) for one, name, place in contenders)


def _surface_row(run: SurfaceRun, one: Trajectory, target: float, label: str, place: int | None) -> SurfaceRow:
    sound, known = not one.status.diverged, bool(run.surface.minima)
    x, y = nearest_minima(one, run.surface)[-1].tolist()
    return SurfaceRow(
        label=label,
        place=place,
        final_loss=float(one.loss[-1]) if sound else None,
        best_loss=float(one.loss.min()) if sound else None,
        steps_to=steps_to(one, run.surface, target),
        path_length=path_length(one),
        minimum=(x, y) if known else None,
        distance=float(distance_to_minimum(one, run.surface)[-1]) if known else None,
        status=one.status,
        stopped_at=one.stopped_at,
        last_loss=float(one.loss[-1]),
    )


def model_rows(logs: Sequence[TrainingLog]) -> tuple[ModelRow, ...]:
    """In the order of the contenders."""
    scores = [None if one.status.diverged else (-one.test_accuracy[-1], one.test_loss[-1]) for one in logs]
    names = labels([one.optimizer for one in logs])
    return tuple(_model_row(one, name, place) for one, name, place in zip(logs, names, _places(scores), strict=True))


def _model_row(one: TrainingLog, label: str, place: int | None) -> ModelRow:
    sound = not one.status.diverged
    return ModelRow(
        label=label,
        place=place,
        train_loss=float(one.train_loss[-1]) if sound else None,
        test_loss=float(one.test_loss[-1]) if sound else None,
        train_accuracy=float(one.train_accuracy[-1]) if sound else None,
        test_accuracy=float(one.test_accuracy[-1]) if sound else None,
        best_test_accuracy=float(one.test_accuracy.max()) if sound else None,
        status=one.status,
        stopped_at=one.stopped_at,
    )


def _places(scores: Sequence[Any]) -> list[int | None]:
    """1 for the lowest score; equal scores share a place; None stays None."""
    known = [score for score in scores if score is not None]
    return [None if score is None else 1 + sum(other < score for other in known) for score in scores]
