"""Warm-up of a worker: imports everything that a race needs."""

from optim_core.descend import descend
from optim_core.optimizers import OPTIMIZERS
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock


def warm_up() -> None:
    """Run two steps of every optimizer, because torch imports some of its modules at the first step."""
    for cls in (each for each in OPTIMIZERS if each.param_requirement is None):
        descend(SurfaceRun(surface=Rosenbrock(), optimizers=(cls(lr=1e-3),), steps=2))
