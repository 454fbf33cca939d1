"""Domains of hyperparameters: which values are valid, how they are read and written, and which a slider offers."""

import math
import numbers
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Literal

from optim_core.base.errors import SpecError, abridged
from optim_core.base.lazy import cached_property
from optim_core.base.number_text import bound_text

R10 = (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 8.0)
"""Renard series: ten round numbers that divide a decade evenly on a log scale (ISO 3)."""
MAX_CHARACTERS = 40
"""Longest text that is parsed as a number."""


@dataclass(frozen=True)
class AbstractDomain(ABC):
    """The set of valid values of a hyperparameter. `symbol` is its letter in the literature."""

    symbol: str = ""

    @property
    @abstractmethod
    def range(self) -> str:
        """The domain in mathematical notation, the same in every language."""

    @abstractmethod
    def check(self, value: object, where: str) -> Any:
        """The value in its canonical type; SpecError "range" at `where` if it is outside the domain."""

    def parse(self, text: str, where: str) -> Any:
        """The value that `text` represents, by default the text itself; SpecError if it is invalid."""
        return self.check(text, where)

    @abstractmethod
    def bad(self) -> tuple[object, ...]:
        """Invalid values close to the domain, for tests."""

    def format(self, value: Any) -> str:
        """The text from which `parse` returns `value`."""
        return str(value)

    def refuse(self, value: object, where: str) -> SpecError:
        return SpecError(where, "range", range=self.range, got=abridged(value))


@dataclass(frozen=True)
class AbstractNumber(AbstractDomain):
    """Numbers between `low` and `high`."""

    low: float = -math.inf
    high: float = math.inf
    scale: Literal["linear", "log", "complement"] = "linear"
    """Spacing of the ticks: even, by decades of the value, or by decades of 1 - value."""
    slider_range: tuple[float, float] | None = None
    """The part of the domain that sliders and sweeps cover; None for all of it."""
    zero_tick: bool = True
    """Whether a slider on a log scale begins with 0, if that is the lowest value of the domain."""

    def parse(self, text: str, where: str) -> Any:
        try:
            return self.check(float(text) if len(text) <= MAX_CHARACTERS else math.nan, where)
        except ValueError:  # SpecError is one, and would quote the number instead of the text
            raise self.refuse(text, where) from None

    @property
    @abstractmethod
    def ticks(self) -> tuple[Any, ...]:
        """The round values of a slider, ascending."""

    def _spaced(self) -> list[float]:
        low, high = self.slider_range or (self.low, self.high)
        if self.scale == "linear":
            return [round(low + (high - low) * i / 40, 12) for i in range(41)]
        if self.scale == "complement":
            near_1 = [round(1 - tail * 10.0**-power, 12) for power in range(2, 6) for tail in (5, 2, 1)]
            return [*(i / 20 for i in range(19)), *near_1]
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        steps = [float(f"{r}e{decade}") for decade in decades for r in R10]
        return [0.0] * (self.zero_tick and self.low == 0) + [step for step in steps if low <= step <= high]


@dataclass(frozen=True)
class Real(AbstractNumber):
    """A finite real number between `low` and `high`."""

    low_open: bool = False
    high_open: bool = False
    in_torch: bool = True

    @property
    def range(self) -> str:
        return f"{'[('[self.low_open]}{bound_text(self.low)}, {bound_text(self.high)}{'])'[self.high_open]}"

    def check(self, value: object, where: str) -> float:
        if not isinstance(value, numbers.Real) or isinstance(value, bool) or not self._holds(_float(value)):
            raise self.refuse(value, where)
        return float(value) + 0.0  # no -0.0, which would be another key for the same run

    def _holds(self, value: float) -> bool:
        above = self.low < value if self.low_open else self.low <= value
        return above and (value < self.high if self.high_open else value <= self.high)

    def bad(self) -> tuple[object, ...]:
        outside = [self.low if self.low_open else self.low - 1, self.high if self.high_open else self.high + 1]
        return (*outside, math.nan, math.inf, -math.inf, "0.1", None, True)

    def format(self, value: float) -> str:
        return text if float(text := f"{value:g}") == value else repr(value)

    @cached_property
    def ticks(self) -> tuple[float, ...]:
        return tuple(value for value in self._spaced() if self._holds(value))


@dataclass(frozen=True)
class Whole(AbstractNumber):
    """A whole number between `low` and `high`, both included, whose distance from `low` is a multiple of `step`."""

    low: int = 0
    high: int = 2**31 - 1
    step: int = 1

    @property
    def range(self) -> str:
        return f"{{{self.low}, {f'{self.low + self.step}, ' * (self.step > 1)}…, {self.high}}}"

    def check(self, value: object, where: str) -> int:
        number = isinstance(value, numbers.Real) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high or (value - self.low) % self.step:  # type: ignore[operator]
            raise self.refuse(value, where)
        return int(value)  # type: ignore[call-overload,no-any-return]

    def bad(self) -> tuple[object, ...]:
        return (self.low - 1, self.high + 1, self.low + self.step / 2, math.nan, math.inf, "1", None, True)

    @cached_property
    def ticks(self) -> tuple[int, ...]:
        found = {self.low + self.step * round((value - self.low) / self.step) for value in self._spaced()}
        return tuple(sorted(value for value in found if self.low <= value <= self.high))


@dataclass(frozen=True)
class Choice(AbstractDomain):
    """One of the names in `options`."""

    options: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        return "{" + ", ".join(self.options) + "}"

    def check(self, value: object, where: str) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise self.refuse(value, where)
        return value

    def bad(self) -> tuple[object, ...]:
        return ("", "no such option", None, 0)


@dataclass(frozen=True)
class Flag(AbstractDomain):
    """On or off."""

    range = "{False, True}"

    def check(self, value: object, where: str) -> bool:
        if not isinstance(value, bool):
            raise self.refuse(value, where)
        return value

    def parse(self, text: str, where: str) -> bool:
        if text not in ("True", "False"):
            raise self.refuse(text, where)
        return text == "True"

    def bad(self) -> tuple[object, ...]:
        return (0, 1, "True", None)


@dataclass(frozen=True)
class Text(AbstractDomain):
    """A line of at most `longest` printable characters."""

    longest: int = 300

    @property
    def range(self) -> str:
        return f"{{s : 1 ≤ |s| ≤ {self.longest}}}"

    def check(self, value: object, where: str) -> str:
        if not isinstance(value, str) or not 1 <= len(value) <= self.longest or not value.isprintable():
            raise self.refuse(value, where)
        return value

    def bad(self) -> tuple[object, ...]:
        return ("", "x" * (self.longest + 1), "x\ny", "\x00", None, 0)


def _float(value: Any) -> float:
    """The nearest float; infinite if the value is too large for a float."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
