"""The path of a contender as a table of points."""

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.figures.numbers import short
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Beale
from ui.surface.points import ROWS, point_columns, shown_steps


@pytest.mark.parametrize("last", [0, 1, 2, 7, 39, 40, 41, 200, 5_000])
def test_the_first_and_the_last_step_are_shown_and_rows_are_few(last):
    steps = shown_steps(last)
    assert (steps[0], steps[-1]) == (0, last)
    assert len(steps) <= ROWS
    assert steps == sorted(set(steps))
    assert set(range(min(last, 7))) <= set(steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_points_of_the_path(language):
    (path,) = descend(SurfaceRun(surface=Beale(), optimizers=(SGD(lr=0.01),), steps=60))
    steps = shown_steps(60)
    columns = point_columns(path, steps, load(language))
    assert [int(step) for step in next(iter(columns.values()))] == steps
    assert columns["x"] == [short(float(path.xy[step, 0])) for step in steps]
    assert columns["f(x, y)"][-1] == short(float(path.loss[60]))
    assert all(len(cells) == len(steps) for cells in columns.values())
