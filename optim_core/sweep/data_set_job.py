"""A fair race over data sets in the background: one data set after the other."""

import threading
from collections.abc import Hashable
from concurrent.futures import FIRST_COMPLETED, wait

from optim_core.base import pool
from optim_core.base.background import AbstractBackground
from optim_core.base.byte_cache import size
from optim_core.base.result import Status
from optim_core.specs import MODEL_SECONDS, TunedTrainings
from optim_core.sweep.data_set_race import DataSetRace, DataSetResult, curves_only
from optim_core.sweep.tuning_job import GRACE_SECONDS, TICK_SECONDS, TuningJob


class DataSetJob(AbstractBackground):
    """A background job of one `DataSetRace`.

    `found` holds the results of the data sets that are done; `late` those that took more than `MODEL_SECONDS`.
    """

    def __init__(self, spec: DataSetRace, owner: Hashable = None) -> None:
        super().__init__(owner)
        self.spec, self.found, self.late = spec, list[DataSetResult](), list[TunedTrainings]()
        self._tuning: _Tuning | None = None

    @property
    def done(self) -> bool:
        return not self.running and self._passed == len(self.spec.races)

    @property
    def out_of_time(self) -> bool:
        """Whether a data set took too long."""
        return bool(self.late)

    @property
    def progress(self) -> float:
        """The share of the work that is done, between 0 and 1, with equal shares for the data sets."""
        tuning = self._tuning
        return (self._passed + (tuning.progress if tuning else 0.0)) / len(self.spec.races)

    @property
    def nbytes(self) -> int:
        """Bytes of the results, for a cache of races."""
        return size(self.found)

    @property
    def _passed(self) -> int:
        return len(self.found) + len(self.late)

    def _work(self) -> None:
        while self._passed < len(self.spec.races) and not self._halt.is_set():
            race = self.spec.races[self._passed]
            tuning = self._tuning = self._tuning or _Tuning(race, self.owner, self._halt)
            tuning.tune()
            if self._halt.is_set():
                return
            result = None if tuning.out_of_time else self._compared(tuning)
            if self._halt.is_set():
                return
            if result is None:
                self.late.append(race)
            else:
                self.found.append(result)
            self._tuning = None

    def _compared(self, tuning: "_Tuning") -> DataSetResult | None:
        """The tuned contenders with fresh seeds; None if the job is stopped or that takes too long."""
        tuned = tuple(one.tuned for one in tuning.contenders)
        bare = DataSetResult(race=tuning.spec, tuned=tuned, logs=())
        if bare.run is None:
            return bare
        left = MODEL_SECONDS - tuning.seconds
        future = pool.submit(curves_only, bare.run, left, seconds=left + GRACE_SECONDS, owner=self.owner)
        while not self._halt.is_set():
            if wait([future], TICK_SECONDS, FIRST_COMPLETED).done:
                logs = future.result()
                late = any(log.status is Status.OUT_OF_TIME for group in logs for log in group)
                return None if late else DataSetResult(race=tuning.spec, tuned=tuned, logs=logs)
        pool.cancel(future)
        return None


class _Tuning(TuningJob):
    """The trials of a fair race, in the thread of another job, which ends them by `halt`."""

    def __init__(self, spec: TunedTrainings, owner: Hashable, halt: threading.Event) -> None:
        super().__init__(spec, owner)
        self._halt = halt
        self._total -= len(self.finals)
        self.finals.clear()

    def tune(self) -> None:
        """Train what is left of the trials."""
        self._work()
