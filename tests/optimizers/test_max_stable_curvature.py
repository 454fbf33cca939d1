"""Where steps on a parabola begin to grow, held to torch."""

import pytest
import torch

from optim_core.optimizers import SGD, Adam

CASES = (
    SGD(lr=0.1),
    SGD(lr=0.1, momentum=0.9),
    SGD(lr=0.1, momentum=0.9, nesterov=True),
    SGD(lr=0.1, momentum=0.9, dampening=0.5),
    SGD(lr=0.1, dampening=0.5),
    SGD(lr=0.1, momentum=0.5, weight_decay=3.0),
)


def ends(optimizer: SGD, curvature: float) -> float:
    x = torch.ones(1, dtype=torch.float64, requires_grad=True)
    real = optimizer.build([x])
    for _ in range(3_000):
        real.zero_grad()
        (0.5 * curvature * x**2).sum().backward()
        real.step()
    return abs(float(x.detach()))


@pytest.mark.parametrize("optimizer", CASES, ids=repr)
def test_steps_shrink_below_the_edge_and_grow_beyond(optimizer: SGD) -> None:
    assert optimizer.max_stable_curvature is not None
    assert ends(optimizer, 0.99 * optimizer.max_stable_curvature) < 1e-2
    assert ends(optimizer, 1.01 * optimizer.max_stable_curvature) > 1e2


def test_where_no_formula_is_known_there_is_no_edge() -> None:
    assert Adam().max_stable_curvature is None
    assert SGD(lr=0.1, maximize=True).max_stable_curvature is None
