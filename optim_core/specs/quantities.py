"""The quantities that a race's curves can show, each declared once.

The view's options, the curves with their alternative text, and the bands of a multistart all read `QUANTITIES`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from optim_core.base.result import Array
from optim_core.specs import metrics
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One number per step of a trajectory.

    `name` is the option's value in links; the texts are `option.quantity.<name>` and `figure.quantity.<name>`.
    """

    name: str
    values: Callable[[Trajectory, AbstractSurface], Array]
    """Trajectory with n updates, surface -> values of the steps `first` to n (n + 1 - first,); NaN where unknown."""
    first: int = 0
    """The first step that has a value: 0, or 1 for a quantity of updates."""
    axis: Literal["auto", "log", "linear"] = "auto"
    """Axis where the view asks for "auto": if this is "auto" too, log where positive values span decades."""
    better: Literal["lower", "higher"] = "lower"
    needs_minimum: bool = False
    """Whether it has no values on a surface without a known minimum."""

    @property
    def worst(self) -> float:
        """Infinity with the sign of the worse direction: the value of a run that diverged."""
        return math.inf if self.better == "lower" else -math.inf


QUANTITIES = (
    Quantity(name="loss", values=lambda path, _: path.loss),
    Quantity(name="grad_norm", values=lambda path, _: metrics.gradient_norm(path)),
    Quantity(name="distance", values=metrics.distance_to_minimum, needs_minimum=True),
    Quantity(name="step_length", values=lambda path, _: metrics.step_length(path), first=1),
)
"""In the order of the menu."""

BY_NAME = {quantity.name: quantity for quantity in QUANTITIES}
