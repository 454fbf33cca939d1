"""The heights a surface is drawn with."""

import numpy as np
import pytest
import torch

from optim_core.base.errors import SpecError
from optim_core.surfaces import SURFACES, Rosenbrock
from optim_core.surfaces.grid import grid


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_heights_lie_where_they_are_said_to(cls):
    drawn, surface = grid(cls(), 9), cls()
    assert drawn.z.shape == (9, 9)
    assert [(drawn.x[0], drawn.x[-1]), (drawn.y[0], drawn.y[-1])] == [*cls().domain]
    for i, j in ((0, 0), (8, 0), (0, 8), (2, 5), (8, 8)):
        height = surface(torch.tensor([drawn.x[i], drawn.y[j]], dtype=torch.float64)).item()
        assert drawn.z[j, i] == pytest.approx(height, rel=1e-12, abs=1e-12)


def test_the_knobs_count():
    assert not np.array_equal(grid(Rosenbrock(b=1), 5).z, grid(Rosenbrock(b=2), 5).z)


def test_the_usual_grid_is_odd_so_that_a_centre_is_on_it():
    drawn = grid(Rosenbrock())
    assert len(drawn.x) == len(drawn.y) == 121
    assert drawn.x[60] == 0


def test_a_grid_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        grid(Rosenbrock(), 3).z[0, 0] = 1


@pytest.mark.parametrize("side", [1, 201, 10**9, 2.5, None, "9", True])
def test_its_size_has_limits(side):
    with pytest.raises(SpecError, match=r"^grid\.side must be in \{2, …, 200\}"):
        grid(Rosenbrock(), side)
