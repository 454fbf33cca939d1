"""Questions of the lessons; the right answer follows from the numbers of the runs."""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from optim_core.base.domains import AbstractDomain, Choice, Real
from optim_core.base.errors import SpecError, abridged

Numbers = Mapping[str, float]
WRONG_NUMBERS = ("low", "high")
"""What a wrong answer to a question about a number can be."""
ANY_NUMBER = Real("", -1e9, 1e9)


@dataclass(frozen=True, kw_only=True)
class AbstractQuestion(ABC):
    """A question whose right answer is computed from the lesson's numbers."""

    @property
    @abstractmethod
    def domain(self) -> AbstractDomain:
        """The domain of valid answers."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Names of the numbers that the right answer depends on."""

    @abstractmethod
    def right(self, numbers: Numbers) -> Any:
        """The right answer."""

    def is_right(self, answer: Any, numbers: Numbers) -> bool:
        return bool(answer == self.right(numbers))

    def mistake(self, answer: Any, _numbers: Numbers) -> str:
        """The key of a wrong answer among the reasons of a lesson: its own name."""
        return str(answer)


@dataclass(frozen=True, kw_only=True)
class Extreme(AbstractQuestion):
    """Which of the numbers `of` is the lowest (`least`) or the highest; their names are the options."""

    of: tuple[str, ...]
    least: bool

    @property
    def domain(self) -> Choice:
        return Choice("", self.of)

    @property
    def names(self) -> tuple[str, ...]:
        return self.of

    def right(self, numbers: Numbers) -> str:
        return (min if self.least else max)(self.of, key=numbers.__getitem__)


@dataclass(frozen=True, kw_only=True)
class Bands(AbstractQuestion):
    """Between which of `edges` the number `of` lies. SpecError unless they ascend and each interval has an option."""

    of: str
    edges: tuple[float, ...]
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.options) != len(self.edges) + 1 or list(self.edges) != sorted(self.edges):
            rising = f"{{(e₁, …, eₙ) : e₁ ≤ … ≤ eₙ, n = {len(self.options) - 1}}}"
            raise SpecError("question.edges", "range", range=rising, got=abridged(self.edges))

    @property
    def domain(self) -> Choice:
        return Choice("", self.options)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    def right(self, numbers: Numbers) -> str:
        return self.options[bisect_left(self.edges, numbers[self.of])]


@dataclass(frozen=True, kw_only=True)
class Number(AbstractQuestion):
    """The value of the number `of`, with the relative tolerance `tolerance`."""

    of: str
    tolerance: float

    @property
    def domain(self) -> Real:
        return ANY_NUMBER

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    def right(self, numbers: Numbers) -> float:
        return numbers[self.of]

    def is_right(self, answer: Any, numbers: Numbers) -> bool:
        return abs(float(answer) - self.right(numbers)) <= self.tolerance * abs(self.right(numbers))

    def mistake(self, answer: Any, numbers: Numbers) -> str:
        """`low` or `high`."""
        return WRONG_NUMBERS[float(answer) > self.right(numbers)]


def read_question(table: Mapping[str, Any]) -> AbstractQuestion:
    """The question of a `lesson.toml`, from its table: `least` or `most` of numbers, `bands` of one, or a `number`."""
    if "least" in table or "most" in table:
        return Extreme(of=tuple(table.get("least") or table["most"]), least="least" in table)
    if "bands" in table:
        return Bands(of=table["bands"], edges=tuple(table["edges"]), options=tuple(table["options"]))
    return Number(of=table["number"], tolerance=table["tolerance"])
