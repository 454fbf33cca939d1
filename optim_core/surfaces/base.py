"""Base class of surfaces: a function of two variables, its domain, default start and known minima."""

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
    """A function f: R² -> R with its plot box `domain` ((x low, x high), (y low, y high)) and default `start`.

    `minima` holds the known minimizers in the domain, the lowest first; it is empty where f has no lower bound.
    """

    f: ClassVar[Callable[..., Tensor]]
    group: ClassVar[Group]
    domain: ClassVar[Box]
    start: ClassVar[Point]
    log_color: ClassVar[bool] = False
    """Whether the heights span so many decades that the plot needs a log scale."""
    numerical: ClassVar[bool] = False
    """Whether `minima` come from a numerical search, which can miss some."""

    def __call__(self, xy: Tensor) -> Tensor:
        """Heights of the points `xy`, in their dtype: (..., 2) -> (...)."""
        return type(self).f(xy, **self.values())

    def script(self) -> tuple[str, str]:
        """Source for an exported script: the definition of a function and its call with `xy`."""
        function = type(self).f
        knobs = "".join(f", {name}={value!r}" for name, value in self.values().items())
        return inspect.getsource(function), f"{function.__name__}(xy{knobs})"

    @property
    def plain(self) -> "AbstractSurface":
        """The surface without `Transformed`; itself where it is not transformed."""
        return self

    @property
    def title(self) -> str:
        """Name in code."""
        return type(self).__name__

    def outward(self, point: Point) -> Point:
        """Image of a point of the plain surface under the transformation."""
        return point

    def inward(self, point: Point) -> Point:
        """Inverse of `outward`, up to rounding."""
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
        """f at the lowest known minimum; None where `minima` is empty."""
        return self.depths[0] if self.minima else None

    def nearest_minimum(self, xy: Tensor) -> Tensor:
        """Nearest known minimizer of each point, (..., 2) -> (..., 2); NaN where none is known."""
        if not self.minima:
            return torch.full_like(xy, torch.nan)
        minima = torch.tensor(self.minima, dtype=xy.dtype)
        return minima[torch.linalg.vector_norm(xy[..., None, :] - minima, dim=-1).argmin(-1)]


@lru_cache(256)
def _depths(surface: AbstractSurface) -> tuple[float, ...]:
    return tuple(surface(torch.tensor(surface.minima, dtype=torch.float64).reshape(-1, 2)).tolist())
