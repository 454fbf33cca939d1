"""Base class of the claims: a sentence, an experiment with hyperparameters, and the verdict on its numbers."""

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
    """Whether a claim holds in an experiment; the values are parts of text keys."""

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
    """A claim about optimizers, with an experiment that tests it.

    The fields of a subclass are the experiment's hyperparameters; thresholds are constants of its module.
    """

    flip: ClassVar[Mapping[str, Any]]
    """Values of some fields that change the verdict."""
    slow: ClassVar[bool] = False
    """Whether a check takes a second or more."""

    @abstractmethod
    def check(self) -> Verdict:
        """Run the experiment with the real torch optimizers and give the verdict."""

    @abstractmethod
    def lab(self) -> SurfaceRun:
        """A race on a surface that shows the same effect."""

    def lab_query(self) -> dict[str, str]:
        """Query entries of the link to the race of `lab`."""
        return write_surface_run(self.lab())


def holds_if(true: bool) -> VerdictKind:
    """`HOLDS` if the condition is true, else `FAILS`."""
    return VerdictKind.HOLDS if true else VerdictKind.FAILS


def holds_if_no_later(mine: float, other: float) -> VerdictKind:
    """`HOLDS` if step `mine` is not after step `other`; `DEPENDS` if both are infinite, which means never."""
    return VerdictKind.DEPENDS if mine == other == math.inf else holds_if(mine <= other)
