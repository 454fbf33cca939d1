"""The result of a race of equal tuning effort: all trials of all contenders, and which are the best."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array
from optim_core.evidence.profiles import cost_ratios, profile_steps
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import EqualBudgetRace
from optim_core.specs.ranking import ROUNDING
from optim_core.sweep.arrivals import NEVER


@dataclass(frozen=True, kw_only=True)
class Trials(AbstractResult):
    """How a contender's runs ended. Every array but `settings` is (problems, trials).

    The problems are the starts of the first surface, then those of the second, and so on.
    """

    settings: Array
    """Values of the tuned hyperparameters (trials, names)."""
    final_loss: Array
    best_loss: Array
    share: Array
    """The final gap to the known minimum, divided by the gap at the start; infinite without a result.

    A gap within rounding is 0.
    """
    steps_to: NDArray[np.int16]
    """The first step from which on the gap stays at most the target times the start's; -1 if there is none."""
    status: NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class TunedContender(AbstractResult):
    """A contender with all its trials, and one more trial of its class's default values."""

    optimizer: AbstractOptimizer
    names: tuple[str, ...]
    target: float
    trials: Trials
    default: Trials

    @property
    def reached(self) -> Array:
        """The share of problems on which each trial ends within the target (trials,)."""
        reached: Array = (self.trials.share <= self.target).mean(0)
        return reached

    @property
    def success_rate(self) -> float:
        """The share of all runs that end within the target."""
        return float(self.reached.mean())

    @property
    def best(self) -> int:
        """Index of the trial that ends within the target on the most problems.

        Ties are decided by `remaining`, where the smallest wins, and then by the mean steps to the target.
        """
        return int(np.lexsort(self._keys)[0])

    @property
    def remaining(self) -> Array:
        """The geometric mean of `Trials.share` over the problems, each at least `ROUNDING` (trials,).

        Infinite for a trial with a run without a result, NaN where no minimum is known.
        """
        mean: Array = np.exp(np.log(np.maximum(self.trials.share, ROUNDING)).mean(0))
        return mean

    @property
    def standing(self) -> tuple[float, ...]:
        """What ranks contenders by their best trials: the lowest is the best."""
        return tuple(float(key[self.best]) for key in reversed(self._keys))

    @property
    def _keys(self) -> tuple[Array, Array, Array]:
        """What ranks trials, the last first (trials,); the lowest is the best."""
        steps = np.where(self.trials.steps_to == NEVER, np.inf, self.trials.steps_to).mean(0)
        return steps, np.nan_to_num(self.remaining, nan=np.inf, posinf=np.inf), -self.reached

    @property
    def tuned(self) -> AbstractOptimizer:
        """The contender with the settings of its best trial."""
        return replace(self.optimizer, **dict(zip(self.names, self.trials.settings[self.best].tolist(), strict=True)))


@dataclass(frozen=True, kw_only=True)
class EqualBudgetResult(AbstractResult):
    """All contenders of a race, in the order of its spec."""

    spec: EqualBudgetRace
    contenders: tuple[TunedContender, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """Indices of the contenders, the best one first."""
        return tuple(sorted(range(len(self.contenders)), key=lambda index: self.contenders[index].standing))

    def profile(self) -> tuple[Array, Array]:
        """Performance profile (Dolan & Moré, 2002) of the tuned contenders: factors (n,), shares (contenders, n).

        A share is the fraction of problems on which a contender reaches the target in at most `factor` times the
        steps of the fastest contender.
        """
        steps = np.array([one.trials.steps_to[:, one.best] for one in self.contenders], dtype=float)
        steps = np.where(steps == NEVER, np.inf, np.maximum(steps, 1))
        return profile_steps(cost_ratios(steps))
