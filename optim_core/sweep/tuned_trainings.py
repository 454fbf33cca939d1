"""The trainings of a fair race, and their results so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optim_core.base.hyper import defaults
from optim_core.base.result import AbstractResult, Array, Status
from optim_core.evidence.comparison import Comparison, compare
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun, TunedTrainings
from optim_core.specs.tuned_trainings import with_cosine
from optim_core.sweep.equal_budget import trial_settings
from optim_core.sweep.model_sweep import train_settings
from optim_core.sweep.monitor import STATUSES
from optim_core.train import train
from optim_core.train.checkpoint import MEASURES

GOOD_SHARE, GOOD_LOSS = 0.1, 0.01
"""How far above the lowest validation loss of all contenders that of a good trial may lie: this share of it, or this
loss if that is more."""


class Scores(NamedTuple):
    """How n trainings ended: arrays (n,). NaN for a training that did not end, the worst value without a result."""

    score: Array
    """The task's score: of validation data in a trial, else of test data."""
    loss: Array


@dataclass(frozen=True, kw_only=True)
class TunedTraining(AbstractResult):
    """One contender's trials and comparison so far. Scores and losses are NaN for what has not been trained."""

    optimizer: AbstractOptimizer
    names: tuple[str, ...]
    settings: Array
    """Values of the tuned hyperparameters (trials, names)."""
    score: Array
    """Validation scores (trials, tuning seeds); -inf for a training without a result."""
    loss: Array
    """Validation losses (trials, tuning seeds); inf for a training without a result."""
    cosine_loss: Array
    """Validation losses of the best setting with a cosine schedule (tuning seeds,)."""
    steps: int
    """Updates of a training of the comparison."""
    tuned_score: Array
    """Test scores of the best setting (fresh seeds,), as above."""
    default_score: Array
    """Test scores of the default setting (fresh seeds,), as above."""

    @property
    def mean_loss(self) -> Array:
        """Mean validation loss of each trial (trials,); NaN until all its seeds are trained."""
        with np.errstate(over="ignore"):
            mean: Array = self.loss.mean(1)
        return mean

    @property
    def best(self) -> int | None:
        """Index of the trial with the lowest mean validation loss; None without one.

        The loss depends less on luck than a score of few examples.
        """
        return int(np.nanargmin(self.mean_loss)) if np.isfinite(self.mean_loss).any() else None

    @property
    def tuned(self) -> AbstractOptimizer | None:
        """The contender with its best setting, and with a cosine schedule if that is better."""
        if self.best is None:
            return None
        return with_cosine(self.at(self.best), self.steps) if self.cosine_is_better else self.at(self.best)

    @property
    def cosine_is_better(self) -> bool:
        """Whether the mean validation loss of the best setting is lower with a cosine schedule."""
        return self.best is not None and bool(self.cosine_loss.mean() < self.mean_loss[self.best])

    @property
    def default(self) -> AbstractOptimizer:
        """The contender with its class's default values of what is tuned."""
        usual = defaults(type(self.optimizer))
        return replace(self.optimizer, **{name: usual[name] for name in self.names})

    def at(self, trial: int) -> AbstractOptimizer:
        """The contender with the setting of a trial."""
        return replace(self.optimizer, **dict(zip(self.names, self.settings[trial].tolist(), strict=True)))

    def good(self, lowest: float) -> NDArray[np.bool_]:
        """Whether each trial is good (trials,), if `lowest` is the lowest validation loss of all contenders."""
        found: NDArray[np.bool_] = self.mean_loss <= lowest + max(GOOD_SHARE * lowest, GOOD_LOSS)
        return found


def untrained(spec: TunedTrainings, optimizer: AbstractOptimizer) -> TunedTraining:
    """A contender before its first trial. SpecError if its class refuses a combination of values."""
    nothing, fresh = np.full((spec.trials, spec.tuning_seeds), np.nan), np.full(spec.fresh_seeds, np.nan)
    one = TunedTraining(
        optimizer=optimizer,
        names=spec.names(optimizer),
        settings=trial_settings(spec, optimizer),
        score=nothing,
        loss=nothing,
        cosine_loss=nothing[0],
        steps=spec.fresh_run(optimizer).steps,
        tuned_score=fresh,
        default_score=fresh,
    )
    for trial in range(spec.trials):
        one.at(trial)
    return one


def lowest_validation_loss(contenders: Sequence[TunedTraining]) -> float:
    """The lowest mean validation loss of all trials; NaN if none has a result."""
    losses = np.concatenate([one.mean_loss for one in contenders])
    finite = losses[np.isfinite(losses)]
    return float(finite.min()) if len(finite) else float("nan")


def tuned_comparison(contenders: Sequence[TunedTraining]) -> Comparison | None:
    """The tuned contenders compared by their test scores over the fresh seeds; None until all are trained.

    A contender that has no usable setting counts as one without any result.
    """
    waits = [one.best is not None and np.isnan(one.tuned_score).any() for one in contenders]
    if any(waits) or any(np.isnan(one.score).any() for one in contenders):
        return None
    return compare(np.array([np.nan_to_num(one.tuned_score, nan=-np.inf, neginf=-np.inf) for one in contenders]))


def validation_scores(run: ModelRun, names: Sequence[str], settings: Array, seconds: float) -> Scores:
    """Train one network for each row of `settings` (n, names), for at most `seconds`."""
    results = train_settings(run, len(settings), dict(zip(names, settings.T, strict=True)), seconds)
    statuses = STATUSES[results.code].tolist()
    measures = {name: results.measures[:, MEASURES.index(name)] for name in ("test_score", "test_loss")}
    return _scores(measures["test_score"], measures["test_loss"], statuses)


def fresh_scores(run: ModelRun, seconds: float) -> Scores:
    """Train the one contender of `run` with all its seeds by its real optimizer, for at most `seconds`."""
    logs = train(run, seconds)
    last = np.array([[next(iter(kind[-1:]), np.nan) for kind in (log.test_score, log.test_loss)] for log in logs])
    return _scores(last[:, 0], last[:, 1], [log.status for log in logs])


def _scores(score: Array, loss: Array, statuses: Sequence[Status]) -> Scores:
    unfinished = np.array([status is Status.OUT_OF_TIME for status in statuses])
    lost = np.array([not status.has_result for status in statuses])
    score, loss = np.where(lost, -np.inf, score), np.where(lost, np.inf, loss)
    return Scores(np.where(unfinished, np.nan, score), np.where(unfinished, np.nan, loss))
