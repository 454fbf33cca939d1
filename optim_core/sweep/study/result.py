"""The results of a study so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.specs import ModelRun
from optim_core.specs.ranking import best_of
from optim_core.sweep.study.spec import Study, StudyContender
from optim_core.sweep.study.store import FAILED

MISSING = "missing"
"""The status of a trial that is not in the file yet."""
HAS_RESULT = {status.value: status.has_result for status in Status} | {MISSING: False, FAILED: False}
"""Status of a trial -> whether its last point is a result."""
ENDS = tuple(dict.fromkeys((MISSING, FAILED, *HAS_RESULT)))
"""Every status of a trial, by its index in `ContenderResult.ended`."""


@dataclass(frozen=True, kw_only=True)
class ContenderResult(AbstractResult):
    """The results of one contender. Arrays are (settings, instances) in the order of `Study`; NaN where unknown."""

    contender: StudyContender
    label: str
    ended: NDArray[np.int8]
    """The status of each trial as an index in `ENDS` (settings, instances)."""
    final_loss: Array
    best_loss: Array
    score: Array
    steps_to: Array
    by_score: bool
    """Whether settings are ranked by score, as for models, and not by final loss."""
    rounding: float
    """The difference up to which two final losses tie; see `loss_rounding`."""

    @property
    def value(self) -> Array:
        """The mean score or final loss of each setting (settings,); NaN unless all its runs have a result."""
        has_result = np.array([HAS_RESULT[end] for end in ENDS])[self.ended].all(1)
        return np.where(has_result, (self.score if self.by_score else self.final_loss).mean(1), np.nan)

    @property
    def best(self) -> int | None:
        """Index of the setting with the highest mean score or the lowest mean loss; None if all are NaN.

        Scores that tie go by the mean loss, losses that tie by the mean steps to the target.
        """
        if self.by_score:
            return best_of(-self.value, self.final_loss.mean(1))
        return best_of(self.value, self.steps_to.mean(1), self.rounding)

    @property
    def ties(self) -> int:
        """How many other settings tie with the best.

        Their scores differ by no more than the larger standard deviation over the instances, their losses by rounding.
        """
        best = self.best
        if best is None:
            return 0
        allowed: Array | float = self.rounding
        if self.by_score:
            spread = self.score.std(1, ddof=1) if self.score.shape[1] > 1 else np.zeros(len(self.score))
            allowed = np.maximum(spread, spread[best])
        return int((np.abs(self.value - self.value[best]) <= allowed).sum()) - 1

    def share(self, *ends: str) -> float:
        """The share of the trials that ended with one of these statuses."""
        return float(np.isin(self.ended, [ENDS.index(end) for end in ends]).mean())


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """A study and the results of its contenders so far."""

    study: Study
    contenders: tuple[ContenderResult, ...]
    first_touch: bool = False
    """Whether `ContenderResult.steps_to` counts to the first touch of the target, as the files of version 1.0 do."""

    @property
    def by_score(self) -> bool:
        return isinstance(self.study.base, ModelRun)


@dataclass(frozen=True, kw_only=True)
class StudyRow:
    """The summary of one contender; `done`, `diverged` and `reached` are shares of trials."""

    label: str
    value: float | None
    """The mean score or final loss of the best setting."""
    done: float
    diverged: float
    reached: float | None
    """The share of finished trials with steps to the target; None for a model, or without a finished trial."""
    failed: int


def study_rows(result: StudyResult) -> tuple[StudyRow, ...]:
    """The summaries of all contenders, in their order."""
    return tuple(_row(one) for one in result.contenders)


def _row(one: ContenderResult) -> StudyRow:
    best, finished = one.best, one.ended != ENDS.index(MISSING)
    reached = None if one.by_score or not finished.any() else float(np.isfinite(one.steps_to[finished]).mean())
    return StudyRow(
        label=one.label,
        value=None if best is None else float(one.value[best]),
        done=1 - one.share(MISSING),
        diverged=one.share(*(status.value for status in Status if status.diverged)),
        reached=reached,
        failed=int((one.ended == ENDS.index(FAILED)).sum()),
    )
