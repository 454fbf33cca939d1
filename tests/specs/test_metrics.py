"""Metrics of hand-made paths."""

import math
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.result import Status
from optim_core.optimizers import SGD
from optim_core.specs import metrics
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface, Himmelblau, Saddle, Sphere


def path(xy, loss, grad=None) -> Trajectory:
    points = np.array(xy, dtype=float)
    return Trajectory(
        optimizer=SGD(),
        xy=points,
        loss=np.array(loss, dtype=float),
        grad=np.zeros_like(points) if grad is None else np.array(grad, dtype=float),
        noise=np.zeros_like(points),
        state={},
        status=Status.RUNNING,
        stopped_at=None,
    )


STAIRS = path([(0, 0), (3, 4), (3, 4), (3, 5)], [100, 10, 10, 1], [(3, 4), (0, 0), (-5, 12), (0, 1)])


def test_lengths():
    assert metrics.step_length(STAIRS).tolist() == [5, 0, 1]
    assert metrics.path_length(STAIRS) == 6
    assert metrics.path_length(path([(7, 7)], [1])) == 0
    assert metrics.gradient_norm(STAIRS).tolist() == [5, 0, 13, 1]


def test_distance_goes_to_the_nearest_of_several_minima():
    one, other = Himmelblau().minima[:2]
    there = path([one, (other[0] + 0.3, other[1] - 0.4)], [0, 1])
    assert metrics.nearest_minima(there, Himmelblau()).tolist() == [list(one), list(other)]
    np.testing.assert_allclose(metrics.distance_to_minimum(there, Himmelblau()), [0, 0.5], atol=1e-12)


def test_the_gap_is_the_height_above_the_lowest_point():
    assert Sphere().lowest == 0
    assert metrics.gap(STAIRS, Sphere()).tolist() == [100, 10, 10, 1]


@pytest.mark.parametrize(("share", "step"), [(1.0, 0), (0.5, 1), (0.1, 1), (0.0999, 3), (0.01, 3), (0.001, None)])
def test_steps_to_is_the_first_step_from_which_on_the_gap_is_within_the_share(share, step):
    assert metrics.steps_to(STAIRS, Sphere(), share) == step


@pytest.mark.parametrize(
    ("loss", "step", "first"),
    [
        ([100, 1, 50], None, 1),
        ([100, 1, 50, 2, 3], 3, 1),
        ([100, 50, 2, 11, 10], 4, 2),
        ([0, 1, 0], 2, 0),
        ([100, 10, 1], 1, 1),
        ([100, 50], None, None),
    ],
)
def test_a_visit_that_does_not_last_is_a_touch_and_no_arrival(loss, step, first):
    visit = path([(0, 0)] * len(loss), loss)
    assert metrics.steps_to(visit, Sphere(), 0.1) == step
    assert metrics.first_touch(visit, Sphere(), 0.1) == first


def test_a_run_without_a_result_never_arrives():
    gone = replace(path([(0, 0)] * 3, [100, 1, 1]), status=Status.NOT_FINITE, stopped_at=3)
    assert metrics.steps_to(gone, Sphere(), 0.1) is None
    assert metrics.first_touch(gone, Sphere(), 0.1) is None


def test_a_start_in_the_minimum_reaches_it_at_step_0():
    assert metrics.steps_to(path([(0, 0)] * 2, [0, 0]), Sphere(), 0.01) == 0


def test_a_start_below_all_known_minima_has_no_gap_to_close():
    assert metrics.steps_to(path([(0, 0)] * 2, [-2, -3]), Sphere(), 0.01) is None


def test_a_surface_without_a_minimum_has_no_target():
    surface: AbstractSurface = Saddle()
    assert surface.minima == ()
    assert metrics.steps_to(STAIRS, surface, 0.5) is None
    assert np.isnan(metrics.gap(STAIRS, surface)).all()
    assert np.isnan(metrics.distance_to_minimum(STAIRS, surface)).all()
    assert math.isfinite(metrics.path_length(STAIRS))
