"""What every experiment declares: contenders that do something other than race on a surface."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import MAX_OPTIMIZERS
from optim_core.specs.charts import Chart


@dataclass(frozen=True, kw_only=True)
class ExperimentResult:
    """Named numbers, each one a contender, and the chart that shows them."""

    numbers: Mapping[str, tuple[float, ...]]
    chart: Chart


@dataclass(frozen=True, kw_only=True)
class AbstractExperiment(Declared):
    """A small experiment on `optimizers`; `run` is pure and ends within seconds.

    `unused`: the hyperparameters it sets itself, whatever a contender came with.
    """

    unused: ClassVar[tuple[str, ...]] = ()

    optimizers: tuple[AbstractOptimizer, ...]

    def check_together(self) -> None:
        where = f"{type(self).__name__}.optimizers"
        if not self.optimizers:
            raise SpecError(where, "empty")
        if len(self.optimizers) > MAX_OPTIMIZERS:
            raise SpecError(where, "range", range=f"{{1, …, {MAX_OPTIMIZERS}}}", got=len(self.optimizers))

    @abstractmethod
    def run(self) -> ExperimentResult:
        """Do it, with the real torch optimizers."""
