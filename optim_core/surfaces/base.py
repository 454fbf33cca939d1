"""What every surface declares: a pure function of points, and what is known about it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

import torch
from torch import Tensor

from optim_core.base.hyper import Declared

Point = tuple[float, float]
Box = tuple[Point, Point]
Group = Literal["bowl", "valley", "basins", "many", "flat", "kink", "scale", "saddle", "own"]


@dataclass(frozen=True, kw_only=True)
class AbstractSurface(Declared):
    """f: R² -> R with its plot box `domain` ((x low, x high), (y low, y high)), default `start` and known `minima`.

    `minima` holds every known minimizer in the domain, the lowest first; it is empty where f has no lower bound.
    """

    f: ClassVar[Callable[..., Tensor]]
    group: ClassVar[Group]
    domain: ClassVar[Box]
    start: ClassVar[Point]
    log_colour: ClassVar[bool] = False
    """Whether the heights span so many decades that only a log scale shows the floor."""
    numerical: ClassVar[bool] = False
    """Whether `minima` were searched for, so that there may be others."""

    def __call__(self, xy: Tensor) -> Tensor:
        """Heights (...) of the points `xy` (..., 2), in their dtype."""
        return type(self).f(xy, **self.values())

    def script(self) -> tuple[str, str]:
        """For a script that stands alone: the definition of a function, and its call with `xy`."""
        function = type(self).f
        knobs = "".join(f", {name}={value!r}" for name, value in self.values().items())
        return inspect.getsource(function), f"{function.__name__}(xy{knobs})"

    @property
    def plain(self) -> "AbstractSurface":
        """The surface as it is listed, without a change of its scale or its plane."""
        return self

    @property
    def title(self) -> str:
        """Its name in code."""
        return type(self).__name__

    def outward(self, point: Point) -> Point:
        """A point of the plain surface's plane in this one's."""
        return point

    def inward(self, point: Point) -> Point:
        """The inverse of `outward`, but for rounding."""
        return point

    @property
    def minima(self) -> tuple[Point, ...]:
        return ()

    @property
    def depths(self) -> tuple[float, ...]:
        """f at each of `minima`."""
        return _depths(self)

    @property
    def lowest(self) -> float | None:
        """f at the global minimum; None where there is none."""
        return self.depths[0] if self.minima else None

    def nearest_minimum(self, xy: Tensor) -> Tensor:
        """The known minimizer (..., 2) nearest to each point (..., 2); NaN where there is none."""
        if not self.minima:
            return torch.full_like(xy, torch.nan)
        minima = torch.tensor(self.minima, dtype=xy.dtype)
        return minima[torch.linalg.vector_norm(xy[..., None, :] - minima, dim=-1).argmin(-1)]


@lru_cache(256)
def _depths(surface: AbstractSurface) -> tuple[float, ...]:
    return tuple(surface(torch.tensor(surface.minima, dtype=torch.float64).reshape(-1, 2)).tolist())
