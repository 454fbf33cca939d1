"""Replayed gradients equal those of autograd bit for bit, on every surface and through every branch."""

import numpy as np
import pytest
import torch

from optim_core.base.byte_cache import ByteCache
from optim_core.descend import gradient as module
from optim_core.descend.gradient import GradientEvaluator, gradient_evaluator
from optim_core.surfaces import SURFACES, Formula, Rosenbrock, Transformed

TURNED = Transformed(inner=Rosenbrock(), scale=3.0, angle=30.0, stretch=2.0)
TEXTS = ("abs(x) % 1 + y^2", "max(x, y)^3", "sqrt(x) + log(y)", "x^y", "floor(x) + 2")


def formula(text):
    return Formula(text=text)


def autograd(surface, xy):
    leaf = xy.detach().requires_grad_()
    loss = surface(leaf)
    return loss.detach(), torch.autograd.grad(loss.sum(), leaf)[0]


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("surface", [*(cls() for cls in SURFACES), *map(formula, TEXTS), TURNED], ids=repr)
def test_losses_and_gradients_equal_those_of_autograd(surface, rows):
    low, high = np.array(surface.domain).T
    draws = np.random.default_rng(0).uniform(low, high, (60, rows, 2))
    xy = torch.tensor(draws[0])
    evaluator = GradientEvaluator(surface, xy)
    for points in [*draws, np.zeros((rows, 2)), np.full((rows, 2), np.nan), np.full((rows, 2), 1e200), draws[1]]:
        xy.copy_(torch.tensor(points))
        with np.errstate(all="ignore"):
            evaluator()
        loss, grad = autograd(surface, xy)
        np.testing.assert_array_equal(evaluator.loss.numpy(), loss.numpy())
        np.testing.assert_array_equal(evaluator.grad.numpy(), grad.numpy())


def test_a_spare_tape_is_replayed_from_other_starts(monkeypatch):
    module._spare.clear()
    surface = formula("abs(x) % 1 + y^2")
    for start in ([[0.5, 1.0]], [[-2.25, 3.0]]):
        with gradient_evaluator(torch.tensor(start, dtype=torch.float64), surface) as evaluator:
            evaluator()
            loss, grad = autograd(surface, evaluator.xy)
            assert (evaluator.loss.tolist(), evaluator.grad.tolist()) == (loss.tolist(), grad.tolist())
        monkeypatch.setattr(GradientEvaluator, "_record", None)
    assert [*module._spare.values()] == [evaluator]


def test_two_evaluators_in_use_share_no_memory():
    start = torch.zeros(1, 2, dtype=torch.float64)
    with gradient_evaluator(start, Rosenbrock()) as one, gradient_evaluator(start, Rosenbrock()) as other:
        assert one is not other


def test_the_memory_of_spare_evaluators_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "_spare", ByteCache(20_000))
    for rows in range(1, 20):
        with gradient_evaluator(torch.zeros(rows, 2, dtype=torch.float64), Rosenbrock()) as evaluator:
            evaluator()
    assert 1 <= len(module._spare.values()) < 19
    assert sum(evaluator.nbytes for evaluator in module._spare.values()) <= 20_000
