"""Base class of the experiments, and their result."""

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
    """Numbers and a chart of an experiment."""

    numbers: Mapping[str, tuple[float, ...]]
    """Name -> one value per contender."""
    chart: Chart


@dataclass(frozen=True, kw_only=True)
class AbstractExperiment(Declared):
    """A small experiment on `optimizers`, its contenders. SpecError if there are none or too many."""

    unused: ClassVar[tuple[str, ...]] = ()
    """Hyperparameters of the contenders that the experiment replaces by its own values."""

    optimizers: tuple[AbstractOptimizer, ...]

    def check_together(self) -> None:
        where = f"{type(self).__name__}.optimizers"
        if not self.optimizers:
            raise SpecError(where, "empty")
        if len(self.optimizers) > MAX_OPTIMIZERS:
            raise SpecError(where, "range", range=f"{{1, …, {MAX_OPTIMIZERS}}}", got=len(self.optimizers))

    @abstractmethod
    def run(self) -> ExperimentResult:
        """Run the experiment with the real torch optimizers, within seconds; equal fields give equal results."""
