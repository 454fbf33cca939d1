"""What every claim declares: an experiment with knobs, and how its numbers are judged."""

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from optim_core.base.hyper import Declared
from optim_core.permalink import write_surface_run
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart


class Finding(Enum):
    """What an experiment says of a claim."""

    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`condition` is the text key, below the claim's own, that says why; `numbers` fill it in."""

    finding: Finding
    condition: str
    numbers: Mapping[str, float]
    chart: Chart | None = None


@dataclass(frozen=True, kw_only=True)
class AbstractClaim(Declared):
    """A sentence that people read, with `check` to try it; its thresholds are constants of the class.

    `flip`: knobs that bring another verdict. `slow`: whether a check takes a second or more.
    """

    flip: ClassVar[Mapping[str, Any]]
    slow: ClassVar[bool] = False

    @abstractmethod
    def check(self) -> Verdict:
        """Run the experiment with the real torch optimizers, and judge."""

    @abstractmethod
    def lab(self) -> SurfaceRun:
        """A race that shows the same thing, to play on with."""

    def lab_query(self) -> dict[str, str]:
        """The link to it."""
        return write_surface_run(self.lab())


def verdict(finding: Finding, numbers: Mapping[str, float], chart: Chart | None, condition: str = "") -> Verdict:
    """A verdict whose condition, unless given, is the finding's own."""
    return Verdict(finding=finding, condition=condition or finding.value, numbers=numbers, chart=chart)


def holds_if(true: bool) -> Finding:
    """For claims that hold or fail."""
    return Finding.HOLDS if true else Finding.FAILS


def sooner(mine: float, other: float) -> Finding:
    """For claims that one side arrives no later than the other; undecided where neither does."""
    return Finding.DEPENDS if mine == other == math.inf else holds_if(mine <= other)
