"""Closed-form results about a sweep, as curves and points on its axes."""

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
from optim_core.surfaces.curvature import slopes_and_hessians

CurveName = Literal["stability", "polyak", "nesterov", "decay"]
POINTS = 200
MIN_POWER = -300
"""The lowest power of ten of lr times weight_decay that has a curve; doubles hardly reach further down."""
BESIDE = 1e-9
"""Distance from a minimum, as a share of the frame, at which its gradient is looked at too."""
STATIONARY = 1e-3
"""A point is stationary if |∇f| / λ_max, about the length of a Newton step, is at most this."""


@dataclass(frozen=True, kw_only=True)
class Curve(AbstractResult):
    """A curve over the axes of a sweep, or a point if it has one row.

    `stability`: near the minimum, SGD converges below this lr and diverges above it. `polyak`: the fastest settings on
    a quadratic. `nesterov`: the settings of Nesterov's convergence proof. `decay`: lr times weight_decay is `level`.
    """

    name: CurveName
    points: Array
    """Coordinates in the order of the sweep's axes (points, axes)."""
    level: float | None = None
    """lr times weight_decay; None for the other curves."""


def theory(spec: Sweep) -> tuple[Curve, ...]:
    """All curves that are known for `spec`; empty if there are none for its optimizer, surface and axes."""
    names = tuple(axis.name for axis in spec.axes)
    if isinstance(spec.optimizer, SGD) and "lr" in names and not spec.optimizer.maximize:
        return (*_stability(spec, names), *_optima(spec, names))
    if isinstance(spec.optimizer, AdamW) and set(names) == {"lr", "weight_decay"}:
        return _decay(spec, names)
    return ()


def curvatures(surface: AbstractSurface) -> tuple[float, float] | None:
    """The Hessian's eigenvalues (μ, L) at the lowest known minimum.

    None if no minimum is known, if μ is not positive, or if the gradient there and beside it is not zero: a minimum of
    the domain can lie on its border, and one of a formula at a kink.
    """
    if not surface.minima:
        return None
    minimum = torch.tensor(surface.minima[0], dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(surface, minimum)  # type: ignore[no-untyped-call]
    if not torch.isfinite(hessian).all():
        return None
    mu, largest = torch.linalg.eigvalsh(hessian).tolist()
    if not mu > 0:
        return None
    offset = BESIDE * torch.tensor([high - low for low, high in surface.domain], dtype=torch.float64)
    around = torch.tensor([[0.0, 0.0], [1.0, 0.6], [-1.0, 0.6]], dtype=torch.float64)
    slope, _ = slopes_and_hessians(surface, (minimum + offset * around).numpy())
    still = np.hypot(*slope.T).max() / largest <= STATIONARY + 2 * float(offset.max())
    return (mu, largest) if still else None


def largest_stable_lr(optimizer: SGD, curvature: float) -> float:
    """The largest lr at which steps along a direction of this curvature, plus weight_decay, do not grow."""
    return largest_load(optimizer.momentum, optimizer.dampening, optimizer.nesterov) / (
        curvature + optimizer.weight_decay
    )


def _stability(spec: Sweep, names: tuple[str, ...]) -> tuple[Curve, ...]:
    known = curvatures(spec.surface)
    if known is None or any(name.startswith("start") or name == "nesterov" for name in names):
        return ()
    other = [axis for axis in spec.axes if axis.name != "lr"]
    if not other:
        return (Curve(name="stability", points=np.array([[largest_stable_lr(spec.optimizer, known[1])]])),)  # type: ignore[arg-type]
    return (_line("stability", spec, lambda optimizer: largest_stable_lr(optimizer, known[1])),)  # type: ignore[arg-type]


def _line(name: CurveName, spec: Sweep, lr: Callable[[AbstractOptimizer], float]) -> Curve:
    """The curve of `lr` as a function of the other axis, `POINTS` points long."""
    (other,) = (axis for axis in spec.axes if axis.name != "lr")
    values = np.linspace(min(other.values), max(other.values), POINTS)
    settings: list[dict[str, Any]] = [{other.name: float(value)} for value in values]
    rates = [lr(replace(spec.optimizer, **each)) for each in settings]
    columns = [rates if axis.name == "lr" else values for axis in spec.axes]
    return Curve(name=name, points=np.stack(columns, axis=1))


def _optima(spec: Sweep, names: tuple[str, ...]) -> tuple[Curve, ...]:
    """Polyak's optimal lr and momentum (1964), or Nesterov's in torch's form, on a quadratic.

    Empty with weight decay, dampening or clipping.
    """
    sgd = spec.optimizer
    known = curvatures(spec.surface) if isinstance(spec.surface, Quadratic) else None
    plain = not (sgd.dampening or sgd.weight_decay or sgd.clip)  # type: ignore[attr-defined]
    if known is None or set(names) != {"lr", "momentum"} or not plain:
        return ()
    mu, largest = (math.sqrt(value) for value in known)
    ratio = (largest - mu) / (largest + mu)
    name: CurveName = "nesterov" if sgd.nesterov else "polyak"  # type: ignore[attr-defined]
    best = {"lr": 1 / largest**2, "momentum": ratio} if name == "nesterov" else {}
    best = best or {"lr": (2 / (largest + mu)) ** 2, "momentum": ratio**2}
    return (Curve(name=name, points=np.array([[best[one] for one in names]])),)


def _decay(spec: Sweep, names: tuple[str, ...]) -> tuple[Curve, ...]:
    """A curve for each power of ten of lr times weight_decay within the ranges of the axes."""
    rates, decays = (np.array(spec.axes[names.index(one)].values) for one in ("lr", "weight_decay"))
    rates, decays = rates[rates > 0], decays[decays > 0]
    if not len(rates) or not len(decays):
        return ()
    low, high = (math.log10(one(rates)) + math.log10(one(decays)) for one in (min, max))
    curves = []
    for power in range(max(math.ceil(low), MIN_POWER), math.floor(high) + 1):
        lr = np.geomspace(rates.min(), rates.max(), POINTS)
        columns = {"lr": lr, "weight_decay": 10.0**power / lr}
        inside = (columns["weight_decay"] >= decays.min()) & (columns["weight_decay"] <= decays.max())
        points = np.stack([columns[one][inside] for one in names], axis=1)
        if len(points) > 1:
            curves.append(Curve(name="decay", points=points, level=10.0**power))
    return tuple(curves)
