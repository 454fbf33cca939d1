"""Coarse maps in JavaScript against the server's own."""

import numpy as np
import pytest

from optim_core.descend.programs import surface_parameters
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.surfaces import Booth, Formula, Himmelblau, Quadratic, Transformed
from optim_core.sweep import sweep
from optim_core.sweep.maps import MapRun, MapView, chunks, merged
from optim_core.sweep.maps.portable import SIDE, portable_map
from tests.engine.node import ask_node, needs_node

TURNED = Transformed(inner=Booth(), angle=30.0, stretch=2.0)


@needs_node
@pytest.mark.parametrize("colour", ["final_loss", "best_loss", "steps_to"])
@pytest.mark.parametrize(
    ("optimizer", "axes"),
    [(SGD(), {"x": "lr", "y": "momentum"}), (Adam(lr=0.1), {"x": "start.x", "y": "start.y"}), (Adam(), {"y": "beta2"})],
)
@pytest.mark.parametrize("surface", [Himmelblau(), TURNED], ids=["plain", "turned"])
def test_the_cells_are_those_of_the_server(surface, optimizer, axes, colour):
    run = MapRun(surface=surface, optimizers=(optimizer,), start=surface.start, steps=60, side=SIDE, **axes)
    view = MapView(colour=colour)
    (found,) = ask_node([{"ask": "cells", "map": portable_map(run, optimizer, view)}])
    spec = run.sweep(optimizer, SIDE)
    cells = merged(spec, [sweep(part) for part in chunks(spec)], view.target)
    expected, shown = cells.values(colour), np.array(found, dtype=float).reshape(SIDE, SIDE)
    assert (np.isnan(shown) == np.isnan(expected)).mean() > 0.995
    close = np.isclose(shown, expected, rtol=1e-6, atol=1e-9, equal_nan=True)
    assert close.mean() > 0.97  # on the border of divergence, the last bit decides


@needs_node
def test_the_cells_follow_the_numbers_of_the_surface():
    other = Transformed(inner=Quadratic(kappa=30.0, rotation=20.0), scale=1.5, angle=10.0, stretch=0.8)
    runs = [
        MapRun(surface=surface, optimizers=(SGD(),), start=(1.0, 1.0), steps=60, side=SIDE, x="lr", y="momentum")
        for surface in (Quadratic(), other)
    ]
    before, expected = (portable_map(run, SGD(), MapView()) for run in runs)
    before["race"]["parameters"]["values"] = [value for value, _ in surface_parameters(other).values()]
    answers = ask_node([{"ask": "cells", "map": one} for one in (before, expected)])
    found = [np.array(values, float) for values in answers]
    np.testing.assert_array_equal(*found)
    assert np.isfinite(found[0]).sum() > 50


def test_what_the_browser_cannot_run_has_no_preview():
    run = MapRun(surface=Himmelblau(), optimizers=(LBFGS(), SGD()), start=(0.0, 0.0), x="start.x", y="start.y")
    assert portable_map(run, LBFGS(), MapView()) is None
    assert portable_map(run, SGD(), MapView(colour="minimum")) is None
    assert portable_map(run, SGD(), MapView()) is not None
    formula = MapRun(surface=Formula(text="a*x^2 + y^2"), optimizers=(SGD(),), start=(1.0, 1.0), x="surface.a", y="lr")
    assert portable_map(formula, SGD(), MapView()) is None
