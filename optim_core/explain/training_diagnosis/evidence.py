"""Evidence for findings about trainings: one contender's logs, with the numbers that several rules look at."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.lazy import cached_property
from optim_core.base.result import AbstractResult, Array
from optim_core.explain.training_diagnosis.probes import FACTORS, Probes
from optim_core.models.tasks import CLASSES, NUMBERS, TOKENS
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.thinning import MOST_ROWS
from optim_core.train.recording_steps import epochs_between

WINDOWS = 40
"""Parts of a training over which mini-batch losses are averaged."""
LEFT = 0.2
"""Share of the loss of guessing above which a training has not learned what there is to learn."""


@dataclass(frozen=True, kw_only=True)
class Evidence(AbstractResult):
    """One contender's training from several seeds, and what was measured at the weights of the first.

    Losses without another name are those over the training set.
    """

    run: ModelRun
    logs: Sequence[TrainingLog]
    probes: Probes

    @property
    def log(self) -> TrainingLog:
        """The training of the first seed."""
        return self.logs[0]

    @property
    def optimizer(self) -> AbstractOptimizer:
        return self.log.optimizer

    @property
    def steps(self) -> int:
        """Updates done."""
        return len(self.log.loss)

    @cached_property
    def guess(self) -> float:
        """The loss of an answer that ignores the inputs: log of the classes, or half the variance of the targets."""
        task, first, score = self.run.dataset.task, self.first_loss, float(self.log.train_score[0])
        if task in (CLASSES, TOKENS):
            return math.log(self.run.dataset.outputs) if self.run.dataset.outputs > 1 else first
        return first / (1 - score) if task is NUMBERS and score < 1 and first > 0 else first

    @cached_property
    def smooth(self) -> Array:
        """Median mini-batch loss of up to 40 equal parts of the training (w,)."""
        parts = np.array_split(self.log.loss, max(min(WINDOWS, self.steps), 1))
        return np.array([float(np.median(part)) for part in parts if len(part)])

    @property
    def first_loss(self) -> float:
        """Loss before the first update."""
        return float(self.log.train_loss[0])

    @property
    def last_loss(self) -> float:
        """Loss after the last epoch that was done."""
        return float(self.log.train_loss[-1])

    @property
    def left(self) -> float:
        """The last loss as a share of the loss of guessing."""
        return self.last_loss / self.guess if self.guess > 0 else math.nan

    @property
    def unsolved(self) -> bool:
        """Whether much of the loss of guessing is left."""
        return self.left > LEFT

    @cached_property
    def rises(self) -> float:
        """All rises of the loss from epoch to epoch after the first quarter, as a multiple of the loss of guessing.

        Of more than `MOST_ROWS` updates, the epochs that are compared lie further apart, in proportion: the noise of
        more of them would add up.
        """
        every = max(-(-self.run.steps // MOST_ROWS) // epochs_between(self.run), 1)
        losses = self.log.train_loss
        changes = np.diff(losses[(len(losses) - 1) % every :: every])
        return float(changes[len(changes) // 4 :].clip(0).sum()) / self.guess if self.guess > 0 else math.nan

    @property
    def late_fall(self) -> float:
        """How far the loss fell in the last quarter of the epochs, as a share of the loss of guessing."""
        losses = self.log.train_loss
        at = round(0.75 * (len(losses) - 1))
        return float(losses[at] - losses[-1]) / self.guess if self.guess > 0 else math.nan

    @cached_property
    def ahead(self) -> tuple[float, float]:
        """How far the loss falls at best further along the last stretch, as a share of guessing, and how far that is.

        The distance is a multiple of the stretch. (0, 0) if the loss falls nowhere there or was not measured.
        """
        losses = self.probes.ahead
        if not np.isfinite(losses).any() or not self.guess > 0:
            return 0.0, 0.0
        best = int(np.nanargmin(losses))
        gain = (self.probes.loss - float(losses[best])) / self.guess
        return (gain, float(FACTORS[best])) if gain > 0 else (0.0, 0.0)

    @cached_property
    def rates(self) -> Array:
        """The learning rate of each update (n,)."""
        scheduled = self.log.scheduled.get("lr")
        return np.full(self.steps, self.optimizer.lr) if scheduled is None else scheduled[: self.steps]

    @cached_property
    def update_ratio(self) -> Array:
        """Update over weights at each recorded update (m,), as the median over the layers."""
        ratios = self.log.update_ratio
        found: Array = np.median(ratios, axis=1) if ratios.size else np.empty(0)
        return found

    @cached_property
    def grad_norm(self) -> Array:
        """Norm of the whole mini-batch gradient at each recorded update (m,)."""
        with np.errstate(over="ignore"):
            found: Array = np.sqrt((self.log.grad_norm**2).sum(axis=1)) if self.log.grad_norm.size else np.empty(0)
        return found


def score_text(run: ModelRun, score: float) -> str:
    """A score as the page writes it: an accuracy in per cent, any other with three digits."""
    return f"{100 * score:.0f}%" if run.dataset.task.counts_hits else f"{score:.3g}"


def part_median(values: Array, low: float, high: float) -> float:
    """Median of the values (m,) between two shares of their number; NaN of none."""
    start = int(low * len(values))
    chosen = values[start : max(math.ceil(high * len(values)), start + 1)]
    return float(np.median(chosen)) if len(chosen) else math.nan
