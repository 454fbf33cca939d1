"""Additional starting points of a race: on a grid, at random, or set by hand."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from optim_core.base.domains import AbstractDomain, Choice, Whole
from optim_core.base.hyper import Declared
from optim_core.specs import COORDINATE
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Box, Point

MOST = 32


@dataclass(frozen=True)
class Points(AbstractDomain):
    """At most `most` points (x, y). Text form: `1_2~-0.5_3`, whose characters browsers do not escape."""

    most: int = MOST

    @property
    def range(self) -> str:
        return f"{{(x, y)}}^n, n ≤ {self.most}"

    def check(self, value: object, where: str) -> tuple[Point, ...]:
        if not isinstance(value, tuple | list) or len(value) > self.most:
            raise self.refuse(value, where)
        return tuple(self._point(point, where) for point in value)

    def _point(self, value: Any, where: str) -> Point:
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise self.refuse(value, where)
        x, y = (COORDINATE.check(each, where) for each in value)
        return x, y

    def parse(self, text: str, where: str) -> tuple[Point, ...]:
        parts = [point.split("_", 2) for point in text.split("~", self.most)] if text else []
        return self.check([[COORDINATE.parse(each, where) for each in point] for point in parts], where)

    def bad(self) -> tuple[object, ...]:
        return (None, 1.0, "1_2", ((1.0,),), ((1.0, math.nan),), ((0.0, 0.0),) * (self.most + 1))

    def format(self, value: tuple[Point, ...]) -> str:
        return "~".join(f"{COORDINATE.format(x)}_{COORDINATE.format(y)}" for x, y in value)


@dataclass(frozen=True, kw_only=True)
class StartSet(Declared):
    """Additional starting points of a race; none by default.

    `start_set` is "grid" or "random" for `start_count` points in the plotted domain, or "drawn" for `start_points`.
    All points are on the plain surface, before scaling and rotation.
    """

    start_set: Annotated[str, Choice("", ("none", "grid", "random", "drawn"))] = "none"
    start_count: Annotated[int, Whole("n", 2, MOST)] = 9
    start_points: Annotated[tuple[Point, ...], Points()] = ()

    def points(self, surface: AbstractSurface, seed: int) -> tuple[Point, ...]:
        """The starting points on `surface`; random ones are drawn from `seed`."""
        frame = surface.plain.domain
        makers: dict[str, Callable[[], tuple[Point, ...]]] = {
            "none": lambda: (),
            "grid": lambda: lattice(frame, self.start_count),
            "random": lambda: scattered(frame, self.start_count, seed),
            "drawn": lambda: self.start_points,
        }
        return tuple(map(surface.outward, makers[self.start_set]()))


def lattice(frame: Box, count: int) -> tuple[Point, ...]:
    """`count` points in about √count rows; the last rows may have one point less."""
    rows = math.floor(math.sqrt(count))
    lengths = [len(part) for part in np.array_split(np.arange(count), rows)]
    shares = [((i + 0.5) / n, (j + 0.5) / rows) for j, n in enumerate(lengths) for i in range(n)]
    return _placed(frame, shares)


def scattered(frame: Box, count: int, seed: int) -> tuple[Point, ...]:
    """`count` random points; a smaller count gives the first of the same points."""
    return _placed(frame, np.random.default_rng(seed).random((count, 2)).tolist())


def _placed(frame: Box, shares: Any) -> tuple[Point, ...]:
    (x_low, x_high), (y_low, y_high) = frame
    return tuple((x_low + a * (x_high - x_low), y_low + b * (y_high - y_low)) for a, b in shares)
