"""Additional starts, and the race from all of them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.export.csv_tables import multistart_csv
from optim_core.optimizers import SGD, Adam, RMSprop
from optim_core.permalink import read_fields, write_fields
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import steps_to
from optim_core.specs.starts import MOST, Points, StartSet, lattice, scattered
from optim_core.surfaces import Himmelblau, McCormick, Quadratic, Rosenbrock, Sphere, Transformed
from optim_core.sweep.multistart import CURVE_STEPS, merged, multistart
from tests.strategies import Cliff

OPTIMIZERS = (SGD(lr=1e-3), Adam(lr=0.1), SGD(lr=0.035))
RUN = SurfaceRun(surface=Himmelblau(), optimizers=OPTIMIZERS, steps=120)
STARTS = StartSet(start_set="random", start_count=7).points(RUN.surface, 5)
MULTISTARTS = multistart(RUN, STARTS)
POINTS = st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), max_size=MOST).map(tuple)


def races(place: int):
    """The separate races of the contender from each start."""
    for start in STARTS:
        yield descend(SurfaceRun(surface=RUN.surface, optimizers=(OPTIMIZERS[place],), start=start, steps=RUN.steps))[0]


@pytest.mark.parametrize("place", range(len(OPTIMIZERS)))
def test_a_multistart_equals_the_separate_races(place):
    found = MULTISTARTS[place]
    for row, path in enumerate(races(place)):
        assert found.status[row] is path.status
        np.testing.assert_array_equal(found.ends[row], path.xy[-1])
        np.testing.assert_array_equal(found.curves["loss"][row, : path.steps + 1], path.loss)
        after = found.curves["loss"][row, path.steps + 1 :]
        assert np.isinf(after).all() if path.status.diverged else not len(after)
        assert (found.share[row] <= 0.01) == (steps_to(path, RUN.surface, 0.01) is not None)
        steps = found.paths[row][:, 0].astype(int)
        np.testing.assert_array_equal(found.paths[row][:, 1:], path.xy[steps])
        assert (steps[0], steps[-1]) == (0, path.steps)


def test_divergence_from_some_starts_is_counted():
    paths = list(races(2))
    assert 0 < MULTISTARTS[2].diverged == sum(path.status.diverged for path in paths) < len(paths)
    assert (MULTISTARTS[2].minimum[[path.status.diverged for path in paths]] == -1).all()
    assert np.isinf(MULTISTARTS[2].band("loss")[2, -1])


def test_the_band_is_made_of_values_of_paths_by_rank():
    low, middle, high = MULTISTARTS[1].band("loss")
    sorted_losses = np.sort([path.loss for path in races(1)], axis=0)
    np.testing.assert_array_equal(low, sorted_losses[0])
    np.testing.assert_array_equal(middle, sorted_losses[3])
    np.testing.assert_array_equal(high, sorted_losses[6])


def test_long_races_keep_few_steps_and_all_of_the_way():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(lr=0.01),), steps=2_000)
    (found,) = multistart(run, ((-1.2, 1.0), (0.0, 2.0)))
    assert len(found.at) == CURVE_STEPS + 1
    assert (found.at[0], found.at[-1]) == (0, 2_000)
    assert all(len(path) < 1_000 for path in found.paths)
    path = descend(run)[0]
    steps, kept = found.paths[0][:, 0], found.paths[0][:, 1:]
    drawn = np.column_stack([np.interp(np.arange(2_001), steps, kept[:, axis]) for axis in (0, 1)])
    assert abs(drawn - path.xy).max() < 2 * 4 / 400


def test_in_which_minimum_they_end():
    (found,) = multistart(SurfaceRun(surface=Himmelblau(), optimizers=(Adam(lr=0.1),), steps=400), Himmelblau().minima)
    assert found.minimum.tolist() == [0, 1, 2, 3]
    assert found.reached(1.0) == 4


def test_a_start_below_all_known_minima_reaches_no_share():
    (found,) = multistart(SurfaceRun(surface=McCormick(), optimizers=(SGD(lr=0.01),), steps=20), [(-3.6, -4.7)])
    assert found.reached(1.0) == 0


def test_joined_parts_equal_the_whole_multistart():
    parts = zip(multistart(RUN, STARTS[:3]), multistart(RUN, STARTS[3:]), strict=True)
    for one, other in zip(MULTISTARTS, map(merged, parts), strict=True):
        np.testing.assert_array_equal(one.ends, other.ends)
        np.testing.assert_array_equal(one.band("grad_norm"), other.band("grad_norm"))
        assert [len(path) for path in one.paths] == [len(path) for path in other.paths]


def test_starts_without_a_value_are_left_out_and_out_of_time_is_reported():
    run = SurfaceRun(surface=Cliff(), optimizers=(RMSprop(),), steps=300)
    (found,) = multistart(run, ((-1.0, 0.0), (2.0, 0.0)))
    assert found.starts.tolist() == [[2.0, 0.0]]
    (late,) = multistart(run, ((2.0, 0.0),), seconds=0.0)
    assert (late.timed_out, late.status[0]) == (1, Status.OUT_OF_TIME)
    assert np.isnan(late.band("loss")).all()
    (none,) = multistart(run, ((-1.0, 0.0),))
    assert none.starts.shape == (0, 2)
    assert np.isnan(none.band("distance")).all()


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_a_grid_has_the_requested_number_of_distinct_points_in_the_domain(count):
    points = lattice(((0.0, 10.0), (-1.0, 1.0)), count)
    assert len(set(points)) == count
    assert all(0 < x < 10 and -1 < y < 1 for x, y in points)


def test_random_starts_follow_the_seed_and_fewer_are_a_prefix():
    frame = Sphere().domain
    assert scattered(frame, 5, 1) == scattered(frame, 9, 1)[:5] != scattered(frame, 5, 2)


def test_starts_turn_with_the_surface():
    drawn = StartSet(start_set="drawn", start_points=((1, 0), (0, 2)))
    turned = Transformed(inner=Quadratic(), angle=90)
    assert np.allclose(drawn.points(turned, 0), [(0, 1), (-2, 0)])
    assert StartSet().points(turned, 0) == ()


@given(points=POINTS)
def test_drawn_points_survive_a_link(points):
    given_set = StartSet(start_set="drawn", start_points=points)
    query = write_fields(given_set)
    assert read_fields(StartSet, query) == {name: getattr(given_set, name) for name in query}
    whole = SURFACE_FORM.opening | query
    assert SURFACE_FORM.clean(whole) == (whole, [])


@pytest.mark.parametrize(
    "text", ["1", "1_2_3", "a_b", "1_nan", "1_2~", "~", "_", "1_1e400", "1_2e9", "1_2~" * 40, "0_0~" * 10**5]
)
def test_drawn_nonsense_is_an_error(text):
    with pytest.raises(SpecError, match=r"^start_points"):
        read_fields(StartSet, {"start_points": text})
    assert [error.where for error in SURFACE_FORM.clean({"start_points": text})[1]] == ["start_points"]


@pytest.mark.parametrize("value", Points().bad(), ids=lambda value: str(value)[:20])
def test_invalid_points_are_an_error(value):
    with pytest.raises(SpecError):
        StartSet(start_points=value)


def test_the_table_has_every_path():
    rows = list(csv.DictReader(io.StringIO(multistart_csv(MULTISTARTS), newline="")))
    assert len(rows) == len(OPTIMIZERS) * len(STARTS)
    assert len({row["contender"] for row in rows}) == len(OPTIMIZERS)
    assert [float(row["loss"]) for row in rows] == [loss for one in MULTISTARTS for loss in one.final_loss]
    assert [(float(row["start_x"]), float(row["start_y"])) for row in rows[: len(STARTS)]] == list(STARTS)
    assert {row["status"] for row in rows} > {"left_domain"}
