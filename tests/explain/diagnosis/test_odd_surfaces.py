"""Explanations and drawings of races on any surface: none of them may raise."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.explain.diagnosis.evidence import typical_scales
from optim_core.explain.diagnosis.finding import propose
from optim_core.explain.microscope import step_view
from optim_core.explain.optimizer_state import optimizer_state
from optim_core.explain.summary import surface_rows
from optim_core.explain.theory import curvatures, theory
from optim_core.export.csv_tables import multistart_csv
from optim_core.figures import race_alt
from optim_core.figures.learn.microscope import near_frame, step_alt, step_drawing
from optim_core.figures.race.multistart import multistart_drawing
from optim_core.figures.race.optimizer_state import state_alt, state_drawing
from optim_core.figures.race.slices import slice_alt, slice_drawing
from optim_core.figures.race.surface import race_drawing
from optim_core.figures.race.thumbnails import thumbnail
from optim_core.figures.schedules import applied_values_alt, applied_values_drawing, scheduled_names
from optim_core.optimizers import SGD, Adam, AdamW
from optim_core.specs import Axis, SurfaceRun, Sweep
from optim_core.specs.quantities import QUANTITIES
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import Formula, Quadratic
from optim_core.surfaces.curvature import slopes_and_hessians
from optim_core.surfaces.grid import grid
from optim_core.surfaces.slices import slices
from optim_core.sweep.multistart import multistart
from tests.floats import check_sendable
from tests.odd import ODD_FORMULAS, ODD_STARTS
from tests.quick import examples
from tests.strategies import ON_SURFACES, optimizers

T = load("en")
surfaces = st.sampled_from(ODD_FORMULAS).map(lambda text: Formula(text=text))


@st.composite
def races(draw: st.DrawFn) -> SurfaceRun:
    """One contender with any hyperparameters on an odd surface, from its own start or an odd one."""
    surface = draw(surfaces)
    try:
        return SurfaceRun(
            surface=surface,
            optimizers=(draw(optimizers(ON_SURFACES)),),
            start=draw(st.sampled_from((surface.start, *ODD_STARTS))),
            steps=draw(st.sampled_from((1, 2, 13, 60))),
            noise=draw(st.sampled_from((0.0, 0.0, 0.1, 1e3))),
        )
    except SpecError:
        assume(False)
        raise


def raced(run: SurfaceRun) -> tuple[Trajectory, ...]:
    """The paths of a race; Hypothesis skips a race that cannot begin."""
    try:
        with np.errstate(all="ignore"):
            return descend(run)
    except SpecError:
        assume(False)
        raise


@given(races())
@examples(60, deadline=None)
def test_any_race_has_a_diagnosis_a_row_and_curves_of_its_state(run: SurfaceRun) -> None:
    paths = raced(run)
    (found,) = diagnose(run, paths)
    assert all(not (isinstance(v, float) and np.isnan(v)) for one in found for v in one.values.values())
    assert all(np.isfinite(value) for one in found for value in one.attempt.values())
    assert surface_rows(run, paths, 0.01)
    curvatures(run.surface)
    for name in scheduled_names(paths):
        check_sendable(applied_values_drawing(paths, ["n"], name, (0,), T))
        assert applied_values_alt(paths, ["n"], name, T)
    if paths[0].steps:
        inside = optimizer_state(paths[0])
        for name in inside.series:
            check_sendable(state_drawing(inside, name, name, 0, T))
            assert state_alt(inside, name, name, "", T)


@given(races())
@examples(20, deadline=None)
def test_every_step_of_any_race_has_a_view(run: SurfaceRun) -> None:
    (path,) = raced(replace(run, steps=min(run.steps, 13)))
    for step in range(1, path.steps + 1):
        view = step_view(path, step)
        assert step_alt(path, view, "", T)
        for frame in (near_frame(view, run.surface.domain), run.surface.domain):
            ground = grid(run.surface, 15, frame)
            check_sendable(step_drawing(run.surface, ground, path, view, frame, "", 0, T))


@given(races())
@examples(15, deadline=None)
def test_any_race_from_many_starts_is_drawn(run: SurfaceRun) -> None:
    run = replace(run, steps=min(run.steps, 13))
    paths = raced(run)
    with np.errstate(all="ignore"):
        multistarts = multistart(run, ODD_STARTS)
    for axis in ("auto", "log", "linear"):
        for quantity in QUANTITIES:
            drawing = multistart_drawing(run, paths, multistarts, SurfaceView(quantity=quantity.name, axis=axis), (0,))
            json.dumps(drawing, allow_nan=False, default=lambda values: values.tolist())
    assert multistart_csv(multistarts)


@pytest.mark.parametrize("text", ODD_FORMULAS)
def test_any_surface_has_a_picture_and_cuts(text: str) -> None:
    surface = Formula(text=text)
    assert thumbnail(surface)
    for axis, cut in zip("xy", slices(surface, (0.5, -0.5)), strict=True):
        check_sendable(slice_drawing(cut, axis, T))
        assert slice_alt(cut, axis, T)


@pytest.mark.parametrize("projection", ["contour", "3d"])
@pytest.mark.parametrize("text", ODD_FORMULAS)
def test_any_surface_is_drawn_with_a_race_on_it(text: str, projection: str) -> None:
    surface = Formula(text=text)
    for start in ODD_STARTS:
        try:
            run = SurfaceRun(surface=surface, optimizers=(Adam(eps=0.0), SGD()), start=start, steps=5)
            with np.errstate(all="ignore"):
                paths = descend(run)
        except SpecError:
            continue
        view = SurfaceView(projection=projection)
        check_sendable(race_drawing(run, grid(surface, 31), paths, view, T, (0, 1)))
        assert race_alt(run, paths, view, T)


def test_a_surface_without_a_value_on_the_grid_has_no_typical_scales() -> None:
    """A case that occurred: the surface is defined on a narrow strip between the points of the grid only."""
    surface = Formula(text="sqrt(0.0001-(x-0.33)^2)+y^2")
    assert not np.isfinite(slopes_and_hessians(surface, np.array([[0.0, 0.0]]))[0]).all()
    assert np.isnan(typical_scales(surface)).all()
    run = SurfaceRun(surface=surface, optimizers=(Adam(),), start=(0.332, 1.0), steps=60)
    assert len(diagnose(run, descend(run))) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_only_finite_values_are_proposed(value: float) -> None:
    assert propose(Adam(), "lr", value) == {}


def test_theory_of_axes_whose_product_is_smaller_than_any_number() -> None:
    axes: Any = (Axis("weight_decay", (5e-324, 1e-300)), Axis("lr", (1e-10, 1e-5)))
    assert theory(Sweep(surface=Quadratic(), optimizer=AdamW(), axes=axes, steps=5)) is not None
