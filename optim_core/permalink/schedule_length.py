"""Schedules that are as long as their run: their lengths follow the run's."""

from collections.abc import Mapping

from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.optimizers.schedules import SCHEDULES, AbstractSchedule
from optim_core.optimizers.schedules.base import MOST_UPDATES
from optim_core.permalink import read_fields, read_model_run
from optim_core.permalink.form import SCHEDULED
from optim_core.specs import SurfaceRun

Query = Mapping[str, str]


def run_steps(query: Query) -> int:
    """The updates of the run that a query of the surface or the model page describes; SpecError if it is invalid."""
    if "dataset" in query:
        return read_model_run(query).steps
    steps: int = {**defaults(SurfaceRun), **read_fields(SurfaceRun, query)}["steps"]
    return steps


def fitting_length(schedule: AbstractSchedule, steps: int) -> int:
    """Length of the schedule that makes it end with a run of `steps` steps, the warm-up included."""
    return min(max(steps - schedule.warmup, 1), MOST_UPDATES)


def length_of(schedule: AbstractSchedule) -> int | None:
    """Length of the schedule; None if schedules of its kind do not end with the run."""
    return int(getattr(schedule, schedule.length_name)) if schedule.length_name else None


def with_fitting_lengths(before: Query, after: Query) -> dict[str, str]:
    """The query `after`, with each schedule that ended with the run of `before` ending with the new run.

    A length that differs between the two was set by hand and stays, and so does one that did not fit before.
    """
    query, scheduled = dict(after), [name for name in SCHEDULED if name in after and name in before]
    if not scheduled:
        return query
    try:
        old, new = run_steps(before), run_steps(after)
        for name in scheduled:
            earlier, now = _schedule(name, before), _schedule(name, after)
            if earlier is None or now is None or type(earlier) is not type(now):
                continue
            length, field = length_of(earlier), now.length_name
            if length != length_of(now) or length != fitting_length(earlier, old):
                continue
            query.pop(f"{name}.{field}", None)
            if (fitting := fitting_length(now, new)) != defaults(type(now))[field]:
                query[f"{name}.{field}"] = hypers(type(now))[field].format(fitting)
    except SpecError:  # the page shows what is wrong
        return dict(after)
    return query


def _schedule(name: str, query: Query) -> AbstractSchedule | None:
    cls = next((each for each in SCHEDULES if each.__name__ == query.get(name)), None)
    return cls(**read_fields(cls, query, f"{name}.")) if cls else None
