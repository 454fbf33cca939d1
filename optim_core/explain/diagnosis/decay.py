"""Where weight decay lets a run come to rest, and how far that is from the minimum."""

import numpy as np

from optim_core.base.result import Array
from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding
from optim_core.specs.metrics import length, nearest_minima
from optim_core.surfaces.curvature import slopes_and_hessians

NEWTON_STEPS = 60
MOVED = 0.01
"""The share of the domain that a shift must have."""
THERE = 0.25
"""A run is at the new rest if this share of the shift, or less, is left."""


def decay(evidence: Evidence) -> list[Finding]:
    """The run rests at another place than the minimum, and weight decay is why."""
    weight = float(evidence.values.get("weight_decay", 0.0))  # type: ignore[arg-type]
    held = evidence.penalty or evidence.path.optimizer.signed or "denom" in evidence.computed
    blind = not held or evidence.path.status.diverged or not evidence.run.surface.minima or not evidence.computed
    if not weight or blind or evidence.values.get("maximize"):
        return []
    end, minimum = evidence.path.xy[-1], nearest_minima(evidence.path, evidence.run.surface)[-1]
    rest = _penalised(evidence, end) if evidence.penalty else _bounded(evidence, minimum, weight)
    shift = float(length(rest - minimum))
    if not shift > MOVED * evidence.span or length(end - rest) > THERE * shift:
        return []
    values = {
        "x": float(minimum[0]),
        "y": float(minimum[1]),
        "rest_x": float(rest[0]),
        "rest_y": float(rest[1]),
        "shift": shift,
        "bound": 1 / weight,
    }
    key = "shifted" if evidence.penalty else "bounded"
    return [Finding(key=key, values=values, step=evidence.steps, attempt={"weight_decay": 0.0}, weight=58)]


def _penalised(evidence: Evidence, start: Array) -> Array:
    """The stationary point of f + ½ λ |θ|² that Newton's method finds from `start`; NaN if it finds none."""
    at = start
    for _ in range(NEWTON_STEPS):
        slope, hessian = slopes_and_hessians(evidence.run.surface, at[None])
        total = hessian[0] + evidence.penalty * np.eye(2)
        if not np.isfinite(total).all() or abs(np.linalg.det(total)) < 1e-300:
            return np.full(2, np.nan)
        at = at - np.linalg.solve(total, slope[0] + evidence.penalty * at)
    return at


def _bounded(evidence: Evidence, minimum: Array, weight: float) -> Array:
    """Where a decoupled decay balances steps of size lr: within |θ| = 1/λ, else where the gradient is zero.

    Loshchilov & Hutter (2019); a coordinate at the bound is held there, the other finds its own minimum.
    """
    bound = 1 / weight
    at = np.clip(minimum, -bound, bound)
    for _ in range(NEWTON_STEPS):
        slope, hessian = slopes_and_hessians(evidence.run.surface, at[None])
        curvature = np.diag(hessian[0])
        free = (abs(at) < bound) & (curvature > 0)
        at = np.clip(at - np.where(free, slope[0] / np.where(free, curvature, 1.0), 0.0), -bound, bound)
    return at
