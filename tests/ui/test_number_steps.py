"""The steps of the + and − of number boxes."""

import pytest

from optim_core.base.domains import AbstractNumber
from optim_core.permalink.form import SURFACE_FORM
from ui.widgets.entry_controls import _step

QUERY = {"surface": "Himmelblau", "o1": "SGD", "o2": "Adam", "o3": "Adafactor"}
ENTRIES = [
    "start.x",
    "start.y",
    "steps",
    "noise",
    "seed",
    *(f"o1.{name}" for name in ("lr", "momentum", "weight_decay")),
]


@pytest.mark.parametrize("value", [0.0, -1.2, 0.75, 100.0, 512.5, 1e9])
def test_the_steps_of_a_start_fit_its_size(value):
    for entry in ("start.x", "start.y"):
        domain = SURFACE_FORM.domain(entry, QUERY)
        assert isinstance(domain, AbstractNumber)
        assert 0.1 <= _step(domain, value) <= max(0.1, abs(value) / 10)


def test_no_step_leaves_the_range_of_a_slider():
    for entry in ENTRIES:
        domain = SURFACE_FORM.domain(entry, QUERY)
        assert isinstance(domain, AbstractNumber)
        low, high = domain.slider_range or (domain.low, domain.high)
        for value in domain.ticks:
            assert 0 < _step(domain, value) <= high - low
