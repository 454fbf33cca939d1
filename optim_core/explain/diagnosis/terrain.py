"""Findings about the terrain: time lost on plateaus and near saddles, and the distance from a valley's floor."""

import numpy as np
from numpy.typing import NDArray

from optim_core.explain.diagnosis.evidence import Evidence, typical_scales
from optim_core.explain.diagnosis.finding import Finding, propose, propose_scaled
from optim_core.specs.metrics import length

FLAT = 0.02
"""A gradient norm is small, and a curvature weak, below this share of the surface's typical scale."""
LONG = 0.1
"""The least share of the steps that must be spent on a plateau."""
LEFT = 0.05
"""The least gap to the lowest value that is still to be closed, as a share of the gap at the start."""
NARROW = 20.0
"""The least ratio of the two curvatures in a valley."""
MIN_STEPS = 12
BOUNCING = 0.3
"""The least share of turns by more than 90° in a run that bounces between the walls of a valley."""
OFF = 1e-3
"""The least distance from the floor that is reported, as a share of the domain's longer edge."""


def terrain(evidence: Evidence) -> list[Finding]:
    """At most one finding about a plateau or ridge, and one about a valley's floor.

    A diverged run has none, except for plateaus if it went down a surface without a lowest point.
    """
    fell = evidence.run.surface.lowest is None and evidence.path.loss[-1] < evidence.path.loss[0]
    if evidence.path.status.diverged:
        return _plateau(evidence) if fell else []
    return [*_plateau(evidence), *_floor(evidence)]


def _plateau(evidence: Evidence) -> list[Finding]:
    """`plateau` or `ridge`: the longest stretch of small gradients while the loss is still well above its minimum.

    On a ridge or saddle the lowest curvature is negative; on a plateau all curvature is weak.
    """
    steep, strong = typical_scales(evidence.run.surface)
    low, _ = evidence.eigen[0].T
    size = np.abs(evidence.eigen[0]).max(axis=1)
    small = length(evidence.slope) < FLAT * steep
    # Where values span decades, everything but the cliffs would count as a plateau.
    plain = (size < FLAT * strong) & (not evidence.run.surface.log_color)
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
    attempt = propose(optimizer, "momentum", 0.9) if still else propose_scaled(optimizer, 3)
    values = {
        "begin": float(begin),
        "end": float(end),
        "slope": float(np.median(length(evidence.slope[stay]))),
        "curvature": float(np.median(low[stay])),
    }
    key = ("ridge" if on_ridge else "plateau") + ("_ended" if ended else "")
    share = (end - begin) / evidence.steps
    return [Finding(key=key, values=values, step=middle, attempt=attempt, weight=45 + 40 * share)]


def _longest(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and end (exclusive) of the longest run of True in `mask` (k,); (0, 0) if there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return 0, 0
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best])


def _floor(evidence: Evidence) -> list[Finding]:
    """`floor`: in its second half the run bounced across a valley, at a median distance from the valley's floor."""
    if evidence.steps < MIN_STEPS or (evidence.turn_cosines[evidence.steps // 2 :] < 0).mean() < BOUNCING:
        return []
    eigenvalues, vectors = evidence.eigen
    low, high = eigenvalues.T
    across = np.abs((evidence.slope * vectors[:, :, 1]).sum(axis=1)) / high
    valley = (high > 0) & (high > NARROW * np.abs(low))
    second_half = evidence.updates > evidence.steps / 2
    if (valley & second_half).sum() < 0.7 * second_half.sum():
        return []
    distance = float(np.median(across[valley & second_half]))
    if distance < OFF * evidence.domain_size:
        return []
    worst = int(np.argmax(np.where(valley & second_half, across, -1.0)))
    kappa = float(np.median((high / np.abs(low))[valley & second_half]))
    values = {"distance": distance, "share": 100 * distance / evidence.domain_size, "kappa": kappa}
    attempt = propose_scaled(evidence.path.optimizer, 0.5)
    return [Finding(key="floor", values=values, step=int(evidence.updates[worst]), attempt=attempt, weight=42)]
