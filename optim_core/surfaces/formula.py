"""A surface given by a formula that the visitor types."""

from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real, Text
from optim_core.base.errors import SpecError
from optim_core.surfaces.base import AbstractSurface, Box, Point
from optim_core.surfaces.expression import LONGEST, PARAMETERS, Expression, check_length, parse
from optim_core.surfaces.expression.characters import without_invisible
from optim_core.surfaces.expression.error import wrong
from optim_core.surfaces.expression.python import source
from optim_core.surfaces.expression.traps import is_smooth
from optim_core.surfaces.fitted_frame import STEPS, fitted_frame
from optim_core.surfaces.grid_search import grid_search
from optim_core.surfaces.minimum_lines import MinimumLine

NARROWEST = 1e-6
"""Smallest width of a frame, absolute and relative to its distance from the origin.

In a narrower frame, two minima would count as one (see `grid_search`) or neighboring points would be equal.
"""

END = Real("", -1e6, 1e6)
SLIDER = (-5.0, 5.0)
NUMBERS = {name: replace(END, symbol=letter, slider_range=SLIDER) for name, letter in PARAMETERS.items()}
"""The parameters with their domains."""


@dataclass(frozen=True)
class FormulaText(Text):
    """A line of text; spaces of all kinds, and characters without ink, become ordinary spaces."""

    def check(self, value: object, where: str) -> str:
        if value == "":
            raise wrong("empty", 1)
        if isinstance(value, str):
            check_length(value)
        return super().check(without_invisible(value) if isinstance(value, str) else value, where)

    def bad(self) -> tuple[object, ...]:
        return ("", "x" * (self.longest + 1), "\x00", "x\u202ey", None, 0)


def formula(xy: Tensor, text: str, **numbers: float | Tensor) -> Tensor:
    """Values of the formula `text` at points: (..., 2) -> (...); `numbers` hold its parameters, or tensors () do."""
    x, y = xy.unbind(-1)
    tensors = {name: value for name, value in numbers.items() if isinstance(value, Tensor)}
    if tensors:
        return parse(text)(x, y, tensors)
    return expression(text, {name: float(value) for name, value in numbers.items()})(x, y)


def expression(text: str, numbers: Mapping[str, float]) -> Expression:
    """The formula with numbers for its parameters. Raises FormulaError."""
    return _bound(text, tuple(numbers[name] for name in parse(text).parameters))


@lru_cache(512)
def _bound(text: str, values: tuple[float, ...]) -> Expression:
    parsed = parse(text)
    bound = parsed.bound(dict(zip(parsed.parameters, values, strict=True)))
    _ = bound.folded
    return bound


if TYPE_CHECKING:
    WithParameters = AbstractSurface
else:
    WithParameters = make_dataclass(
        "WithParameters",
        [(name, Annotated[float, domain], 1.0) for name, domain in NUMBERS.items()],
        bases=(AbstractSurface,),
        frozen=True,
        kw_only=True,
    )
    """A surface with a number for each letter that a formula may have as a parameter."""


@dataclass(frozen=True, kw_only=True)
class Formula(WithParameters):
    """A formula of x, y and parameters within a frame; minima, start and colors come from a grid search of the frame.

    Raises FormulaError where the text is not a formula, SpecError where the frame is too narrow.
    """

    f: ClassVar = staticmethod(formula)
    group: ClassVar = "own"
    numerical: ClassVar = True

    text: Annotated[str, FormulaText("", LONGEST)] = "x^2/4 + y^2/2 + sin(3*x)*cos(2*y)"
    x_low: Annotated[float, END] = -3.0
    x_high: Annotated[float, END] = 3.0
    y_low: Annotated[float, END] = -3.0
    y_high: Annotated[float, END] = 3.0

    def check_together(self) -> None:
        _ = self.expression
        for axis, (low, high) in zip("xy", self.domain, strict=True):
            least = NARROWEST * max(1.0, abs(low), abs(high))
            if not high - low > least:
                raise SpecError(f"Formula.{axis}_high", "frame", least=least, low=low, high=high)

    def __repr__(self) -> str:
        """The constructor's call without the parameters that the formula does not have: they change no result."""
        used = {
            name: value for name, value in self.values().items() if name not in PARAMETERS or name in self.parameters
        }
        return f"Formula({', '.join(f'{name}={value!r}' for name, value in used.items())})"

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
        """Isolated minima that are found from the low points of a grid, and a point of each line in `lines`."""
        return grid_search(self).minima

    @property
    def smooth(self) -> bool:
        return is_smooth(self.expression)

    @property
    def lines(self) -> Mapping[int, MinimumLine]:
        """The smooth minima that are whole lines, by their index in `minima`."""
        return grid_search(self).lines

    def fitted(self, xy: Tensor, *, wide: bool = False) -> "Formula | None":
        """The formula with a frame that holds the points `xy` (..., 2); None if the frame holds them already."""
        frame = fitted_frame(self.domain, xy, STEPS if wide else 0, END.high)
        if frame is None:
            return None
        (x_low, x_high), (y_low, y_high) = frame
        return replace(self, x_low=x_low, x_high=x_high, y_low=y_low, y_high=y_high)

    @property
    def holes(self) -> float:
        """Share of the frame where the formula has no finite value."""
        return grid_search(self).holes

    @property
    def expression(self) -> Expression:
        """The parsed formula with numbers for its parameters."""
        return expression(self.text, self.values())

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters of the formula in the order of its text: name -> value."""
        return {name: getattr(self, name) for name in parse(self.text).parameters}

    def script(self) -> tuple[str, str]:
        numbers = ", ".join(f"{name} = {value!r}" for name, value in self.parameters.items())
        return (f"# {numbers}\n" if numbers else "") + source(self.expression), "formula(xy)"
