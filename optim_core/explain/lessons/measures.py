"""Numbers that a lesson can ask for: one function each, of a scene, its result and a contender's index.

The name of a function, and those of its further parameters, are the ones in `lesson.toml`. Steps count from 1.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from optim_core.base.errors import SpecError
from optim_core.explain.lessons import training_measures as training
from optim_core.explain.lessons.scenes import SceneResult
from optim_core.optimizers import SGD
from optim_core.specs import metrics

NEVER = float("inf")


def hyper(scene: Any, _result: SceneResult, contender: int, name: str) -> float:
    """Hyperparameter `name` of the contender."""
    return float(getattr(scene.optimizers[contender], name))


def knob(scene: Any, _result: SceneResult, _contender: int, name: str) -> float:
    """Hyperparameter `name` of the surface, the training or the experiment."""
    return float(getattr(getattr(scene, "surface", scene), name))


def coordinate(_scene: Any, result: SceneResult, contender: int, axis: int, step: int = -1) -> float:
    """x (axis 0) or y (axis 1) after `step` updates; -1 is the last."""
    return float(result[contender].xy[step, axis])


def size(_scene: Any, result: SceneResult, contender: int, step: int = -1) -> float:
    """Distance from the origin after `step` updates; -1 is the last."""
    return float(np.linalg.norm(result[contender].xy[step]))


def steps_to_size(_scene: Any, result: SceneResult, contender: int, share: float) -> float:
    """The step from which on the distance from the origin stays at most `share` of the first; infinite if never."""
    sizes = np.linalg.norm(result[contender].xy, axis=1)
    return _or_never(metrics.arrival(sizes <= share * sizes[0]) if result[contender].status.has_result else None)


def steps_beyond(_scene: Any, result: SceneResult, contender: int, axis: int, limit: float) -> float:
    """Steps until |x| (axis 0) or |y| (axis 1) exceeds `limit`; infinite if never."""
    return _first(np.abs(result[contender].xy[:, axis]) > limit)


def distance(scene: Any, result: SceneResult, contender: int, step: int = -1) -> float:
    """Distance from the nearest known minimum after `step` updates; -1 is the last."""
    return float(metrics.distance_to_minimum(result[contender], scene.surface)[step])


def steps_to(scene: Any, result: SceneResult, contender: int, share: float) -> float:
    """The step from which on the gap to the lowest value stays at most `share` of the first; infinite if never."""
    return _or_never(metrics.steps_to(result[contender], scene.surface, share))


def loss(_scene: Any, result: SceneResult, contender: int, step: int = -1) -> float:
    """f after `step` updates; -1 is the last one, which is infinite for a diverged run."""
    path = result[contender]
    return NEVER if step == -1 and not path.status.has_result else float(path.loss[step])


def step_length(_scene: Any, result: SceneResult, contender: int, step: int = -1) -> float:
    """Length of update number `step`; -1 is the last."""
    return float(metrics.step_length(result[contender])[step if step < 0 else step - 1])


def travelled(_scene: Any, result: SceneResult, contender: int) -> float:
    """Length of the whole path."""
    return metrics.path_length(result[contender])


def stopped_at(_scene: Any, result: SceneResult, contender: int) -> float:
    """Step at which the run diverged; infinite if it did not."""
    path = result[contender]
    return NEVER if path.status.has_result or path.stopped_at is None else float(path.stopped_at)


def sharpness(scene: Any, result: SceneResult, contender: int) -> float:
    """Largest eigenvalue of the Hessian at the last point."""
    return _eigenvalues(scene, torch.tensor(result[contender].xy[-1]))[-1]


def curvature(scene: Any, _result: SceneResult, _contender: int, which: int) -> float:
    """Eigenvalue number `which` of the Hessian at the lowest minimum: 0 the smallest, -1 the largest."""
    return _eigenvalues(scene, torch.tensor(scene.surface.minima[0], dtype=torch.float64))[which]


def stability_limit(scene: Any, _result: SceneResult, contender: int) -> float:
    """Largest lr, in units of 1/L, at which the contender, an SGD, is stable on a parabola of curvature L.

    SpecError for other optimizers.
    """
    optimizer = scene.optimizers[contender]
    if not isinstance(optimizer, SGD):
        raise SpecError("stability_limit", "range", range="{SGD}", got=type(optimizer).__name__)
    low, high = 0.0, 1e3
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _growth(optimizer, middle) <= 1 else (low, middle)
    return low


def value(_scene: Any, result: SceneResult, contender: int, name: str) -> float:
    """Number `name` of an experiment's result."""
    return float(result.numbers[name][contender])


def _or_never(step: int | None) -> float:
    return NEVER if step is None else float(step)


def _first(reached: Any) -> float:
    return float(np.argmax(reached)) if reached.any() else NEVER


def _eigenvalues(scene: Any, xy: torch.Tensor) -> list[float]:
    hessian = torch.autograd.functional.hessian(scene.surface, xy)  # type: ignore[no-untyped-call]
    found: list[float] = torch.linalg.eigvalsh(hessian).tolist()
    return found


def _growth(optimizer: SGD, lr: float) -> float:
    """Asymptotic growth factor per step of (x, b) on ½ x²; b is the momentum buffer."""
    # b <- μ b + (1 − τ) x,  d = x + μ b or b,  x <- x − η d
    mu = optimizer.momentum
    b = np.array([1 - optimizer.dampening if mu else 1.0, mu])
    d = np.array([1.0, 0.0]) + mu * b if optimizer.nesterov else b
    return float(np.abs(np.linalg.eigvals(np.array([np.array([1.0, 0.0]) - lr * d, b]))).max())


Measure = Callable[..., float]
MEASURES: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (
        hyper, knob, coordinate, size, steps_to_size, steps_beyond, distance, steps_to, loss, step_length, travelled,
        stopped_at, sharpness, curvature, stability_limit, value,
        training.data, training.knob_of_model, training.best_lr, training.best_loss_in_training,
        training.accuracy, training.accuracy_range, training.accuracy_deviation,
        training.loss_in_training, training.loss_in_test, training.lowest_loss_in_test, training.best_epoch,
        training.mean_batch_loss, training.batch_loss_deviation, training.faded,
    )
}  # fmt: skip
