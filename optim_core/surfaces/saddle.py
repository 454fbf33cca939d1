"""The plain saddle."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface


def saddle(xy: Tensor, kappa: float) -> Tensor:
    """f(x, y) = ½ (x² − κ y²); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return 0.5 * (x**2 - kappa * y**2)


@dataclass(frozen=True, kw_only=True)
class Saddle(AbstractSurface):
    """A saddle point: the start leads almost straight into it (Dauphin et al., 2014, arXiv:1406.2572)."""

    f: ClassVar = staticmethod(saddle)
    group: ClassVar = "saddle"
    domain: ClassVar = ((-1.5, 1.5), (-1.5, 1.5))
    start: ClassVar = (1.0, 1e-6)

    kappa: Annotated[float, Real("κ", 0.01, 100.0, scale="log")] = 1.0
