"""Data for the page about a race from many starts."""

import json

import numpy as np
import pytest

from optim_core.descend import descend
from optim_core.figures.numbers import sendable
from optim_core.figures.race.multistart import MOST_POINTS, multistart_drawing
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.specs.quantities import BY_NAME, QUANTITIES, Quantity
from optim_core.specs.starts import StartSet
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import Himmelblau, MonkeySaddle, Rosenbrock
from optim_core.sweep.multistart import multistart

RUN = SurfaceRun(surface=Himmelblau(), optimizers=(SGD(lr=0.035), Adam(lr=0.1)), steps=120)
STARTS = StartSet(start_set="random", start_count=7).points(RUN.surface, 5)
MULTISTARTS, PATHS = multistart(RUN, STARTS), descend(RUN)
NAMES = [quantity.name for quantity in QUANTITIES]


def drawing(view: SurfaceView | None = None):
    return multistart_drawing(RUN, PATHS, MULTISTARTS, view or SurfaceView(), (2, 5))


def test_paths_lie_end_to_end_with_their_steps():
    drawn = drawing()
    assert [each["index"] for each in drawn["multistarts"]] == [2, 5]
    for each, one in zip(drawn["multistarts"], MULTISTARTS, strict=True):
        cuts = np.cumsum(each["lengths"])[:-1]
        for x, path in zip(np.split(each["x"], cuts), one.paths, strict=True):
            np.testing.assert_allclose(x, path[:, 1], rtol=1e-6)
        assert sum(each["stopped"]) == one.diverged


@pytest.mark.parametrize("quantity", NAMES)
def test_bands_are_in_order_and_finite(quantity):
    for each in drawing(SurfaceView(quantity=quantity))["multistarts"]:
        band = each["band"]
        assert (band["low"] <= band["middle"]).all()
        assert (band["middle"] <= band["high"]).all()
        assert np.isfinite(list(band.values())).all()
        assert band["step"][0] == BY_NAME[quantity].first


def test_a_diverged_path_counts_as_the_worst_in_the_direction_that_is_declared(monkeypatch):
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(SGD(lr=0.01),), steps=50)
    score = Quantity(name="score", values=lambda path, _: -path.loss[1:], first=1, better="higher")
    monkeypatch.setattr("optim_core.sweep.multistart.QUANTITIES", (BY_NAME["loss"], score))
    (found,) = multistart(run, ((-1.5, 2.0), (1.0, 1.0)))
    assert found.diverged == 1
    assert found.curves["loss"][:, -1].tolist() == [np.inf, 0]
    assert found.curves["score"][:, -1].tolist() == [-np.inf, 0]
    assert np.isnan(found.curves["score"][:, 0]).all()


def test_the_axis_grows_for_the_band_but_leaves_the_race_visible():
    linear = SurfaceView(axis="linear", quantity="step_length")
    valley = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(lr=0.05),), steps=50)
    multistarts, paths = multistart(valley, ((-2.0, 3.0), (2.0, -1.0))), descend(valley)
    high = multistart_drawing(valley, paths, multistarts, SurfaceView(axis="linear"), (0,))["range"][1]
    assert 24.2 < high <= 100
    high = multistart_drawing(valley, paths, multistarts, SurfaceView(axis="log"), (0,))["range"][1]
    assert 10**high >= multistarts[0].curves["loss"].max()
    assert drawing(linear)["range"][0] == 0


def test_a_surface_without_a_minimum_has_no_distance_to_draw():
    run = SurfaceRun(surface=MonkeySaddle(), optimizers=(SGD(),), steps=20)
    drawn = multistart_drawing(
        run, descend(run), multistart(run, ((0.1, 0.2),)), SurfaceView(quantity="distance"), (0,)
    )
    assert not len(drawn["multistarts"][0]["band"]["step"])
    assert len(drawn["multistarts"][0]["x"])


def test_it_travels_as_plain_json_within_bounds(monkeypatch):
    text = json.dumps({name: sendable(value) for name, value in drawing().items()}, allow_nan=False)
    assert len(text) < 60_000
    monkeypatch.setattr("optim_core.figures.race.multistart.MOST_POINTS", 100)
    fewer = drawing()["multistarts"]
    assert sum(sum(each["lengths"]) for each in fewer) < 100 + 2 * 14 < MOST_POINTS
    assert [each["x"][-1] for each in fewer] == pytest.approx([one.paths[-1][-1, 1] for one in MULTISTARTS], rel=1e-6)
