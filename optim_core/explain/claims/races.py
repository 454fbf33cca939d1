"""Charts and numbers of races, for the claims."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.specs.metrics import arrival
from optim_core.specs.results import Trajectory


def over_steps(y: str, names: Sequence[str], curves: Sequence[Array], *, log: bool = False, first: int = 0) -> Chart:
    """A chart of curves (n,) against the step, which is `first` at their start; `y` is the text key of the y axis."""
    lines = tuple(
        Line(name=name, x=np.arange(first, first + len(curve), dtype=float), y=curve)
        for name, curve in zip(names, curves, strict=True)
    )
    return Chart(x="figure.step", y=y, lines=lines, log_y=log)


def losses(run: SurfaceRun, paths: Sequence[Trajectory]) -> Chart:
    """A chart of the losses of a race, with a log axis if all are positive."""
    log = all((path.loss > 0).all() for path in paths)
    return over_steps("figure.quantity.loss", labels(run.optimizers), [path.loss for path in paths], log=log)


def first_step(reached: NDArray[np.bool_]) -> float:
    """Index of the first True in `reached` (steps,); infinite if there is none."""
    return float(np.argmax(reached)) if reached.any() else float("inf")


def arrival_at(share: float, path: Trajectory, size: Array) -> float:
    """The step from which on `size` (n,) of a path stays at most `share` of its first value; infinite if never."""
    step = arrival(size <= share * size[0]) if path.status.has_result else None
    return float("inf") if step is None else float(step)


def final_loss(path: Trajectory) -> float:
    """The last loss; infinite for a diverged or failed run."""
    return float(path.loss[-1]) if path.status.has_result else float("inf")
