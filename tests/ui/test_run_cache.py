"""Few long races are kept, and many short ones; neither pushes the others out."""

from functools import lru_cache

import pytest

from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Booth
from ui.compute import results as cache
from ui.compute.run_cache import LONG_RUN, cached_by_length

MANY, FEW = 5, 2


def races(count, steps):
    return [SurfaceRun(surface=Booth(), optimizers=(SGD(lr=1e-3 + 1e-5 * i),), steps=steps) for i in range(count)]


@pytest.mark.parametrize(("steps", "room"), [(LONG_RUN, MANY), (LONG_RUN + 1, FEW)])
def test_as_many_are_kept_as_there_is_room_for(steps, room):
    made = []
    ask = cached_by_length(lru_cache, MANY, FEW)(made.append)
    first, *others = races(room + 1, steps)
    for run in (first, *others, *others):
        ask(run)
    assert made == [first, *others]
    ask(first)
    assert made == [first, *others, first]


def test_long_ones_push_out_no_short_one():
    made = []
    ask = cached_by_length(lru_cache, MANY, FEW)(made.append)
    short, long = races(MANY, LONG_RUN), races(FEW + 3, LONG_RUN + 1)
    for run in (*short, *long, *short):
        ask(run)
    assert made == [*short, *long]


def test_a_long_contender_runs_once_whatever_time_its_races_leave_it():
    one, other = races(2, LONG_RUN + 1)
    both = SurfaceRun(surface=Booth(), optimizers=(*one.optimizers, *other.optimizers), steps=LONG_RUN + 1)
    assert cache.trajectories(both)[0] is cache.trajectories(one)[0]
    cache.trajectories.clear(one)
    assert cache.trajectories(one)[0] is cache.trajectories(both)[0]
