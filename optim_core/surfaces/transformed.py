"""Any surface with its heights scaled and its plane stretched along x and rotated."""

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.base.errors import not_instance
from optim_core.base.hyper import defaults, hypers
from optim_core.surfaces.angle import cosine_and_sine
from optim_core.surfaces.base import AbstractSurface, Box, Line, Point

SCRIPT = '''{definitions}

def transformed(xy: Tensor) -> Tensor:
    """The surface, scaled, stretched along x and rotated: (..., 2) -> (...)."""
    xy = untransformed(xy, angle={angle!r}, stretch={stretch!r})
    return {scale!r} * {call}
'''


def untransformed(xy: Tensor, angle: float | Tensor, stretch: float | Tensor) -> Tensor:
    """Undo the transformation of the plane: rotate by −`angle` degrees, then divide x by `stretch`.

    (..., 2) -> (..., 2).
    """
    x, y = xy.unbind(-1)
    c, s = cosine_and_sine(angle)
    return torch.stack([(c * x + s * y) / stretch, c * y - s * x], dim=-1)


def transformed(
    xy: Tensor,
    inner: Callable[[Tensor], Tensor],
    scale: float | Tensor,
    angle: float | Tensor,
    stretch: float | Tensor,
) -> Tensor:
    """`scale` times the inner surface, stretched along x and rotated counterclockwise: (..., 2) -> (...)."""
    return scale * inner(untransformed(xy, angle, stretch))


@dataclass(frozen=True, kw_only=True)
class Transformed(AbstractSurface):
    """A transformed `inner` surface; minima and start are transformed too, and the domain contains the old one.

    Raises SpecError where `inner` is not a surface or is itself transformed.
    """

    f: ClassVar = staticmethod(transformed)

    inner: AbstractSurface
    scale: Annotated[float, Real("c", 1e-6, 1e6, scale="log", slider_range=(1e-3, 1e3))] = 1.0
    angle: Annotated[float, Real("φ", -180.0, 180.0, slider_range=(-90.0, 90.0))] = 0.0
    stretch: Annotated[float, Real("s", 1e-3, 1e3, scale="log", slider_range=(0.1, 10.0))] = 1.0

    def check_together(self) -> None:
        if not isinstance(self.inner, AbstractSurface) or self.inner.plain is not self.inner:
            raise not_instance(self.inner, AbstractSurface, "Transformed.inner")

    def __call__(self, xy: Tensor) -> Tensor:
        return transformed(xy, self.inner, **self.values())

    def script(self) -> tuple[str, str]:
        definition, call = self.inner.script()
        helper = [] if cosine_and_sine in type(self.inner).helpers else [inspect.getsource(cosine_and_sine)]
        definitions = "\n\n".join([definition, *helper, inspect.getsource(untransformed)])
        return SCRIPT.format(definitions=definitions, call=call, **self.values()), "transformed(xy)"

    @property
    def plain(self) -> AbstractSurface:
        return self.inner

    @property
    def title(self) -> str:
        changed = {name: value for name, value in self.values().items() if value != defaults(Transformed)[name]}
        knobs = ", ".join(f"{name}={hypers(Transformed)[name].format(value)}" for name, value in changed.items())
        return f"{self.inner.title} ({knobs})" if knobs else self.inner.title

    def outward(self, point: Point) -> Point:
        x, y = point[0] * self.stretch, point[1]
        c, s = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        return _unless_rounding(c * x - s * y, s * x + c * y)

    def inward(self, point: Point) -> Point:
        x, y = untransformed(torch.tensor(point, dtype=torch.float64), self.angle, self.stretch).tolist()
        return _unless_rounding(x, y)

    @property
    def domain(self) -> Box:  # type: ignore[override]
        corners = [self.outward((x, y)) for x in self.inner.domain[0] for y in self.inner.domain[1]]
        (x_low, x_high), (y_low, y_high) = ((min(values), max(values)) for values in zip(*corners, strict=True))
        return (x_low, x_high), (y_low, y_high)

    @property
    def start(self) -> Point:  # type: ignore[override]
        return self.outward(self.inner.start)

    @property
    def group(self) -> str:  # type: ignore[override]
        return self.inner.group

    @property
    def log_color(self) -> bool:  # type: ignore[override]
        return self.inner.log_color

    @property
    def numerical(self) -> bool:  # type: ignore[override]
        return self.inner.numerical

    @property
    def minima(self) -> tuple[Point, ...]:
        return tuple(map(self.outward, self.inner.minima))

    @property
    def lines(self) -> Mapping[int, Line]:
        columns = [self.outward((1.0, 0.0)), self.outward((0.0, 1.0))]
        matrix = torch.tensor(columns, dtype=torch.float64).T
        return {index: line.moved(self, matrix) for index, line in self.inner.lines.items()}

    def fitted(self, xy: Tensor, *, wide: bool = False) -> "Transformed | None":
        """The surface with a frame that holds the points `xy` (..., 2); None if the frame holds them already."""
        inner = self.inner.fitted(untransformed(xy, self.angle, self.stretch), wide=wide)
        return None if inner is None else replace(self, inner=inner)

    @property
    def depths(self) -> tuple[float, ...]:
        """Scaled depths of the inner minima, so that rounding cannot change their order."""
        return tuple(self.scale * depth for depth in self.inner.depths)


def _unless_rounding(x: float, y: float) -> Point:
    """The point, with coordinates that are only rounding errors of a rotation set to 0."""
    least = 1e-15 * math.hypot(x, y)
    return (x if abs(x) > least else 0.0), (y if abs(y) > least else 0.0)
