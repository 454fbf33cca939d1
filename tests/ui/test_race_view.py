"""What the race view sends to the browser, and what it takes from it."""

import json
import math
from typing import Any

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.export.race_data import race_data, surface_data
from optim_core.optimizers import SGD, Adagrad, Adam, RMSprop
from optim_core.specs import SurfaceRun
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import Rosenbrock, Sphere
from optim_core.surfaces.grid import grid
from ui.components import race_view as race

RUN = SurfaceRun(
    surface=Rosenbrock(),
    optimizers=(SGD(lr=1e-3), SGD(lr=1e-2), Adam(lr=0.05), RMSprop(lr=0.02), Adagrad(lr=0.5)),
)
PATHS = descend(RUN)
GRID = grid(RUN.surface)


def sent(view: SurfaceView, language: str = "en") -> dict[str, Any]:
    return race_data(RUN, GRID, PATHS, view, load(language), tuple(range(5)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("projection", ["contour", "3d"])
def test_an_update_is_small_and_plain_json(projection: str, language: str) -> None:
    text = json.dumps(sent(SurfaceView(projection=projection), language), allow_nan=False)
    assert len(text) < 50_000


def test_the_surface_travels_apart() -> None:
    view = SurfaceView()
    (surface,) = [trace for trace in sent(view)["figure"]["data"] if trace["meta"]["role"] == "surface"]
    assert not {"x", "y", "z", "customdata"} & set(surface)
    apart = surface_data(RUN.surface, view, GRID)
    assert apart["surface"] == sent(view)["surface"]
    assert {"x", "y", "z", "customdata"} < set(apart)


def test_heights_that_are_drawn_as_they_are_travel_once() -> None:
    assert "customdata" not in surface_data(Sphere(), SurfaceView(), grid(Sphere()))


def test_every_view_has_a_tag_of_its_own() -> None:
    views = (SurfaceView(), SurfaceView(quantity="distance"), SurfaceView(axis="log"), SurfaceView(projection="3d"))
    assert len({sent(view)["tag"] for view in views} | {sent(SurfaceView(), "ko")["tag"]}) == 5


@pytest.mark.parametrize("value", [None, [], [1.0], [1, 2, 3], "12", [math.nan, 0], [math.inf, 0], [True, 0], {"x": 1}])
def test_a_message_that_is_no_point_moves_nothing(value: object) -> None:
    assert not race._is_point(value)


def test_a_message_with_two_numbers_is_a_point() -> None:
    assert race._is_point([1, -2.5])
