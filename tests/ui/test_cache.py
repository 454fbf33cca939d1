"""One computation for each spec, and no spec taken for another."""

import threading
import time
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from itertools import combinations

import pytest
import torch

from optim_core.base import pool
from optim_core.base.errors import JobTimeoutError, WorkerDiedError
from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.optimizers import OPTIMIZERS, SGD, Adam, AdamW
from optim_core.specs import SurfaceRun
from optim_core.surfaces import SURFACES, Booth, Himmelblau, Rosenbrock
from optim_core.surfaces.grid import grid
from ui.compute import results as cache
from ui.compute import shared_results

PAIRS = list(combinations((cls for cls in OPTIMIZERS if cls.param_requirement is None), 2))


@pytest.fixture(autouse=True)
def calls(monkeypatch):
    """What the pool is asked for, computed here and now."""
    asked = []

    def submit(function, *given, **_):
        asked.append(given)
        future = Future()
        future.set_result(function(*given))
        return future

    monkeypatch.setattr(pool, "submit", submit)
    shared_results.clear()
    return asked


def with_equal_fields(first, second):
    """Two optimizers with equal values wherever they share a name."""
    one = first(lr=0.05)
    shared = {name: value for name, value in one.values().items() if name in hypers(second)}
    return one, second(**shared)


def test_optimizers_with_equal_fields_are_two():
    for optimizer in (each for pair in PAIRS for each in with_equal_fields(*pair)):
        run = SurfaceRun(surface=Rosenbrock(), optimizers=(optimizer,), steps=3)
        (path,) = cache.trajectories(run)
        assert path.optimizer == optimizer


def test_adam_has_all_fields_of_adamw_and_no_result():
    one, other = with_equal_fields(Adam, AdamW)
    assert other.values().items() <= one.values().items()
    runs = [SurfaceRun(surface=Rosenbrock(), optimizers=(each,), steps=3) for each in (one, other)]
    assert [type(cache.trajectories(run)[0].optimizer) for run in runs] == [type(one), type(other)]


def test_surfaces_without_knobs_are_told_apart():
    bare = [cls for cls in SURFACES if not hypers(cls)]
    assert len(bare) > 5
    for cls in bare:
        run = SurfaceRun(surface=cls(), optimizers=(Adam(),), start=(0.5, 0.5), steps=1)
        assert cache.trajectories(run)[0].loss[0] == pytest.approx(float(cls()(_point(run))))
        assert (cache.heights(cls()).z == grid(cls()).z).all()


def _point(run):
    return torch.tensor(run.start, dtype=torch.float64)


def test_an_equal_spec_is_not_computed_again(calls):
    first, second = (cache.trajectories(SurfaceRun(surface=Booth(), optimizers=(Adam(lr=0.5),))) for _ in range(2))
    assert first[0] is second[0]
    assert cache.heights(Himmelblau()) is cache.heights(Himmelblau())
    assert len(calls) == 2


def test_many_who_ask_at_once_cause_one_computation(monkeypatch, calls):
    quick = pool.submit

    def submit(function, *given, **_):
        time.sleep(0.05)
        return quick(function, *given)

    monkeypatch.setattr(pool, "submit", submit)
    run = SurfaceRun(surface=Booth(), optimizers=(Adam(lr=0.25),))
    found = []
    threads = [threading.Thread(target=lambda: found.append(cache.trajectories(run))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert len(found) == 12
    assert all(each == found[0] for each in found)  # paths are compared by identity


def test_a_contender_runs_once_whoever_it_races_with(calls):
    run = SurfaceRun(surface=Booth(), optimizers=(Adam(lr=0.5), SGD(lr=0.02)), steps=30, noise=0.5)
    first = cache.trajectories(run)
    second = cache.trajectories(replace(run, optimizers=(SGD(lr=0.02), Adam(lr=0.4))))
    assert second[0] is first[1]
    assert len(calls) == 3
    for path, together in zip(first, descend(run), strict=True):
        assert (path.xy == together.xy).all()
        assert path.optimizer == together.optimizer


@pytest.mark.parametrize("error", [WorkerDiedError(), JobTimeoutError(3)], ids=lambda error: type(error).__name__)
def test_a_failure_of_the_pools_is_told_and_not_kept(monkeypatch, calls, error):
    run = SurfaceRun(surface=Booth(), optimizers=(Adam(lr=0.5), SGD()), steps=3)
    with monkeypatch.context() as patch:
        patch.setattr(pool, "submit", lambda *_, **__: failed(error))
        with pytest.raises(type(error)):
            cache.trajectories(run)
    assert [path.steps for path in cache.trajectories(run)] == [3, 3]
    assert len(calls) == 2


def failed(error):
    future = Future()
    future.set_exception(error)
    return future


def test_a_contender_whose_first_visitor_left_runs_again(monkeypatch, calls):
    well, left = pool.submit, []

    def submit(function, *given, **owned):
        if left:
            return well(function, *given, **owned)
        left.append(failed(CancelledError()))
        return left[0]

    monkeypatch.setattr(pool, "submit", submit)
    run = SurfaceRun(surface=Booth(), optimizers=(Adam(lr=0.5),), steps=3)
    assert cache.trajectories(run)[0].steps == 3
    assert len(calls) == 1


@pytest.mark.parametrize(("retry_after", "tries"), [(60.0, 1), (0.0, 2)])
def test_what_time_cut_short_is_tried_again_a_little_later(monkeypatch, calls, retry_after, tries):
    monkeypatch.setattr(cache, "SURFACE_SECONDS", 0.0)
    monkeypatch.setattr(shared_results, "RETRY_SECONDS", retry_after)
    run = SurfaceRun(surface=Booth(), optimizers=(Adam(lr=0.5),), steps=3)
    assert [cache.trajectories(run)[0].status for _ in range(2)] == [Status.OUT_OF_TIME] * 2
    assert len(calls) == tries


def test_what_is_shared_cannot_be_written_to():
    (path,) = cache.trajectories(SurfaceRun(surface=Booth(), optimizers=(Adam(),)))
    for array in (path.xy, path.loss, path.grad, path.noise, *path.state.values(), cache.heights(Booth()).z):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
