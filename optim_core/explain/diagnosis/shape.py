"""Findings about the shape of a path: zig-zags, overshoots, cycles, noise clouds, unfinished descents."""

import numpy as np

from optim_core.base.domains import AbstractNumber
from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding, propose, propose_scaled, ratio
from optim_core.explain.diagnosis.stability import LIMITS
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import length

MIN_STEPS = 12
"""A run with fewer steps has no findings of this file."""
WINDOW = 60
"""How many of the last steps are searched for a cycle; at most half of the run."""
ZIGZAG = 0.3
"""The least share of the path length that the next step undoes, for a zig-zag."""
LEAST_MOMENTUM = 0.3
"""The least momentum or β₁ of an optimizer that can overshoot."""
RISE = 0.01
"""The least rise of the loss that counts as an overshoot, as a share of the total decrease."""
STILL = 1e-6
"""A cycle or cloud narrower than this share of the domain's longer edge counts as a point at rest."""


def shape(evidence: Evidence) -> list[Finding]:
    """With noise at most `cloud`; else `cycle` alone, or any of `zigzag`, `overshoot`, `unfinished`.

    A diverged run has none.
    """
    if evidence.path.status.diverged or evidence.steps < MIN_STEPS:
        return []
    if evidence.run.noise:
        return _cloud(evidence)
    return _cycle(evidence) or [*_zigzag(evidence), *_overshoots(evidence), *_unfinished(evidence)]


def _cycle(evidence: Evidence) -> list[Finding]:
    """`cycle`: the last steps keep moving to and fro, with a constant amplitude about a constant center."""
    size = min(WINDOW, evidence.steps // 2)
    last = evidence.path.xy[-size:]
    width = np.ptp(last, axis=0)
    axis = int(np.argmax(width))
    first, second = last[: size // 2, axis], last[size // 2 :, axis]
    travelled = float(abs(np.diff(last[:, axis])).sum())
    goes_nowhere = abs(first.mean() - second.mean()) < 0.1 * width[axis]
    stays_wide = np.ptp(second) > 0.9 * np.ptp(first)
    if width[axis] < STILL * evidence.domain_size or travelled < 4 * width[axis] or not (goes_nowhere and stays_wide):
        return []
    amplitude, lr = float(width[axis]) / 2, evidence.path.optimizer.lr * float(evidence.relative_lr[-size:].max())
    values: dict[str, float | str] = {
        "amplitude": amplitude,
        "ratio": ratio(amplitude, lr),
        "axis": "xy"[axis],
        "steps": float(size),
    }
    attempt = propose_scaled(evidence.path.optimizer, 0.1)
    return [Finding(key="cycle", values=values, step=evidence.steps, attempt=attempt, weight=80)]


def _zigzag(evidence: Evidence) -> list[Finding]:
    """`zigzag`: successive steps cancel by at least `ZIGZAG`: 0 on a straight path, 1 to and fro on a line."""
    lengths = length(evidence.displacements)
    ways = float((lengths[1:] + lengths[:-1]).sum())
    undone = 1 - ratio(float(length(evidence.displacements[1:] + evidence.displacements[:-1]).sum()), ways)
    sharp = np.flatnonzero(evidence.turn_cosines < 0)
    if not undone >= ZIGZAG or not len(sharp):
        return []
    optimizer, still = evidence.path.optimizer, evidence.values.get("momentum") == 0
    attempt = propose(optimizer, "momentum", 0.9) if still else propose_scaled(optimizer, 0.5)
    values = {"share": 100 * undone, "turns": float(len(sharp))}
    weight = (20 if evidence.path.status is Status.CONVERGED else 40) + 30 * undone
    return [Finding(key="zigzag", values=values, step=int(sharp[0]) + 2, attempt=attempt, weight=weight)]


def _overshoots(evidence: Evidence) -> list[Finding]:
    """`overshoot`: with momentum, the loss has a local minimum and then rises by `RISE` or more, at least twice."""
    coefficients = {name: float(evidence.values.get(name, 0.0)) for name in ("momentum", "beta1")}  # type: ignore[arg-type]
    memory = max(coefficients, key=coefficients.__getitem__)
    loss = evidence.path.loss
    fall = float(loss[0] - loss.min())
    if coefficients[memory] < LEAST_MOMENTUM or fall <= 0:
        return []
    rising = np.diff(loss) > 0
    bottoms = np.flatnonzero(rising[1:] & ~rising[:-1]) + 1
    ends = [int(bottom + np.argmin(np.append(rising[bottom:], False))) for bottom in bottoms]
    rises = [(int(bottom), float(loss[end] - loss[bottom])) for bottom, end in zip(bottoms, ends, strict=True)]
    large = [(bottom, rise) for bottom, rise in rises if rise >= RISE * fall]
    if len(large) < 2:
        return []
    less = max(1 - 2 * (1 - coefficients[memory]), coefficients[memory] / 2)
    attempt = {"nesterov": True} if _may_look_ahead(evidence) else propose(evidence.path.optimizer, memory, less)
    highest = max(rise for _, rise in large)
    values = {"count": float(len(large)), "highest": 100 * highest / fall}
    return [Finding(key="overshoot", values=values, step=large[0][0] + 1, attempt=attempt, weight=48)]


def _may_look_ahead(evidence: Evidence) -> bool:
    """Whether `nesterov` can be switched on, and the run stays below its stability limit, which is lower."""
    optimizer = evidence.path.optimizer
    off = isinstance(optimizer, SGD) and not optimizer.nesterov and not optimizer.dampening
    load = evidence.load[np.isfinite(evidence.load)]
    return off and bool(load.max(initial=0) < LIMITS[SGD](evidence.values | {"nesterov": True}).load)


def _unfinished(evidence: Evidence) -> list[Finding]:
    """`unfinished`: in its last tenth the run still moved straight on, and the loss still fell by 1 % or more."""
    loss, tail = evidence.path.loss, max(evidence.steps // 10, 2)
    fall, late_fall = float(loss[0] - loss[-1]), float(loss[-1 - tail] - loss[-1])
    straight = bool((evidence.turn_cosines[-tail:] > 0.9).all() and (np.diff(loss[-tail:]) < 0).all())
    if evidence.path.status is not Status.RUNNING or not straight or late_fall < 0.01 * fall:
        return []
    domain = hypers(SurfaceRun)["steps"]
    assert isinstance(domain, AbstractNumber)
    attempt: dict[str, float | bool] = {"steps": int(min(2 * evidence.run.steps, domain.high))}
    values = {"share": 100 * ratio(late_fall, fall), "steps": float(tail)}
    return [Finding(key="unfinished", values=values, step=evidence.steps, attempt=attempt, weight=30)]


def _cloud(evidence: Evidence) -> list[Finding]:
    """`cloud`: in the last third of a noisy run the positions scatter about one point, without a drift."""
    last = evidence.path.xy[-max(evidence.steps // 3, 6) :]
    half = len(last) // 2
    spread = float(np.sqrt(last.var(axis=0).sum()))
    drift = float(length(last[:half].mean(axis=0) - last[half:].mean(axis=0)))
    if drift > spread or spread < STILL * evidence.domain_size:
        return []
    values = {"spread": spread, "noise": evidence.run.noise, "steps": float(len(last))}
    attempt = propose_scaled(evidence.path.optimizer, 0.25)
    return [Finding(key="cloud", values=values, step=evidence.steps, attempt=attempt, weight=45)]
