"""A slope that never changes."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface


def slope(xy: Tensor, s: float) -> Tensor:
    """f(x, y) = s x; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return s * x + 0 * y


@dataclass(frozen=True, kw_only=True)
class Slope(AbstractSurface):
    """The same gradient at every step, so a path shows only the step lengths of its optimizer."""

    f: ClassVar = staticmethod(slope)
    group: ClassVar = "flat"
    domain: ClassVar = ((-12.0, 2.0), (-4.0, 4.0))
    start: ClassVar = (1.0, 0.0)

    s: Annotated[float, Real("s", 1e-6, 1e4, scale="log", slider_range=(1e-3, 1e3))] = 1.0
