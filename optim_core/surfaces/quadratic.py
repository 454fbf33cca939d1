"""The quadratic bowl of a chosen conditioning and direction."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.angle import cosine_and_sine
from optim_core.surfaces.base import AbstractSurface, Point


def quadratic(xy: Tensor, kappa: float, rotation: float) -> Tensor:
    """f(x, y) = ½ (u² + κ v²), where (u, v) is (x, y) turned by `rotation` degrees; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    c, s = cosine_and_sine(rotation)
    return 0.5 * ((c * x + s * y) ** 2 + kappa * (c * y - s * x) ** 2)


@dataclass(frozen=True, kw_only=True)
class Quadratic(AbstractSurface):
    """A bowl whose Hessian has the eigenvalues 1 and κ (Goh, 2017, distill.pub/2017/momentum)."""

    f: ClassVar = staticmethod(quadratic)
    helpers: ClassVar = (cosine_and_sine,)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar = (1.0, 1.0)

    kappa: Annotated[float, Real("κ", 1.0, 1e6, scale="log", slider_range=(1.0, 1e4))] = 100.0
    rotation: Annotated[float, Real("φ", -180.0, 180.0, slider_range=(-90.0, 90.0))] = 0.0

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
