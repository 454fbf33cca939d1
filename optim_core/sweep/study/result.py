"""What a study has found so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.specs import ModelRun
from optim_core.sweep.study.spec import Study, StudyContender
from optim_core.sweep.study.store import FAILED

MISSING = "missing"
"""The status of a trial that is not in the file yet."""
SOUND = {status.value: status.has_result for status in Status} | {MISSING: False, FAILED: False}
ENDS = tuple(dict.fromkeys((MISSING, FAILED, *SOUND)))


@dataclass(frozen=True, kw_only=True)
class ContenderResult(AbstractResult):
    """One contender; arrays are (settings, instances) as `Study` orders them, NaN where there is no number."""

    contender: StudyContender
    label: str
    ended: NDArray[np.int8]
    """Index in `ENDS`."""
    final_loss: Array
    best_loss: Array
    score: Array
    steps_to: Array
    by_score: bool
    """Whether settings are ranked by their score, of models, and not by their final loss."""

    @property
    def value(self) -> Array:
        """What a setting is ranked by (settings,): its mean; NaN unless every run of it is there and sound."""
        sound = np.array([SOUND[end] for end in ENDS])[self.ended].all(1)
        return np.where(sound, (self.score if self.by_score else self.final_loss).mean(1), np.nan)

    @property
    def best(self) -> int | None:
        """The setting with the highest mean score, or the lowest mean loss; None where there is none."""
        if np.isnan(self.value).all():
            return None
        return int(np.nanargmax(self.value) if self.by_score else np.nanargmin(self.value))

    def share(self, *ends: str) -> float:
        """The share of the trials that ended so."""
        return float(np.isin(self.ended, [ENDS.index(end) for end in ends]).mean())


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """A study and how far its contenders got."""

    study: Study
    contenders: tuple[ContenderResult, ...]

    @property
    def by_score(self) -> bool:
        return isinstance(self.study.base, ModelRun)


@dataclass(frozen=True, kw_only=True)
class StudyRow:
    """One contender in a row; shares are of its trials."""

    label: str
    value: float | None
    """The mean score or final loss of its best setting."""
    done: float
    diverged: float
    reached: float | None
    """Of the trials that are there, those that came to the target on a surface."""
    failed: int


def study_rows(result: StudyResult) -> tuple[StudyRow, ...]:
    """In the order of the contenders."""
    return tuple(_row(one) for one in result.contenders)


def _row(one: ContenderResult) -> StudyRow:
    best, there = one.best, one.ended != ENDS.index(MISSING)
    reached = None if one.by_score or not there.any() else float(np.isfinite(one.steps_to[there]).mean())
    return StudyRow(
        label=one.label,
        value=None if best is None else float(one.value[best]),
        done=1 - one.share(MISSING),
        diverged=one.share(*(status.value for status in Status if status.diverged)),
        reached=reached,
        failed=int((one.ended == ENDS.index(FAILED)).sum()),
    )
