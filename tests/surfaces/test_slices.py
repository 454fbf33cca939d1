import math

import numpy as np
import pytest

from optim_core.base.text import load
from optim_core.figures.race.slices import slice_alt, slice_drawing
from optim_core.surfaces import Formula, Rosenbrock
from optim_core.surfaces.slices import slices


def test_both_cuts_go_through_the_point_and_keep_the_other_coordinate():
    across, up = slices(Rosenbrock(), (-1.2, 1.0))
    np.testing.assert_allclose(across.height, (1 - across.along) ** 2 + 100 * (1 - across.along**2) ** 2)
    np.testing.assert_allclose(up.height, 2.2**2 + 100 * (up.along - 1.44) ** 2)
    assert (across.here, across.other, across.level) == (-1.2, 1.0, pytest.approx(24.2))
    assert (across.along[0], across.along[-1]) == Rosenbrock.domain[0]


def test_a_point_outside_the_frame_is_on_the_cut():
    across, _ = slices(Rosenbrock(), (9.0, 1.0))
    assert across.along[-1] == 9.0


@pytest.mark.parametrize("text", ["log(x)", "log(-1-x^2)", "x^300 + 1", "2"])
def test_what_has_no_value_is_a_gap(text):
    for axis, cut in zip("xy", slices(Formula(text=text), (1.0, 1.0)), strict=True):
        line = slice_drawing(cut, axis, load("en"))["data"][0]["y"]
        assert all(value is None or math.isfinite(value) for value in np.asarray(line, dtype=object).tolist())
        assert slice_alt(cut, axis, load("en"))
