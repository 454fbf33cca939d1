"""Races as evidence."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.specs.results import Trajectory


def over_steps(y: str, names: Sequence[str], curves: Sequence[Array], *, log: bool = False, first: int = 0) -> Chart:
    """A chart of curves against the step, which is `first` at their beginning."""
    lines = tuple(
        Line(name=name, x=np.arange(first, first + len(curve), dtype=float), y=curve)
        for name, curve in zip(names, curves, strict=True)
    )
    return Chart(x="figure.step", y=y, lines=lines, log_y=log)


def losses(run: SurfaceRun, paths: Sequence[Trajectory]) -> Chart:
    """The losses of a race."""
    log = all((path.loss > 0).all() for path in paths)
    return over_steps("figure.quantity.loss", labels(run.optimizers), [path.loss for path in paths], log=log)


def first_step(reached: NDArray[np.bool_]) -> float:
    """The first step at which something is so; infinite if it never is."""
    return float(np.argmax(reached)) if reached.any() else float("inf")


def final_loss(path: Trajectory) -> float:
    """The last loss; infinite for a run that diverged."""
    return float(path.loss[-1]) if path.status.has_result else float("inf")
