"""What the ground tells: plateaus and saddles where a run lost time, and how far it stayed from a valley's floor."""

import numpy as np
from numpy.typing import NDArray

from optim_core.explain.diagnosis.evidence import Evidence, typical_scales
from optim_core.explain.diagnosis.finding import Finding, scaled, towards
from optim_core.specs.metrics import length

FLAT = 0.02
"""A gradient below this share of the surface's steep ones is small, a curvature below it weak."""
LONG = 0.1
"""The share of the steps that makes a stay."""
LEFT = 0.05
"""Above this share of the first gap, there is a way down left."""
NARROW = 20.0
"""The ratio of curvatures that makes a valley."""
FEWEST = 12
BOUNCING = 0.3
"""The share of sharp turns that tells bouncing from a slow approach."""
OFF = 1e-3
"""The share of the domain that is off the floor."""


def terrain(evidence: Evidence) -> list[Finding]:
    """Nothing of a run that diverged, unless it fell down a surface without a lowest point."""
    fell = evidence.run.surface.lowest is None and evidence.path.loss[-1] < evidence.path.loss[0]
    if evidence.path.status.diverged:
        return _plateau(evidence) if fell else []
    return [*_plateau(evidence), *_floor(evidence)]


def _plateau(evidence: Evidence) -> list[Finding]:
    """The longest stay where the gradient is small though there is a way down left: a plain, or a ridge or saddle."""
    steep, strong = typical_scales(evidence.run.surface)
    low, _ = evidence.eigen[0].T
    size = np.abs(evidence.eigen[0]).max(axis=1)
    small = length(evidence.slope) < FLAT * steep
    # Where heights span decades, everything but the cliffs would pass for a plain.
    plain = (size < FLAT * strong) & (not evidence.run.surface.log_colour)
    ridge = low < -FLAT * np.maximum(size, strong)
    loss = evidence.path.loss
    lowest = evidence.run.surface.lowest
    bottom = float(loss.min()) if lowest is None else lowest
    left = loss[evidence.updates - 1] - bottom > LEFT * (loss[0] - bottom)
    first, last = _longest(small & left & (plain | ridge))
    if last - first < LONG * len(evidence.updates) or last - first < 3:
        return []
    stay = slice(first, last)
    begin, end = int(evidence.updates[first]), int(evidence.updates[last - 1])
    ended = end == evidence.steps
    middle = int(evidence.updates[(first + last) // 2])
    on_ridge = bool(ridge[stay].mean() > 0.5)
    optimizer = evidence.path.optimizer
    still = evidence.values.get("momentum") == 0
    attempt = towards(optimizer, "momentum", 0.9) if still else scaled(optimizer, 3)
    values = {
        "begin": float(begin),
        "end": float(end),
        "slope": float(np.median(length(evidence.slope[stay]))),
        "curvature": float(np.median(low[stay])),
    }
    key = ("ridge" if on_ridge else "plateau") + ("_ended" if ended else "")
    share = (end - begin) / evidence.steps
    return [Finding(key=key, values=values, step=middle, attempt=attempt, weight=45 + 40 * share)]


def _longest(held: NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest stretch of True begins, and where it has ended."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return 0, 0
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best])


def _floor(evidence: Evidence) -> list[Finding]:
    """How far from the floor of a valley the second half of the run stayed, bouncing across the valley."""
    if evidence.steps < FEWEST or (evidence.turns[evidence.steps // 2 :] < 0).mean() < BOUNCING:
        return []
    values, vectors = evidence.eigen
    across = np.abs((evidence.slope * vectors[:, :, 1]).sum(axis=1)) / values[:, 1]
    valley = (values[:, 1] > 0) & (values[:, 1] > NARROW * np.abs(values[:, 0]))
    late = evidence.updates > evidence.steps / 2
    if (valley & late).sum() < 0.7 * late.sum():
        return []
    distance = float(np.median(across[valley & late]))
    if distance < OFF * evidence.span:
        return []
    worst = int(np.argmax(np.where(valley & late, across, -1.0)))
    kappa = float(np.median((values[:, 1] / np.abs(values[:, 0]))[valley & late]))
    said = {"distance": distance, "share": 100 * distance / evidence.span, "kappa": kappa}
    attempt = scaled(evidence.path.optimizer, 0.5)
    return [Finding(key="floor", values=said, step=int(evidence.updates[worst]), attempt=attempt, weight=42)]
