"""Planes are drawn with one unit for both axes wherever these have one."""

import numpy as np
import pytest

from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.figures import race_figure
from optim_core.figures.plane import has_one_unit, plane_axes, plane_ratio
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import SURFACES, BrownBadlyScaled, ShiftedBowl, Sphere
from optim_core.surfaces.grid import grid

T = load("en")


@pytest.mark.parametrize("cls", SURFACES)
def test_a_length_is_as_long_across_as_up_on_all_surfaces_but_one(cls):
    axes = plane_axes(cls().domain)
    assert (axes["yaxis"].get("scaleanchor") == "x") is (cls is not BrownBadlyScaled)
    assert axes["yaxis"].get("scaleratio", 1) == 1


@pytest.mark.parametrize(
    ("frame", "one"),
    [(((0, 4), (0, 1)), True), (((0, 1), (0, 4)), True), (((0, 4.1), (0, 1)), False), (((-3, 3), (0, 1e-9)), False)],
)
def test_frames_with_sides_that_differ_by_more_than_four_fill_the_chart(frame, one):
    assert has_one_unit(frame) is one
    assert (plane_ratio(frame) == (1, 1)) is not one


@pytest.mark.parametrize("projection", ["contour", "3d"])
@pytest.mark.parametrize("surface", [Sphere(), ShiftedBowl(), BrownBadlyScaled()])
def test_a_race_is_drawn_in_one_unit_on_the_page_and_in_exports(surface, projection):
    run = SurfaceRun(surface=surface, optimizers=(SGD(lr=0.01),), steps=3)
    layout = race_figure(run, grid(surface), descend(run), SurfaceView(projection=projection), T, (0,)).layout
    (a, b), (c, d) = surface.domain
    if projection == "contour":
        assert layout.yaxis.scaleanchor == (None if surface == BrownBadlyScaled() else "x")
        assert (layout.xaxis.range, layout.yaxis.range) == ((a, b), (c, d))
        return
    shown = layout.scene.aspectratio
    assert shown.x / shown.y == pytest.approx(1 if surface == BrownBadlyScaled() else (b - a) / (d - c))


@pytest.mark.parametrize("cls", SURFACES)
def test_no_tick_of_a_scene_is_where_two_axes_meet(cls):
    run = SurfaceRun(surface=cls(), optimizers=(SGD(lr=1e-9),), steps=1)
    scene = race_figure(run, grid(cls()), descend(run), SurfaceView(projection="3d"), T, (0,)).layout.scene
    for axis in (scene.xaxis, scene.yaxis, scene.zaxis):
        low, high = axis.range
        shares = (np.array(axis.tickvals) - low) / (high - low)
        assert 1 <= len(shares) <= 8
        assert ((shares > 0.05) & (shares < 0.95)).all()
