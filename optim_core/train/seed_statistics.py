"""Median and band of a curve over seeds; a diverged seed counts as the worst value instead of being left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.result import Array

QUANTILES = (0.25, 0.5, 0.75)
LARGEST_FINITE = 1e300


@dataclass(frozen=True)
class SeedBand:
    """Median and quartiles over the seeds, (n,) each; infinite where too many seeds have diverged."""

    low: Array
    middle: Array
    high: Array


def seed_band(curves: Sequence[Array], worst: float) -> SeedBand:
    """Quartiles (n,) of curves of at most n points; NaN and steps after the end of a curve count as `worst`, ±inf."""
    rows = np.full((len(curves), max(map(len, curves))), worst)
    for row, curve in zip(rows, curves, strict=True):
        row[: len(curve)] = curve
    rows = np.where(np.isnan(rows), worst, rows)
    # Clipped, because numpy interpolates between two infinities to NaN.
    found = np.quantile(np.clip(rows, -LARGEST_FINITE, LARGEST_FINITE), QUANTILES, axis=0)
    return SeedBand(*np.where(np.abs(found) < LARGEST_FINITE / 1e10, found, np.copysign(np.inf, found)))
