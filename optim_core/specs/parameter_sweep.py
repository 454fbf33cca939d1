"""Spec of a sweep over a parameter of a formula: one sweep for each value of it, on that value's surface."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch

from optim_core.base.domains import Real
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.races import SurfaceRun
from optim_core.specs.ranking import ROUNDING
from optim_core.specs.sweep import Axis, Sweep
from optim_core.surfaces import AbstractSurface, Formula, Transformed
from optim_core.surfaces.formula import NUMBERS

PARAMETER_AXES: Mapping[str, Real] = {f"surface.{name}": domain for name, domain in NUMBERS.items()}
"""Name of an axis -> domain of the parameter that it varies. The names are those of entries of links."""


def has_parameter(surface: AbstractSurface, name: str) -> bool:
    """Whether the surface is a formula, transformed or not, with the parameter of the axis `name`."""
    return isinstance(surface.plain, Formula) and name.partition(".")[2] in surface.plain.parameters


def with_parameter(surface: AbstractSurface, name: str, value: float) -> AbstractSurface:
    """The surface with another value of the parameter of the axis `name`, which it has."""
    if isinstance(surface, Transformed):
        return replace(surface, inner=with_parameter(surface.inner, name, value))
    return replace(surface, **{name.partition(".")[2]: value})


@dataclass(frozen=True, kw_only=True)
class ParameterSweep:
    """Runs of one optimizer for all values of a `parameter` of a formula and of the axis of a `base` sweep.

    `base` has one axis; its surface has some value of the parameter. The parameter is the first axis, which varies the
    rows, if `upward`, and else the second one.
    """

    base: Sweep
    parameter: Axis
    upward: bool

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of rows and of columns."""
        return (self.parameter, *self.base.axes) if self.upward else (*self.base.axes, self.parameter)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def surface(self) -> AbstractSurface:
        """The surface of `base`."""
        return self.base.surface

    @property
    def optimizer(self) -> AbstractOptimizer:
        return self.base.optimizer

    @property
    def seconds(self) -> float:
        """Time limit of all sweeps together."""
        return self.base.seconds

    @property
    def sweeps(self) -> tuple[Sweep, ...]:
        """The sweep of each value of the parameter."""
        return tuple(
            replace(self.base, surface=with_parameter(self.surface, self.parameter.name, value))
            for value in self.parameter.values
        )

    @property
    def rounding(self) -> float:
        """The difference up to which two losses tie: the largest rounding error of a height at the start."""
        start = torch.tensor(self.base.start, dtype=torch.float64)
        heights = torch.stack([one.surface(start).abs() for one in self.sweeps])
        return ROUNDING * float(heights[heights.isfinite()].max()) if heights.isfinite().any() else 0.0

    def run_at(self, row: int, column: int) -> SurfaceRun:
        """The race with a single optimizer of the cell at (row, column)."""
        which, other = (row, column) if self.upward else (column, row)
        surface = with_parameter(self.surface, self.parameter.name, self.parameter.values[which])
        return replace(self.base, surface=surface).run_at(other)
