"""A training as a view of it is to show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from optim_core.base.text import Translator
from optim_core.figures.training.averaged_names import averaged_names
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.specs.views import ModelView
from optim_core.train.background_job import TrainingJob


@dataclass(frozen=True)
class Scene:
    """A training as far as it has come, and how it is to be seen."""

    run: ModelRun
    logs: tuple[tuple[TrainingLog, ...], ...]
    """By contender, then by seed."""
    live: bool
    view: ModelView
    indices: Sequence[int]
    seconds: Sequence[float] = ()
    """Of an evaluation of each contender; empty unless the view is by the second."""

    @classmethod
    def of(cls, job: TrainingJob, view: ModelView, indices: Sequence[int]) -> "Scene":
        return cls(job.run, by_contender(job.logs(), job.run.seeds), job.running, view, indices)

    @property
    def firsts(self) -> tuple[TrainingLog, ...]:
        """The first seed's log of each contender."""
        return tuple(logs[0] for logs in self.logs)

    @property
    def kind(self) -> str:
        """The kind of weights that is shown; the current ones where there are no averages."""
        of_weights = self.view.view in ("boundaries", "samples") or (
            self.view.view == "weights" and self.view.histogram == "weights"
        )
        return self.view.weights if self.run.ema_decay and of_weights else "current"

    @property
    def shown(self) -> tuple[TrainingLog, ...]:
        """The first seed's log of each contender, of its averaged weights if these are shown."""
        return tuple(log.of_averages for log in self.firsts) if self.kind == "averaged" else self.firsts

    def names(self, t: Translator) -> tuple[str, ...]:
        """The labels of the contenders, of their averaged weights if these are shown."""
        return averaged_names(self.run, t) if self.kind == "averaged" else labels(self.run.optimizers)
