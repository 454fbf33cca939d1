"""Base class of surfaces: a function of two variables, its domain, default start and known minima."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Literal, Protocol

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.base.hyper import Declared, hypers

Point = tuple[float, float]
Box = tuple[Point, Point]
Group = Literal["bowl", "valley", "basins", "many", "flat", "kink", "scale", "saddle", "own"]


class Line(Protocol):
    """A line of minima of equal height."""

    @property
    def points(self) -> Tensor:
        """Points along the line within the domain (n, 2)."""

    def nearest(self, xy: Tensor) -> Tensor:
        """The nearest point of the line, (n, 2) -> (n, 2)."""

    def moved(self, surface: "AbstractSurface", matrix: Tensor) -> "Line":
        """The line of the surface whose plane was transformed by a matrix (2, 2)."""


@dataclass(frozen=True, kw_only=True)
class AbstractSurface(Declared):
    """A function f: R² -> R with its plot box `domain` ((x low, x high), (y low, y high)) and default `start`.

    `minima` holds the known minimizers in the domain, the lowest first; it is empty where f has no lower bound.
    """

    f: ClassVar[Callable[..., Tensor]]
    """The heights of points (..., 2) for values of all fields; those of `parameters` may all be tensors ()."""
    helpers: ClassVar[tuple[Callable[..., object], ...]] = ()
    """Functions of this project that `f` calls."""
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
        sources = map(inspect.getsource, (*type(self).helpers, function))
        return "\n\n".join(sources), f"{function.__name__}(xy{knobs})"

    @property
    def parameters(self) -> dict[str, float]:
        """The real numbers that the heights depend on: name -> value."""
        domains = hypers(type(self))
        return {name: value for name, value in self.values().items() if isinstance(domains[name], Real)}

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
    def smooth(self) -> bool:
        """Whether the surface is known to have no kinks; Newton's method then finds the minima of a grid search."""
        return False

    @property
    def depths(self) -> tuple[float, ...]:
        """f at each of `minima`."""
        return _depths(self)

    @property
    def lowest(self) -> float | None:
        """f at the lowest known minimum; None where `minima` is empty."""
        return self.depths[0] if self.minima else None

    @property
    def lines(self) -> Mapping[int, Line]:
        """The minima that are whole lines: index of the point that stands for one in `minima` -> the line."""
        return MappingProxyType({})

    def nearest_points(self, xy: Tensor) -> Tensor:
        """The point of each of the k `minima` that is nearest to each point, (..., 2) -> (..., k, 2).

        It is the minimum itself, or the nearest point of its line.
        """
        minima = torch.tensor(self.minima, dtype=xy.dtype).reshape(-1, 2).expand(*xy.shape[:-1], -1, 2)
        if not self.lines:
            return minima
        points = minima.clone()
        for index, line in self.lines.items():
            points[..., index, :] = line.nearest(xy.reshape(-1, 2)).reshape(xy.shape).to(xy.dtype)
        return points

    def fitted(self, xy: Tensor, *, wide: bool = False) -> "AbstractSurface | None":
        """The surface in a frame that is grown to hold the points `xy` (..., 2), see `fitted_frame`.

        Where it grows, it grows by its width more if `wide`. None if the frame holds the points, or is a fixed one.
        """
        return None

    def nearest_minimum(self, xy: Tensor) -> Tensor:
        """Nearest known minimizer of each point, (..., 2) -> (..., 2); NaN where none is known.

        If some points lie outside a frame that can grow, the minima of a wider one count too.
        """
        found, wider = self._nearest_in_frame(xy), self.fitted(xy, wide=True)
        if wider is None:
            return found
        beyond = wider._nearest_in_frame(xy)
        distances = [torch.linalg.vector_norm(xy - points, dim=-1, keepdim=True) for points in (found, beyond)]
        return torch.where(found.isnan() | (distances[1] < distances[0]), beyond, found)

    def _nearest_in_frame(self, xy: Tensor) -> Tensor:
        """The nearest of `minima` to each point, (..., 2) -> (..., 2); NaN where there is none."""
        if not self.minima:
            return torch.full_like(xy, torch.nan)
        points = self.nearest_points(xy)
        nearest = torch.linalg.vector_norm(xy[..., None, :] - points, dim=-1).argmin(-1)
        return points.take_along_dim(nearest[..., None, None], dim=-2).squeeze(-2)


@lru_cache(256)
def _depths(surface: AbstractSurface) -> tuple[float, ...]:
    return tuple(surface(torch.tensor(surface.minima, dtype=torch.float64).reshape(-1, 2)).tolist())
