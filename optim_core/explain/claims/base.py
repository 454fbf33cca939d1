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


class VerdictKind(Enum):
    """What an experiment says of a claim."""

    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"


@dataclass(frozen=True)
class Verdict:
    """The result of checking a claim: the text `claim.CLASS.KIND`, with `numbers` for its placeholders, and a chart."""

    kind: VerdictKind
    numbers: Mapping[str, float]
    chart: Chart


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


def holds_if(true: bool) -> VerdictKind:
    """For claims that hold or fail."""
    return VerdictKind.HOLDS if true else VerdictKind.FAILS


def holds_if_no_later(mine: float, other: float) -> VerdictKind:
    """For claims that one side arrives no later than the other; undecided where neither does."""
    return VerdictKind.DEPENDS if mine == other == math.inf else holds_if(mine <= other)
