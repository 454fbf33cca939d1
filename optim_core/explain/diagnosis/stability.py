"""Findings about stability: lr times sharpness compared with the stability limit, and reasons for divergence."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding, propose_scaled, ratio
from optim_core.optimizers import ASGD, SGD, AdaBelief, Adadelta, Adagrad, Adam, Adamax, AdamW, Composed, RAdam, RMSprop
from optim_core.optimizers.rules import Hyper
from optim_core.optimizers.sgd import largest_load

SAFE = 0.5
"""The share of the limit that is proposed as the next attempt."""
OFTEN = 0.1
"""The share of steps beyond the limit from which they are reported."""
TIMID = (1e-3, 0.1)
"""A constant lr between these shares of the limit is too small; below the first, curvature is too small to judge."""


class Limit(NamedTuple):
    """The largest stable lr times curvature on a parabola, and the formula for the lr."""

    load: float
    law: str


def _descent(h: Hyper) -> Limit:
    load = largest_load(h["momentum"], h["dampening"], h["nesterov"])
    if math.isinf(load):
        return NO_LIMIT
    if h["momentum"] == 0:
        return Limit(load, "2/L")
    law = "2(1+μ)/((1+2μ)L)" if h["nesterov"] else "2(1+μ)/L" if h["dampening"] == 0 else "2(1+μ)/((1−τ)L)"
    return Limit(load, law)


def _averaged(h: Hyper) -> Limit:
    # m is an average: (1 − β₁) of each gradient, so heavy ball with dampening β₁ (Cohen et al., 2022, arXiv:2207.14484)
    return Limit(2 * (1 + h["beta1"]) / (1 - h["beta1"]), "2(1+β₁)/((1−β₁)L)")


def _composed(h: Hyper) -> Limit:
    if h["sign"]:
        return NO_LIMIT
    if h["first_moment"] == "none":
        return Limit(2.0, "2/L")
    law, beta = "2(1+β₁)/((1+2β₁)L)" if h["nesterov"] else "2(1+β₁)/L", h["beta1"]
    load = largest_load(beta, 0.0, h["nesterov"])
    if h["first_moment"] == "sum":
        return Limit(load, law)
    return Limit(load / (1 - beta), law.replace("/(", "/((1−β₁)").replace("/L", "/((1−β₁)L)"))


NO_LIMIT = Limit(np.inf, "∞")
LIMITS: Mapping[type, Callable[[Hyper], Limit]] = {
    SGD: _descent,
    Adam: _averaged,
    AdamW: _averaged,
    AdaBelief: _averaged,
    RMSprop: lambda h: Limit(2 * (1 + h["momentum"]), "2/L" if h["momentum"] == 0 else "2(1+μ)/L"),
    Adagrad: lambda h: Limit(2.0, "2/L"),
    RAdam: _averaged,
    Adamax: _averaged,
    Adadelta: lambda h: Limit(2.0, "2/L"),
    Composed: _composed,
    ASGD: lambda h: Limit(2.0 - h["lambd"] * h["lr"], "2/L" if h["lambd"] == 0 else "(2−δη)/L"),
}
"""Optimizer -> its stability limit. L is the largest eigenvalue of the Hessian, preconditioned by the divisor."""


def limit(evidence: Evidence) -> Limit | None:
    """The stability limit; None for `maximize`, a scheduled momentum, or an optimizer that is not in `LIMITS`."""
    law = LIMITS.get(type(evidence.path.optimizer))
    moving = evidence.values.get("maximize") or evidence.path.scheduled.keys() - {"lr"}
    return law(evidence.values) if law and not moving else None


def stability(evidence: Evidence) -> list[Finding]:
    """At most one finding: why the run diverged, how often it was beyond the limit, or how far below it stayed."""
    known = limit(evidence)
    if evidence.path.status.diverged:
        return [_diverged(evidence, known)]
    finite = evidence.load[np.isfinite(evidence.load)]
    if known is None or not len(finite) or finite.max() <= 0 or known is NO_LIMIT:
        return []
    beyond = np.flatnonzero(evidence.load > known.load)
    share = len(beyond) / len(evidence.updates)
    if share >= OFTEN:
        typical = float(np.median(evidence.load[beyond]))
        step = int(evidence.updates[beyond[0]])
        lr = evidence.path.optimizer.lr * ratio(known.load, typical)
        values: dict[str, Any] = {"share": 100 * share, "load": typical, "limit": known.load, "law": known.law}
        attempt = propose_scaled(evidence.path.optimizer, SAFE * ratio(known.load, typical))
        return [Finding(key="unstable", values=values | {"lr": lr}, step=step, attempt=attempt, weight=60 + 20 * share)]
    return [_within(evidence, known)]


def _within(evidence: Evidence, known: Limit) -> Finding:
    top = int(np.nanargmax(evidence.load))
    load, optimizer = float(evidence.load[top]), evidence.path.optimizer
    values: dict[str, Any] = {"load": load, "limit": known.load, "share": 100 * load / known.load, "law": known.law}
    step = int(evidence.updates[top])
    plain = bool((evidence.lr == optimizer.lr).all())
    if plain and TIMID[0] < load / known.load < TIMID[1] and evidence.path.status.value == "running":
        attempt = propose_scaled(optimizer, min(SAFE * known.load / load, 100))
        factor = known.load / load
        return Finding(key="timid", values=values | {"factor": factor}, step=step, attempt=attempt, weight=50)
    return Finding(key="stable" if load <= known.load else "brief", values=values, step=step, attempt={}, weight=5)


def _diverged(evidence: Evidence, known: Limit | None) -> Finding:
    path, optimizer = evidence.path, evidence.path.optimizer
    stopped = path.stopped_at or path.steps
    values: dict[str, Any] = {"step": stopped, "loss": float(path.loss[-1]), "lr": optimizer.lr}
    if evidence.values.get("maximize"):
        attempt: dict[str, float | bool] = {"maximize": False}
        return Finding(key="diverged_uphill", values=values, step=path.steps, attempt=attempt, weight=100)
    if evidence.run.surface.lowest is None and path.loss[-1] < path.loss[0]:
        attempt = {"steps": max(stopped // 2, 10)}
        return Finding(key="diverged_downhill", values=values, step=path.steps, attempt=attempt, weight=100)
    beyond = np.flatnonzero(evidence.load > (known.load if known else np.inf))
    if known is None or not len(beyond):
        return Finding(
            key="diverged", values=values, step=path.steps, attempt=propose_scaled(optimizer, 0.1), weight=100
        )
    since = int(evidence.updates[beyond[0]])
    load = float(evidence.load[beyond[0]])
    values |= {"since": since, "load": load, "limit": known.load, "law": known.law}
    values["lr_limit"] = optimizer.lr * ratio(known.load, load)
    attempt = propose_scaled(optimizer, SAFE * ratio(known.load, load))
    return Finding(key="diverged_limit", values=values, step=since, attempt=attempt, weight=100)
