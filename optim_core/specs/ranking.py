"""Which of several results is the best: the one rule of all tables, maps, races and studies.

A difference that is only rounding is none: such losses tie, and the run that arrives at the target earlier wins.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike

from optim_core.base.result import Array
from optim_core.surfaces import AbstractSurface

ROUNDING = 2.0**-48
"""Rounding error of a loss, as a share of the heights of its surface: 16 times the precision of doubles."""
AT_MINIMUM = 1e-12
"""A distance from a minimum below this share of the frame's diagonal is shown as 0."""


@lru_cache(256)
def loss_rounding(surface: AbstractSurface) -> float:
    """The difference up to which two losses on the surface tie.

    It is `ROUNDING` times the height of the lowest known minimum or of the surface's own start, whichever is farther
    from 0. It does not depend on the start of a race.
    """
    start = float(surface(torch.tensor(surface.start, dtype=torch.float64)))
    heights = [abs(height) for height in (start, surface.lowest or 0.0) if math.isfinite(height)]
    return ROUNDING * max(heights, default=0.0)


def tiers(values: Sequence[float], tolerance: float) -> list[int]:
    """Tiers from 0 for the lowest values; a value ties with the lowest one of a tier up to the `tolerance`."""
    found, tier, best = [0] * len(values), -1, 0
    for index in sorted(range(len(values)), key=values.__getitem__):
        equal = values[index] == values[best]  # infinities, too
        if tier < 0 or not (equal or values[index] - values[best] <= tolerance):
            tier, best = tier + 1, index
        found[index] = tier
    return found


def race_ranks(losses: Sequence[float | None], arrivals: Sequence[float | None], rounding: float) -> list[int | None]:
    """The rank of each run, 1 for the best: lower losses first, and earlier arrivals first where losses tie.

    Losses tie if they differ by at most `rounding`. An arrival is the step at which a run reaches its target; None, for
    a run that never does, counts as later than all others. Runs that are equal in both share a rank. A run whose loss
    is None has no rank: None.
    """
    ranked = [index for index, loss in enumerate(losses) if loss is not None]
    groups = tiers([loss for loss in losses if loss is not None], rounding)
    late = [math.inf if arrival is None else float(arrival) for arrival in arrivals]
    return shared_ranks({index: (group, late[index]) for index, group in zip(ranked, groups, strict=True)}, len(losses))


def shared_ranks(keys: dict[int, tuple[float, ...]], count: int) -> list[int | None]:
    """Ranks of `count` contenders from 1 for the lowest key; equal keys share a rank; None without a key."""
    ranks: list[int | None] = [None] * count
    done = 1
    for _, equal in groupby(sorted(keys, key=keys.__getitem__), keys.__getitem__):
        indices = list(equal)
        for index in indices:
            ranks[index] = done
        done += len(indices)
    return ranks


class Best(NamedTuple):
    """The best of several runs: the `indices` of all equals, in order; `tied` counts those before the tie break."""

    indices: tuple[int, ...]
    tied: int


def best_runs(losses: ArrayLike, tie_break: ArrayLike, rounding: float = 0.0, tie_rounding: float = 0.0) -> Best | None:
    """The best of n runs, as in `race_ranks`; None if no loss is finite.

    Among `losses` (n,) that tie within `rounding`, the lowest `tie_break` (n,) wins, such as the arrival at the target;
    runs within `tie_rounding` of it are equals. NaN is after all others there.
    """
    loss: Array = np.asarray(losses, dtype=float)
    finite = np.isfinite(loss)
    if not finite.any():
        return None
    with np.errstate(over="ignore", invalid="ignore"):  # a gap too large for a float is infinite, which is no tie
        ties = np.flatnonzero(finite & (loss - loss[finite].min() <= rounding))
        second = np.asarray(tie_break, dtype=float)[ties]
        second = np.where(np.isnan(second), np.inf, second)
        equal = (second == second.min()) | (second - second.min() <= tie_rounding)
    return Best(tuple(ties[equal].tolist()), len(ties))


def best_of(losses: ArrayLike, tie_break: ArrayLike, rounding: float = 0.0) -> int | None:
    """Index of the best run by `losses` (n,), the first of equals; None if no loss is finite. See `best_runs`."""
    best = best_runs(losses, tie_break, rounding)
    return None if best is None else best.indices[0]
