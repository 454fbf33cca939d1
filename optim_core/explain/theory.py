"""What is known in closed form about a sweep, as lines and points on its axes."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import torch

from optim_core.base.result import AbstractResult, Array
from optim_core.optimizers import SGD, AbstractOptimizer, AdamW
from optim_core.optimizers.sgd import largest_load
from optim_core.specs import Sweep
from optim_core.surfaces import AbstractSurface, Quadratic

Name = Literal["stability", "polyak", "nesterov", "decay"]
POINTS = 200
LEAST_POWER = -300
"""Of ten, that a line stands for; doubles end there."""
STATIONARY = 1e-3
"""The most that Newton's method may still have to go where a minimum lies flat."""


@dataclass(frozen=True, kw_only=True)
class Curve(AbstractResult):
    """A known line over the axes of a sweep, or a point where it has one row.

    `stability`: SGD shrinks what is left near the minimum below it, and diverges above. `polyak`, `nesterov`: the
    settings that shrink a quadratic fastest, or as proven. `decay`: lr times weight_decay is `level` all along.
    """

    name: Name
    at: Array
    """(points, axes)."""
    level: float | None = None


def theory(spec: Sweep) -> tuple[Curve, ...]:
    """All that is known of `spec`; empty where there is nothing, or its axes do not show it."""
    names = tuple(axis.name for axis in spec.axes)
    if isinstance(spec.optimizer, SGD) and "lr" in names and not spec.optimizer.maximize:
        return (*_stability(spec, names), *_optima(spec, names))
    if isinstance(spec.optimizer, AdamW) and set(names) == {"lr", "weight_decay"}:
        return _decay(spec, names)
    return ()


def curvatures(surface: AbstractSurface) -> tuple[float, float] | None:
    """The Hessian's eigenvalues (μ, L) at the lowest known minimum; None where there is none, or no curvature.

    Nor at one on the border of the frame, where the surface still falls.
    """
    if not surface.minima:
        return None
    at = torch.tensor(surface.minima[0], dtype=torch.float64, requires_grad=True)
    hessian = torch.autograd.functional.hessian(surface, at.detach())  # type: ignore[no-untyped-call]
    if not torch.isfinite(hessian).all():
        return None
    mu, largest = torch.linalg.eigvalsh(hessian).tolist()
    (slope,) = torch.autograd.grad(surface(at), at)
    return (mu, largest) if mu > 0 and slope.norm() <= STATIONARY * largest else None


def largest_stable_lr(optimizer: SGD, curvature: float) -> float:
    """The learning rate up to which the steps do not grow along a direction of that curvature, the decay's on top."""
    return largest_load(optimizer.momentum, optimizer.dampening, optimizer.nesterov) / (
        curvature + optimizer.weight_decay
    )


def _stability(spec: Sweep, names: tuple[str, ...]) -> tuple[Curve, ...]:
    known = curvatures(spec.surface)
    if known is None or any(name.startswith("start") or name == "nesterov" for name in names):
        return ()
    other = [axis for axis in spec.axes if axis.name != "lr"]
    if not other:
        return (Curve(name="stability", at=np.array([[largest_stable_lr(spec.optimizer, known[1])]])),)  # type: ignore[arg-type]
    return (_line("stability", spec, lambda optimizer: largest_stable_lr(optimizer, known[1])),)  # type: ignore[arg-type]


def _line(name: Name, spec: Sweep, lr: Callable[[AbstractOptimizer], float], level: float | None = None) -> Curve:
    """The learning rate that belongs to each value of the other axis, in the order of the axes."""
    (other,) = (axis for axis in spec.axes if axis.name != "lr")
    values = np.linspace(min(other.values), max(other.values), POINTS)
    settings: list[dict[str, Any]] = [{other.name: float(value)} for value in values]
    rates = [lr(replace(spec.optimizer, **each)) for each in settings]
    columns = [rates if axis.name == "lr" else values for axis in spec.axes]
    return Curve(name=name, at=np.stack(columns, axis=1), level=level)


def _optima(spec: Sweep, names: tuple[str, ...]) -> tuple[Curve, ...]:
    """Polyak's point (1964), or Nesterov's as torch counts, for a quadratic without decay and dampening."""
    sgd = spec.optimizer
    known = curvatures(spec.surface) if isinstance(spec.surface, Quadratic) else None
    if known is None or set(names) != {"lr", "momentum"} or sgd.dampening or sgd.weight_decay:  # type: ignore[attr-defined]
        return ()
    mu, largest = (math.sqrt(value) for value in known)
    ratio = (largest - mu) / (largest + mu)
    name: Name = "nesterov" if sgd.nesterov else "polyak"  # type: ignore[attr-defined]
    best = {"lr": 1 / largest**2, "momentum": ratio} if name == "nesterov" else {}
    best = best or {"lr": (2 / (largest + mu)) ** 2, "momentum": ratio**2}
    return (Curve(name=name, at=np.array([[best[one] for one in names]])),)


def _decay(spec: Sweep, names: tuple[str, ...]) -> tuple[Curve, ...]:
    """A line for each power of ten of lr times weight_decay that the map holds."""
    rates, decays = (np.array(spec.axes[names.index(one)].values) for one in ("lr", "weight_decay"))
    decays = decays[decays > 0]
    if not len(decays):
        return ()
    low, high = (math.log10(one(rates)) + math.log10(one(decays)) for one in (min, max))
    curves = []
    for power in range(max(math.ceil(low), LEAST_POWER), math.floor(high) + 1):
        lr = np.geomspace(rates.min(), rates.max(), POINTS)
        columns = {"lr": lr, "weight_decay": 10.0**power / lr}
        inside = (columns["weight_decay"] >= decays.min()) & (columns["weight_decay"] <= decays.max())
        at = np.stack([columns[one][inside] for one in names], axis=1)
        if len(at) > 1:
            curves.append(Curve(name="decay", at=at, level=10.0**power))
    return tuple(curves)
