"""Many seeds of one training as one curve; a seed that has diverged counts as the worst, it does not drop out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.result import Array

QUANTILES = (0.25, 0.5, 0.75)
LARGEST_FINITE = 1e300


@dataclass(frozen=True)
class SeedBand:
    """The median of the seeds and the band that holds the middle half of them (n,), infinite where seeds diverged."""

    low: Array
    middle: Array
    high: Array


def seed_band(curves: Sequence[Array], worst: float) -> SeedBand:
    """Of curves of which some may have ended early (at most n,); `worst` is the infinity that follows their end."""
    rows = np.full((len(curves), max(map(len, curves))), worst)
    for row, curve in zip(rows, curves, strict=True):
        row[: len(curve)] = curve
    rows = np.where(np.isnan(rows), worst, rows)
    # Clipped, because numpy interpolates between two infinities to NaN.
    found = np.quantile(np.clip(rows, -LARGEST_FINITE, LARGEST_FINITE), QUANTILES, axis=0)
    return SeedBand(*np.where(np.abs(found) < LARGEST_FINITE / 1e10, found, np.copysign(np.inf, found)))
