"""Every surface: one file each, and its name in `SURFACES`."""

from optim_core.surfaces.base import AbstractSurface
from optim_core.surfaces.quadratic import Quadratic
from optim_core.surfaces.rosenbrock import Rosenbrock

SURFACES: tuple[type[AbstractSurface], ...] = (Quadratic, Rosenbrock)

__all__ = ["SURFACES", "AbstractSurface", "Quadratic", "Rosenbrock"]
