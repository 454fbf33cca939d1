"""Findings about weight decay: the point that it moves the minimum to."""

import numpy as np

from optim_core.base.result import Array
from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding
from optim_core.specs.metrics import length, nearest_minima
from optim_core.surfaces.curvature import slopes_and_hessians

NEWTON_STEPS = 60
MOVED = 0.01
"""The least shift of the minimum that is reported, as a share of the domain's longer edge."""
THERE = 0.25
"""A run has reached the shifted minimum if its distance from there is at most this share of the shift."""


def decay(evidence: Evidence) -> list[Finding]:
    """At most one finding: the run ended where weight decay moves the minimum to, `shifted` or `bounded`.

    `shifted`: by a penalty in the gradient. `bounded`: by decoupled decay, which limits every coordinate to 1/λ.
    """
    weight = float(evidence.values.get("weight_decay", 0.0))  # type: ignore[arg-type]
    attracted = evidence.penalty or evidence.path.optimizer.signed or "denom" in evidence.computed
    inapplicable = (
        not attracted or evidence.path.status.diverged or not evidence.run.surface.minima or not evidence.computed
    )
    if not weight or inapplicable or evidence.values.get("maximize"):
        return []
    end, minimum = evidence.path.xy[-1], nearest_minima(evidence.path, evidence.run.surface)[-1]
    rest = _penalized_minimum(evidence, end) if evidence.penalty else _bounded_rest(evidence, minimum, weight)
    shift = float(length(rest - minimum))
    if not shift > MOVED * evidence.domain_size or length(end - rest) > THERE * shift:
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


def _penalized_minimum(evidence: Evidence, start: Array) -> Array:
    """The stationary point (2,) of f + ½ λ |θ|² that Newton's method finds from `start`; NaN if it finds none."""
    at = start
    for _ in range(NEWTON_STEPS):
        slope, hessian = slopes_and_hessians(evidence.run.surface, at[None])
        total = hessian[0] + evidence.penalty * np.eye(2)
        if not np.isfinite(total).all() or abs(np.linalg.det(total)) < 1e-300:
            return np.full(2, np.nan)
        at = at - np.linalg.solve(total, slope[0] + evidence.penalty * at)
    return at


def _bounded_rest(evidence: Evidence, minimum: Array, weight: float) -> Array:
    """The minimum (2,) of f with every coordinate between -1/λ and 1/λ, from `minimum` by Newton steps per coordinate.

    Decoupled decay (Loshchilov & Hutter, 2019) shrinks θ by lr λ θ per step, and an adaptive step is about lr long:
    at |θ| = 1/λ the two cancel.
    """
    bound = 1 / weight
    at = np.clip(minimum, -bound, bound)
    for _ in range(NEWTON_STEPS):
        slope, hessian = slopes_and_hessians(evidence.run.surface, at[None])
        curvature = np.diag(hessian[0])
        free = (abs(at) < bound) & (curvature > 0)
        at = np.clip(at - np.where(free, slope[0] / np.where(free, curvature, 1.0), 0.0), -bound, bound)
    return at
