"""A surface given by a formula that the visitor types."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real, Text
from optim_core.base.errors import SpecError
from optim_core.surfaces.base import AbstractSurface, Box, Point
from optim_core.surfaces.expression import LONGEST, parse
from optim_core.surfaces.expression.write import source
from optim_core.surfaces.grid_search import grid_search

NARROWEST = 1e-6
"""Smallest width of a frame, absolute and relative to its distance from the origin.

In a narrower frame, two minima would count as one (see `grid_search`) or neighboring points would be equal.
"""

END = Real("", -1e6, 1e6)


def formula(xy: Tensor, text: str, **_frame: float) -> Tensor:
    """Values of the formula `text` at points: (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return parse(text)(x, y)


@dataclass(frozen=True, kw_only=True)
class Formula(AbstractSurface):
    """A formula of x and y within a frame; minima, start and color scale come from a grid search of the frame.

    Raises FormulaError where the text is not a formula, SpecError where the frame is too narrow.
    """

    f: ClassVar = staticmethod(formula)
    group: ClassVar = "own"
    numerical: ClassVar = True

    text: Annotated[str, Text("", LONGEST)] = "x^2/4 + y^2/2 + sin(3*x)*cos(2*y)"
    x_low: Annotated[float, END] = -3.0
    x_high: Annotated[float, END] = 3.0
    y_low: Annotated[float, END] = -3.0
    y_high: Annotated[float, END] = 3.0

    def check_together(self) -> None:
        parse(self.text)
        for axis, (low, high) in zip("xy", self.domain, strict=True):
            least = NARROWEST * max(1.0, abs(low), abs(high))
            if not high - low > least:
                raise SpecError(f"Formula.{axis}_high", "frame", least=least, low=low, high=high)

    @property
    def domain(self) -> Box:  # type: ignore[override]
        return (self.x_low, self.x_high), (self.y_low, self.y_high)

    @property
    def start(self) -> Point:  # type: ignore[override]
        """Point at 0.2 of the width and 0.7 of the height, or the nearest grid point with a usable gradient."""
        return grid_search(self).start

    @property
    def log_color(self) -> bool:  # type: ignore[override]
        return grid_search(self).log

    @property
    def minima(self) -> tuple[Point, ...]:
        """Smooth minima that Newton's method finds from the low points of a grid; minima at kinks are missed."""
        return grid_search(self).minima

    @property
    def holes(self) -> float:
        """Share of the frame where the formula has no finite value."""
        return grid_search(self).holes

    def script(self) -> tuple[str, str]:
        return source(parse(self.text)), "formula(xy)"
