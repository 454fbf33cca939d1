"""The edge of stability of a training."""

from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.races import ModelRun


def max_stable_curvature(run: ModelRun, optimizer: AbstractOptimizer) -> float | None:
    """The largest curvature of a parabola on which the optimizer's steps do not grow; None if it is not known.

    It is not known where the layers differ in their lr.
    """
    return None if run.lr_factors(optimizer) else optimizer.max_stable_curvature
