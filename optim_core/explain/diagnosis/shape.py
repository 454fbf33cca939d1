"""What the shape of a path tells: zig-zag, overshoots, cycles that never end, a cloud of noise, an unfinished way."""

import numpy as np

from optim_core.base.hyper import AbstractNumber, hypers
from optim_core.base.result import Status
from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding, ratio, scaled, towards
from optim_core.explain.diagnosis.stability import LIMITS
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import length

FEWEST = 12
"""Steps below which a shape is not spoken of."""
WINDOW = 60
"""Last steps that a cycle is looked for in, at most half of all."""
ZIGZAG = 0.3
"""The share of the way that must be undone at once to make a zig-zag."""
HELD = 0.3
"""The least share of its speed that a run must keep to be carried on by it."""
RISE = 0.01
"""The least rise of the loss that counts as an overshoot, as a share of its whole fall."""
STILL = 1e-6
"""A cycle smaller than this share of the domain is rest."""


def shape(evidence: Evidence) -> list[Finding]:
    """What the path's shape tells; nothing of a diverged run."""
    if evidence.path.status.diverged or evidence.steps < FEWEST:
        return []
    if evidence.run.noise:
        return _cloud(evidence)
    return _cycle(evidence) or [*_zigzag(evidence), *_overshoots(evidence), *_unfinished(evidence)]


def _cycle(evidence: Evidence) -> list[Finding]:
    """A last stretch that goes on moving and gets neither smaller nor anywhere."""
    size = min(WINDOW, evidence.steps // 2)
    last = evidence.path.xy[-size:]
    width = np.ptp(last, axis=0)
    axis = int(np.argmax(width))
    first, second = last[: size // 2, axis], last[size // 2 :, axis]
    travelled = float(abs(np.diff(last[:, axis])).sum())
    goes_nowhere = abs(first.mean() - second.mean()) < 0.1 * width[axis]
    stays_wide = np.ptp(second) > 0.9 * np.ptp(first)
    if width[axis] < STILL * evidence.span or travelled < 4 * width[axis] or not (goes_nowhere and stays_wide):
        return []
    amplitude, lr = float(width[axis]) / 2, evidence.path.optimizer.lr * float(evidence.relative_lr[-size:].max())
    values: dict[str, float | str] = {
        "amplitude": amplitude,
        "ratio": ratio(amplitude, lr),
        "axis": "xy"[axis],
        "steps": float(size),
    }
    attempt = scaled(evidence.path.optimizer, 0.1)
    return [Finding(key="cycle", values=values, step=evidence.steps, attempt=attempt, weight=80)]


def _zigzag(evidence: Evidence) -> list[Finding]:
    """How much of the way is undone by the step after: 0 of a straight way, 1 of one to and fro."""
    lengths = length(evidence.moves)
    ways = float((lengths[1:] + lengths[:-1]).sum())
    undone = 1 - ratio(float(length(evidence.moves[1:] + evidence.moves[:-1]).sum()), ways)
    sharp = np.flatnonzero(evidence.turns < 0)
    if not undone >= ZIGZAG or not len(sharp):
        return []
    optimizer, still = evidence.path.optimizer, evidence.values.get("momentum") == 0
    attempt = towards(optimizer, "momentum", 0.9) if still else scaled(optimizer, 0.5)
    values = {"share": 100 * undone, "turns": float(len(sharp))}
    weight = (20 if evidence.path.status is Status.CONVERGED else 40) + 30 * undone
    return [Finding(key="zigzag", values=values, step=int(sharp[0]) + 2, attempt=attempt, weight=weight)]


def _overshoots(evidence: Evidence) -> list[Finding]:
    """Falls of the loss that turned into a rise, for optimizers that carry their speed along."""
    kept = {name: float(evidence.values.get(name, 0.0)) for name in ("momentum", "beta1")}  # type: ignore[arg-type]
    memory = max(kept, key=kept.__getitem__)
    loss = evidence.path.loss
    fall = float(loss[0] - loss.min())
    if kept[memory] < HELD or fall <= 0:
        return []
    rising = np.diff(loss) > 0
    bottoms = np.flatnonzero(rising[1:] & ~rising[:-1]) + 1
    ends = [int(bottom + np.argmin(np.append(rising[bottom:], False))) for bottom in bottoms]
    rises = [(int(bottom), float(loss[end] - loss[bottom])) for bottom, end in zip(bottoms, ends, strict=True)]
    large = [(bottom, rise) for bottom, rise in rises if rise >= RISE * fall]
    if len(large) < 2:
        return []
    less = max(1 - 2 * (1 - kept[memory]), kept[memory] / 2)
    attempt = {"nesterov": True} if _may_look_ahead(evidence) else towards(evidence.path.optimizer, memory, less)
    highest = max(rise for _, rise in large)
    values = {"count": float(len(large)), "highest": 100 * highest / fall}
    return [Finding(key="overshoot", values=values, step=large[0][0] + 1, attempt=attempt, weight=48)]


def _may_look_ahead(evidence: Evidence) -> bool:
    """Whether Nesterov's look-ahead is there to be switched on, and stable, for its limit is lower."""
    optimizer = evidence.path.optimizer
    off = isinstance(optimizer, SGD) and not optimizer.nesterov and not optimizer.dampening
    load = evidence.load[np.isfinite(evidence.load)]
    return off and bool(load.max(initial=0) < LIMITS[SGD](evidence.values | {"nesterov": True}).load)


def _unfinished(evidence: Evidence) -> list[Finding]:
    """A run that was still falling straight when its steps were over."""
    loss, tail = evidence.path.loss, max(evidence.steps // 10, 2)
    fall, late = float(loss[0] - loss[-1]), float(loss[-1 - tail] - loss[-1])
    straight = bool((evidence.turns[-tail:] > 0.9).all() and (np.diff(loss[-tail:]) < 0).all())
    if evidence.path.status is not Status.RUNNING or not straight or late < 0.01 * fall:
        return []
    domain = hypers(SurfaceRun)["steps"]
    assert isinstance(domain, AbstractNumber)
    attempt: dict[str, float | bool] = {"steps": int(min(2 * evidence.run.steps, domain.high))}
    values = {"share": 100 * ratio(late, fall), "steps": float(tail)}
    return [Finding(key="unfinished", values=values, step=evidence.steps, attempt=attempt, weight=30)]


def _cloud(evidence: Evidence) -> list[Finding]:
    """Noise that keeps a run from settling: the last third stays about one place."""
    last = evidence.path.xy[-max(evidence.steps // 3, 6) :]
    half = len(last) // 2
    spread = float(np.sqrt(last.var(axis=0).sum()))
    drift = float(length(last[:half].mean(axis=0) - last[half:].mean(axis=0)))
    if drift > spread or spread < STILL * evidence.span:
        return []
    values = {"spread": spread, "noise": evidence.run.noise, "steps": float(len(last))}
    attempt = scaled(evidence.path.optimizer, 0.25)
    return [Finding(key="cloud", values=values, step=evidence.steps, attempt=attempt, weight=45)]
