"""Shared links still give the same races: `tests/data/golden_links.json` holds the final points of 120 races."""

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from optim_core.descend import descend
from optim_core.optimizers import LBFGS
from optim_core.permalink import read_surface_run
from tests.strategies import POLYNOMIALS

LINKS = json.loads((Path(__file__).parents[1] / "data" / "golden_links.json").read_text())
ROUNDING = 1e-9
"""Exponentials, sines and scalar products differ between processors in the last bit. As a change of each start by one
bit moves no end on such surfaces by more than 1.4e-11 of its size, this is far more than that bit can do."""


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link["query"][:60])
def test_a_link_gives_the_same_final_points(link):
    run = read_surface_run(dict(parse_qsl(link["query"])))
    for path, expected in zip(descend(run, seconds=600), link["contenders"], strict=True):
        exact = type(run.surface) in POLYNOMIALS and not isinstance(path.optimizer, LBFGS)
        end = [*path.xy[-1].tolist(), float(path.loss[-1])]
        assert (type(path.optimizer).__name__, path.status.name, path.steps) == tuple(
            expected[name] for name in ("name", "status", "steps")
        )
        size = max(1.0, *map(abs, expected["xy"]))
        assert end[:2] == (expected["xy"] if exact else pytest.approx(expected["xy"], rel=0, abs=ROUNDING * size))
        assert end[2] == (expected["loss"] if exact else pytest.approx(expected["loss"], rel=ROUNDING, abs=ROUNDING))
