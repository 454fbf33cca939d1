"""The quantities of the curves, as they are declared."""

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.specs.quantities import QUANTITIES
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import MonkeySaddle, Rosenbrock


def trajectory(surface):
    (path,) = descend(SurfaceRun(surface=surface, optimizers=(SGD(lr=1e-3),), steps=12))
    return path


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.name)
def test_a_quantity_has_a_value_per_step_an_option_and_texts(quantity):
    values = quantity.values(trajectory(Rosenbrock()), Rosenbrock())
    assert values.shape == (13 - quantity.first,)
    assert np.isfinite(values).all()
    assert SurfaceView(quantity=quantity.name).quantity == quantity.name
    for language in LANGUAGES:
        t = load(language)
        assert f"option.quantity.{quantity.name}" in t
        assert f"figure.quantity.{quantity.name}" in t


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.name)
def test_only_a_quantity_that_needs_a_minimum_is_unknown_without_one(quantity):
    values = quantity.values(trajectory(MonkeySaddle()), MonkeySaddle())
    assert np.isnan(values).all() == quantity.needs_minimum


def test_old_links_keep_their_quantities():
    assert {"loss", "grad_norm", "distance", "step_length"} <= {quantity.name for quantity in QUANTITIES}
