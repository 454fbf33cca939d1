"""The banana valley."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point


def rosenbrock(xy: Tensor, b: float) -> Tensor:
    """f(x, y) = (1 − x)² + b (y − x²)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (1 - x) ** 2 + b * (y - x**2) ** 2


@dataclass(frozen=True, kw_only=True)
class Rosenbrock(AbstractSurface):
    """A curved valley, easy to find and slow to follow (Rosenbrock, 1960)."""

    f: ClassVar = staticmethod(rosenbrock)
    group: ClassVar = "valley"
    domain: ClassVar = ((-2.0, 2.0), (-1.0, 3.0))
    start: ClassVar = (-1.2, 1.0)
    log_color: ClassVar = True

    b: Annotated[float, Real("b", 0.1, 1e4, scale="log", slider_range=(1.0, 1e3))] = 100.0

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((1.0, 1.0),)
