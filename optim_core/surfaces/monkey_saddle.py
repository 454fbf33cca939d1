"""Three ways down: two for the legs and one for the tail."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface


def monkey_saddle(xy: Tensor) -> Tensor:
    """f(x, y) = x³ − 3 x y²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return x**3 - 3 * x * y**2


@dataclass(frozen=True, kw_only=True)
class MonkeySaddle(AbstractSurface):
    """At the origin the Hessian is zero too, so curvature shows no way out (Hilbert & Cohn-Vossen, 1932)."""

    f: ClassVar = staticmethod(monkey_saddle)
    group: ClassVar = "saddle"
    domain: ClassVar = ((-1.0, 1.0), (-1.0, 1.0))
    start: ClassVar = (0.5, 0.01)
