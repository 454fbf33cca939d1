"""Evenly spaced values in a study file: `{ from = 1e-5, to = 10, count = 25 }`."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.base.domains import AbstractDomain, AbstractNumber, Choice, Whole
from optim_core.base.errors import SpecError, abridged

SPACING = ("from", "to", "count", "scale")
SCALES = Choice("", ("linear", "log", "complement"))
COUNT = Whole("", 2, 10_000)
POSITIVE = {"log": "(0, ∞)", "complement": "(-∞, 1)"}
"""Scale -> the numbers that it can show."""


def spaced(domain: AbstractDomain, table: Mapping[str, Any], where: str) -> tuple[Any, ...]:
    """The `count` values of a domain from `from` to `to`, both included, evenly spaced on a scale.

    The scale is the domain's own unless the table has a `scale`. Whole numbers are rounded, and duplicates dropped.
    SpecError at `where` for a domain without numbers, and for invalid ends, count or scale.
    """
    if not isinstance(domain, AbstractNumber):
        raise SpecError(where, "no_numbers", range=domain.range, got=abridged(dict(table)))
    low, high = (domain.check(table.get(key), f"{where}.{key}") for key in ("from", "to"))
    count = COUNT.check(table.get("count"), f"{where}.count")
    scale = SCALES.check(table.get("scale", domain.scale), f"{where}.scale")
    ends = (1 - low, 1 - high) if scale == "complement" else (low, high)
    if scale != "linear" and min(ends) <= 0:
        raise SpecError(where, "no_scale", scale=scale, range=POSITIVE[scale], low=low, high=high)
    inner = np.linspace(*ends, count) if scale == "linear" else np.geomspace(*ends, count)
    values = [low, *(1 - inner if scale == "complement" else inner)[1:-1].tolist(), high]
    return tuple(dict.fromkeys(round(value) for value in values)) if isinstance(domain, Whole) else tuple(values)


def spacing_of(domain: AbstractDomain, values: Sequence[Any]) -> dict[str, Any] | None:
    """The table for which `spaced` returns exactly these values; None if there is none."""
    for scale in SCALES.options if isinstance(domain, AbstractNumber) and len(values) > 2 else ():
        table = {"from": values[0], "to": values[-1], "count": len(values), "scale": scale}
        try:
            if spaced(domain, table, "") == tuple(values):
                return table
        except SpecError:
            continue
    return None
