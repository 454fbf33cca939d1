"""SOAP is held to the paper's algorithm in NumPy, to a library, and to what is known of it in closed form."""

import numpy as np
import pytest
import pytorch_optimizer
import torch
from hypothesis import given
from hypothesis import strategies as st

from optim_core.optimizers import SOAP
from tests.optimizers.test_shampoo import SHAPES, grown, steps
from tests.quick import examples

STEPS = 25


def turned(tensor, matrices):
    """The tensor seen along the columns of one matrix per dimension, by an explicit Kronecker product of them all."""
    product = np.ones((1, 1))
    for matrix in matrices:
        product = np.kron(product, matrix)
    return (product.T @ tensor.ravel()).reshape(tensor.shape), product


def papers_path(param, grads, spec):
    """Algorithm 3 of Vyas et al. as in their code: the first gradient makes the bases, and each step uses old ones."""
    b1, b2 = spec.beta1, spec.beta2
    m, v, averages, bases = np.zeros_like(param), np.zeros_like(param), None, []
    for step, g in enumerate(grads):
        sides = [np.moveaxis(g, side, 0).reshape(g.shape[side], -1) for side in range(g.ndim)] if g.ndim > 1 else []
        products = [(1 - b2) * rows @ rows.T for rows in sides]
        averages = [b2 * one + new for one, new in zip(averages or [0.0] * len(products), products, strict=True)]
        if step == 0:
            bases = [np.linalg.eigh(one)[1][:, ::-1] for one in averages]
            continue
        m = b1 * m + (1 - b1) * g
        seen, product = (turned(g, bases)) if bases else (g, None)
        v = b2 * v + (1 - b2) * seen**2
        m_hat, v_hat = (m / (1 - b1**step), v / (1 - b2**step)) if spec.correct_bias else (m, v)
        eps = spec.eps / (1 - b2**step) ** 0.5 if spec.correct_bias else spec.eps  # added before the correction
        move = (turned(m_hat, bases)[0] if bases else m_hat) / (np.sqrt(v_hat) + eps)
        param = param - spec.lr * ((product @ move.ravel()).reshape(move.shape) if bases else move)
        param = param * (1 - spec.lr * spec.weight_decay)
        if step % spec.precondition_frequency == 0:
            for side, (average, basis) in enumerate(zip(averages, list(bases), strict=True)):
                sizes = np.einsum("ij,ij->j", basis, average @ basis)
                order = np.argsort(-sizes)
                bases[side] = np.linalg.qr(average @ basis[:, order])[0]
                v = np.take(v, order, axis=side)
    return param


specs = st.builds(
    SOAP,
    lr=st.sampled_from((1e-3, 0.05)),
    beta1=st.sampled_from((0.9, 0.95)),
    beta2=st.sampled_from((0.9, 0.99)),
    eps=st.sampled_from((1e-8, 1e-2)),
    weight_decay=st.sampled_from((0.0, 0.1)),
    precondition_frequency=st.sampled_from((1, 3, 10)),
    correct_bias=st.booleans(),
)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@examples(20)
@given(spec=specs)
def test_paths_are_the_papers(shape, spec):
    grads = [grown(shape, seed).detach() for seed in range(1, STEPS)]
    param = grown(shape, 0)
    expected = papers_path(param.detach().numpy().copy(), [grad.numpy() for grad in grads], spec)
    optimizer = spec.build([param])
    for grad in grads:
        param.grad = grad.clone()
        optimizer.step()
    np.testing.assert_allclose(param.detach(), expected, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@examples(10)
@given(spec=specs)
def test_paths_are_the_librarys(shape, spec):
    ours, theirs = grown(shape, 0), grown(shape, 0)
    library = pytorch_optimizer.SOAP(
        [theirs],
        lr=spec.lr,
        betas=(spec.beta1, spec.beta2),
        eps=spec.eps,
        weight_decay=spec.weight_decay,
        precondition_frequency=spec.precondition_frequency,
        correct_bias=spec.correct_bias,
    )
    # the library's QR decomposition is in single precision
    found, expected = steps(spec.build([ours]), ours, STEPS), steps(library, theirs, STEPS)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)


def test_defaults_are_the_librarys():
    theirs, spec = pytorch_optimizer.SOAP([grown((2, 2), 0)]).defaults, SOAP()
    assert theirs["betas"] == (spec.beta1, spec.beta2)
    names = ("lr", "eps", "weight_decay", "precondition_frequency", "correct_bias")
    assert {name: theirs[name] for name in names} == {name: getattr(spec, name) for name in names}


def test_a_vector_gets_adams_steps_after_the_first_gradient():
    ours, adams = grown((5,), 0), grown((5,), 0)
    spec = SOAP(weight_decay=0.0, lr=0.1, eps=0.0)
    optimizer, adam = spec.build([ours]), torch.optim.Adam([adams], lr=0.1, betas=(0.95, 0.95), eps=0.0)
    for seed in range(1, 10):
        for param, one in ((ours, optimizer), (adams, adam)):
            param.grad = grown((5,), seed).detach()
            if one is optimizer or seed > 1:
                one.step()
    torch.testing.assert_close(ours, adams, rtol=1e-12, atol=1e-12)


def test_a_turned_problem_is_solved_by_turned_steps():
    """The bases turn with rows and columns, so that the step does, which is not true of Adam's."""
    turn, other = (torch.linalg.qr(grown((n, n), n).detach())[0] for n in (4, 3))
    grads = [grown((4, 3), seed).detach() for seed in range(8)]
    ends = []
    for left, right in ((torch.eye(4).double(), torch.eye(3).double()), (turn, other)):
        param = torch.nn.Parameter(torch.zeros(4, 3, dtype=torch.float64))
        optimizer = SOAP(lr=0.1, precondition_frequency=2).build([param])
        for grad in grads:
            param.grad = left @ grad @ right
            optimizer.step()
        ends.append(left.mT @ param.detach() @ right.mT)
    torch.testing.assert_close(ends[0], ends[1], rtol=1e-6, atol=1e-8)


def test_maximize_turns_the_gradient_round_and_what_is_not_finite_stays_what_it_is():
    down, up = grown((4, 3), 0), grown((4, 3), 0)
    for param, spec, sign in ((down, SOAP(), 1), (up, SOAP(maximize=True), -1)):
        optimizer = spec.build([param])
        for seed in range(1, 5):
            param.grad = sign * grown((4, 3), seed).detach()
            optimizer.step()
    torch.testing.assert_close(down, up, rtol=0, atol=0)
    param = torch.nn.Parameter(torch.zeros(2, 2))
    optimizer = SOAP().build([param])
    for _ in range(2):
        param.grad = torch.full((2, 2), torch.inf)
        optimizer.step()
    assert param.isnan().all()
