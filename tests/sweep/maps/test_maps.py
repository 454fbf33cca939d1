"""The axes, cells and exports of a map; every cell is compared with its own race."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.optimizers import SGD, Adagrad, Adam, RMSprop
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.specs.metrics import steps_to
from optim_core.surfaces import Himmelblau, Rosenbrock
from optim_core.sweep import sweep
from optim_core.sweep.maps import (
    AXIS_NAMES,
    MAPS_FORM,
    Cells,
    best_cells,
    chunks,
    equivalent_name,
    map_axis,
    map_csv,
    map_study,
    merged,
    read_map_run,
    read_pick,
)
from optim_core.sweep.study import read_study
from tests.quick import examples

OPENING = read_map_run(MAPS_FORM.opening)
SMALL = replace(OPENING, side=8, steps=40)


def cells(run, optimizer, target=0.01):
    spec = run.sweep(optimizer, run.side)
    return merged(spec, [sweep(chunk, targets=(target,)) for chunk in chunks(spec)], target)


def test_the_opening_is_clean_and_can_be_run():
    assert MAPS_FORM.clean(MAPS_FORM.opening) == (dict(MAPS_FORM.opening), [])
    OPENING.check_size()
    assert not any(OPENING.missing_axes(optimizer) for optimizer in OPENING.optimizers)
    assert read_pick(MAPS_FORM.opening) is None


@pytest.mark.parametrize(("x", "y"), [("beta1", "momentum"), ("momentum", "beta1")])
def test_one_setting_cannot_be_both_axes(x, y):
    run = replace(SMALL, x=x, y=y, x_ends=(None, None), y_ends=(None, None))
    assert run.missing_axes(SGD()) == ("beta1",)
    assert run.missing_axes(Adam()) == ("momentum",)


@pytest.mark.parametrize("name", AXIS_NAMES)
def test_an_axis_covers_its_default_range_at_even_positions(name):
    one = map_axis(name, (None, None), Rosenbrock())
    values = np.array(one.values(33))
    assert (values[0], values[-1]) == (one.low, one.high)
    assert (np.diff(values) > 0).all()
    gaps = np.diff(one.position(values))
    np.testing.assert_allclose(gaps, gaps.mean(), rtol=0.03)
    np.testing.assert_allclose(one.value(one.position(values)), values, rtol=1e-9, atol=1e-12)


@examples(50)
@given(ends=st.tuples(st.floats(-9.0, 2.9), st.floats(0.001, 3.0)), side=st.integers(8, 200))
def test_rounded_values_stay_distinct_and_in_order_however_close_the_zoom(ends, side):
    low, high = 10.0 ** ends[0], min(10.0 ** sum(ends), 1e3)
    values = map_axis("lr", (low, high), Rosenbrock()).values(side)
    assert len(values) == side
    assert list(values) == sorted(set(values))


@pytest.mark.parametrize(
    ("name", "low", "high"), [("lr", 0.0, 1.0), ("lr", 1.0, 0.1), ("beta1", 0.5, 1.0), ("weight_decay", 0.0, 1.0)]
)
def test_an_invalid_range_names_its_axis(name, low, high):
    with pytest.raises(SpecError, match=name):
        map_axis(name, (low, high), Rosenbrock())


def test_equivalent_hyperparameters_share_an_axis_and_missing_ones_are_named():
    assert [equivalent_name(cls, "beta1") for cls in (Adam, SGD, RMSprop, Adagrad)] == [
        "beta1",
        "momentum",
        "momentum",
        None,
    ]
    run = replace(SMALL, optimizers=(Adagrad(), Adam()))
    assert run.missing_axes(Adagrad()) == ("momentum",)
    assert [each.name for each in run.sweep(Adam(), 8).axes] == ["beta1", "lr"]


def test_too_much_work_names_axes_ranges_and_limit():
    with pytest.raises(SpecError, match=r"lr \[0\.0001, 10\].*momentum \[0\.01, 0\.999\].*120000.*40000"):
        replace(OPENING, side=200).check_size()
    with pytest.raises(SpecError, match="both are"):
        replace(OPENING, y="lr")


@pytest.mark.parametrize("optimizer", SMALL.optimizers, ids=lambda each: type(each).__name__)
def test_a_cell_is_the_race_that_it_opens(optimizer):
    panel = cells(SMALL, optimizer)
    for cell in [(0, 0), (3, 2), (7, 3), (5, 5), (2, 7)]:
        run = panel.spec.run_at(*cell)
        assert read_surface_run(write_surface_run(run)) == run
        (path,) = descend(run)
        assert panel.status[cell] is path.status
        assert panel.final_loss[cell] == pytest.approx(path.loss[-1], rel=1e-9)
        assert panel.steps_to[cell] == (-1 if (steps := steps_to(path, run.surface, 0.01)) is None else steps)
        assert panel.has_result[cell] == (not path.status.diverged)


def test_diverged_runs_have_no_value_and_are_never_best():
    panel = cells(SMALL, SGD())
    diverged = ~panel.has_result
    assert diverged.any()
    for quantity in ("final_loss", "best_loss", "steps_to", "minimum"):
        assert np.isnan(panel.values(quantity)[diverged]).all()
        assert not diverged[panel.best(quantity)]
    assert not (panel.reached & diverged).any()


def test_basins_are_those_of_the_known_minima():
    run = replace(SMALL, surface=Himmelblau(), optimizers=(SGD(lr=0.01),), x="start.x", y="start.y", steps=300)
    run = replace(run, x_ends=(None, None), y_ends=(None, None))
    panel = cells(run, run.optimizers[0])
    assert set(panel.minimum.ravel()) == {0, 1, 2, 3}
    for place, (x, y) in enumerate(run.surface.minima):
        assert panel.minimum[panel.nearest_cell(x, y)] == place


def test_a_map_as_csv_has_a_row_per_run():
    panel = cells(SMALL, Adam())
    rows = list(csv.DictReader(io.StringIO(map_csv(SMALL, [("Adam", panel)]))))
    assert len(rows) == 64
    row, column = 3, 5
    found = rows[row * 8 + column]
    assert float(found["final_loss"]) == panel.final_loss[row, column]
    assert float(found["lr"]) == panel.spec.axes[1].values[column]
    assert float(found["momentum"]) == panel.spec.axes[0].values[row]


def test_a_map_as_study_holds_the_same_runs():
    study = read_study(map_study(SMALL))
    assert study.trials == 3 * 64
    assert study.base.steps == SMALL.steps
    assert {optimizer for one in study.contenders for optimizer in one.settings()} == {
        SMALL.sweep(optimizer, 8).run_at(i, j).optimizers[0]
        for optimizer in SMALL.optimizers
        for i in range(8)
        for j in range(8)
    }
    starts = replace(SMALL, x="start.x", y="start.y", x_ends=(-1.0, 1.0), y_ends=(0.0, 1.0))
    assert read_study(map_study(starts)).trials == 3 * 64


def shown(losses, steps, surface=None, best=None):
    """A panel with these final losses and steps to the target."""
    losses, steps = np.array(losses, dtype=float), np.array(steps)
    spec = replace(SMALL, surface=surface or Rosenbrock()).sweep(SGD(), 2)
    return Cells(
        spec=spec,
        status=np.full(losses.shape, Status.RUNNING, dtype=object),
        stopped_at=np.full(losses.shape, -1),
        final_loss=losses,
        best_loss=losses if best is None else np.array(best, dtype=float),
        final_xy=np.zeros((*losses.shape, 2)),
        steps_to=steps,
        minimum=np.zeros(losses.shape, int),
    )


def first(panels, quantity):
    """The first of the best cells, with the index of its panel."""
    best = best_cells(panels, quantity)
    return None if best is None else best.cells[0]


def test_the_best_is_the_best_of_all_panels():
    """Reported: the headline named the first panel's 3.15e-44 while another panel had 0."""
    worse, better = shown([[1, 2], [3, 4]], [[9] * 2] * 2), shown([[2, 1e-3], [9, 9]], [[9] * 2] * 2)
    assert first([worse, better], "final_loss") == (1, (0, 1))
    assert first([better, worse], "final_loss") == (0, (0, 1))
    late = shown([[3.15e-44, 1], [1, 1]], [[30, 9], [9, 9]])
    early = shown([[0, 1e-23], [1, 1]], [[20, 12], [-1, 3]])
    assert first([late, early], "final_loss") == (1, (0, 1))
    assert first([late, early], "minimum") == (1, (0, 1))
    assert first([late, early], "steps_to") == (1, (1, 1))
    assert first([], "final_loss") is None


def test_the_best_by_steps_is_by_loss_where_steps_are_equal_or_nothing_arrives():
    never = shown([[4, 3], [2, 5]], [[-1] * 2] * 2)
    assert first([shown([[4, 3], [6, 5]], [[-1] * 2] * 2), never], "steps_to") == (1, (1, 0))
    equal = shown([[4, 3], [2, 5]], [[7, 7], [7, 8]])
    assert first([never, equal], "steps_to") == (1, (1, 0))


def test_panels_of_runs_without_a_result_have_no_best_cell():
    gone = replace(shown([[1, 1], [1, 1]], [[1] * 2] * 2), status=np.full((2, 2), Status.NOT_FINITE, dtype=object))
    assert first([gone], "final_loss") is None
    assert first([gone, shown([[5, 5], [5, 4]], [[-1] * 2] * 2)], "best_loss") == (1, (1, 1))


def test_all_cells_that_tie_are_the_best():
    """Reported: one of many equal cells was named as the best of all."""
    equal = shown([[0, 3e-44], [1e-23, 1]], [[7, 7], [9, 3]])
    best = best_cells([shown([[5, 5], [5, 5]], [[1] * 2] * 2), equal, equal], "final_loss")
    assert best == ((((1, (0, 0)), (1, (0, 1)), (2, (0, 0)), (2, (0, 1)))), 6)
    assert best_cells([shown([[0, 1e-23], [1, 1]], [[9, 8], [3, 3]])], "final_loss") == (((0, (0, 1)),), 2)
    assert best_cells([shown([[2, 3], [4, 5]], [[9] * 2] * 2)], "final_loss") == (((0, (0, 0)),), 1)
    steps = shown([[1e-3, 2e-3], [1e-3, 0]], [[4, 4], [4, 5]])
    assert best_cells([steps], "steps_to") == (((0, (0, 0)), (0, (1, 0))), 3)
    nowhere = shown([[1, 1], [1, 2]], [[-1] * 2] * 2)
    assert best_cells([nowhere], "best_loss") == (((0, (0, 0)), (0, (0, 1)), (0, (1, 0))), 3)
