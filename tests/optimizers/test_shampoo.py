"""Shampoo is held to an independent library, and to what is known of it in closed form."""

import pytest
import pytorch_optimizer
import torch
from hypothesis import given
from hypothesis import strategies as st

from optim_core.optimizers.shampoo import Shampoo
from tests.quick import examples
from tests.strategies import optimizers

SHAPES = {"vector": (5,), "matrix": (4, 3), "kernel": (3, 2, 2, 2)}


def grown(shape: tuple[int, ...], seed: int) -> torch.nn.Parameter:
    generator = torch.Generator().manual_seed(seed)
    return torch.nn.Parameter(torch.randn(shape, generator=generator, dtype=torch.float64))


def steps(optimizer: torch.optim.Optimizer, param: torch.nn.Parameter, count: int) -> torch.Tensor:
    """On a bowl that mixes all coordinates."""
    mixing = grown((param.numel(), param.numel()), 1).detach()
    for _ in range(count):
        optimizer.zero_grad()
        (mixing @ param.flatten()).square().sum().backward()
        optimizer.step()
    return param.detach().clone()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@examples(10)
@given(spec=optimizers((Shampoo,)), lr=st.sampled_from((1e-3, 0.1)), eps=st.sampled_from((1e-2, 1.0)))
def test_paths_are_the_librarys(shape, spec, lr, eps):
    spec = Shampoo(lr=lr, eps=eps, weight_decay=min(spec.weight_decay, 1.0), maximize=spec.maximize)
    ours, theirs = grown(shape, 0), grown(shape, 0)
    library = pytorch_optimizer.Shampoo(
        [theirs], lr=lr, matrix_eps=eps, weight_decay=spec.weight_decay, maximize=spec.maximize
    )
    expected = steps(library, theirs, 12)
    # an eigenvalue as small as ε keeps the digits that the largest one, about 1e4 times it, leaves
    torch.testing.assert_close(steps(spec.build([ours]), ours, 12), expected, rtol=1e-9, atol=1e-9)


def test_the_first_step_orthogonalises_the_gradient():
    """As ε vanishes: U S Vᵀ becomes U Vᵀ (Bernstein & Newhouse, 2024, arXiv:2409.20325)."""
    param, spec = grown((4, 3), 0), Shampoo(lr=1.0, eps=1e-12)
    grad = grown((4, 3), 2).detach()
    before, param.grad = param.detach().clone(), grad.clone()
    spec.build([param]).step()
    u, _, vt = torch.linalg.svd(grad, full_matrices=False)
    torch.testing.assert_close(before - param.detach(), u @ vt, rtol=1e-6, atol=1e-6)


def test_a_turned_problem_is_solved_by_turned_steps():
    """L and R turn with the rows and columns, which the scales of single weights cannot."""
    turn, other = (torch.linalg.qr(grown((n, n), n).detach())[0] for n in (4, 3))
    grads = [grown((4, 3), seed).detach() for seed in range(5)]
    ends = []
    for left, right in ((torch.eye(4).double(), torch.eye(3).double()), (turn, other)):
        param = torch.nn.Parameter(torch.zeros(4, 3, dtype=torch.float64))
        optimizer = Shampoo(lr=0.1).build([param])
        for grad in grads:
            param.grad = left @ grad @ right
            optimizer.step()
        ends.append(left.mT @ param.detach() @ right.mT)
    torch.testing.assert_close(ends[0], ends[1], rtol=1e-9, atol=1e-12)


def test_what_is_not_finite_stays_what_it_is():
    param = torch.nn.Parameter(torch.zeros(2, 2))
    param.grad = torch.full((2, 2), torch.inf)
    Shampoo().build([param]).step()
    assert param.isnan().all()
