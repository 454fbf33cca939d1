"""Known facts about the optimizers, reproduced by this project's runs; the numbers come from the literature."""

import math

import numpy as np
import pytest
import torch

from optim_core.base.result import DIVERGENCE, Status
from optim_core.descend import descend
from optim_core.explain.step_quantities import quantities
from optim_core.optimizers import ASGD, SGD, AbstractOptimizer, Adagrad, Adam, AdamW, RAdam
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface, Quadratic, Rosenbrock, Sphere
from tests.strategies import BowlAtFive, FlatSurface, LinearSlope, SteepRosenbrock


def path(surface: AbstractSurface, optimizer: AbstractOptimizer, start: tuple[float, float], steps: int) -> Trajectory:
    return descend(SurfaceRun(surface=surface, optimizers=(optimizer,), start=start, steps=steps))[0]


def step_lengths(trajectory: Trajectory) -> np.ndarray:
    return np.linalg.norm(np.diff(trajectory.xy, axis=0), axis=1)


def steps_to_a_millionth(trajectory: Trajectory) -> int:
    distance = np.linalg.norm(trajectory.xy, axis=1)
    return int(np.argmax(distance <= 1e-6 * distance[0]))


class TestGradientDescentIsStableBelow2OverL:
    """Fact 1, on 50 y²: L = 100."""

    def test_just_below_it_shrinks(self):
        below = path(Quadratic(kappa=100), SGD(lr=0.0199), (0.0, 1.0), 1_000)
        assert abs(below.xy[-1, 1]) == pytest.approx(4.32e-5, rel=1e-3)

    def test_exactly_there_it_jumps_to_and_fro(self):
        edge = path(Quadratic(kappa=100), SGD(lr=0.02), (0.0, 1.0), 1_000)
        np.testing.assert_array_equal(edge.xy[:, 1], [(-1) ** step for step in range(1_001)])

    def test_just_above_it_grows_by_a_hundredth_a_step_until_it_is_stopped(self):
        above = path(Quadratic(kappa=100), SGD(lr=0.0201), (0.0, 1.0), 1_000)
        np.testing.assert_allclose(np.abs(above.xy[:, 1]), 1.01 ** np.arange(above.steps + 1), rtol=1e-9)
        assert above.status is Status.LEFT_DOMAIN
        assert above.stopped_at == math.ceil(math.log(DIVERGENCE) / (2 * math.log(1.01))) == 695


@pytest.mark.parametrize(
    ("optimizer", "steps"),
    [
        pytest.param(SGD(lr=2 / 101), 691, id="2: gradient descent"),
        pytest.param(SGD(lr=(2 / 11) ** 2, momentum=(9 / 11) ** 2), 93, id="3: heavy ball"),
        pytest.param(SGD(lr=0.01, momentum=9 / 11, nesterov=True), 154, id="4: Nesterov"),
    ],
)
def test_the_best_settings_on_kappa_100_need_so_many_steps(optimizer, steps):
    trajectory = path(Quadratic(kappa=100), optimizer, (1.0, 1.0), 1_000)
    assert steps_to_a_millionth(trajectory) == pytest.approx(steps, abs=1)


@pytest.mark.parametrize(
    ("rest", "limit"),
    [
        pytest.param({}, 3.8, id="heavy ball"),
        pytest.param({"nesterov": True}, 3.8 / 2.8, id="Nesterov"),
        pytest.param({"dampening": 0.9}, 38.0, id="averaged"),
    ],
)
def test_5_the_largest_stable_lr_with_momentum(rest, limit):
    below, above = (
        path(Quadratic(kappa=1), SGD(lr=share * limit, momentum=0.9, **rest), (1.0, 0.0), 3_000)
        for share in (0.99, 1.01)
    )
    assert below.status is Status.CONVERGED
    assert above.status is Status.LEFT_DOMAIN


def test_6_momentum_multiplies_a_constant_gradients_step():
    lengths = step_lengths(path(LinearSlope(), SGD(lr=0.1, momentum=0.9), (1.0, 0.0), 300))
    assert lengths[0] == pytest.approx(0.1)
    assert lengths[-1] == pytest.approx(1.0)


def test_7_corrected_adam_moves_lr_every_step_on_a_constant_gradient():
    lengths = step_lengths(path(LinearSlope(), Adam(lr=0.03), (1.0, 0.0), 100))
    np.testing.assert_allclose(lengths, 0.03, rtol=1e-6)


@pytest.mark.parametrize(
    ("optimizer", "gap"),
    [pytest.param(Adam(lr=0.02), 1e-8, id="Adam"), pytest.param(Adagrad(lr=0.5), 1e-11, id="Adagrad")],
)
def test_9_adaptive_methods_are_invariant_to_the_scale_of_the_surface(optimizer, gap):
    flat, steep = (path(surface, optimizer, (-1.2, 1.0), 500) for surface in (Rosenbrock(), SteepRosenbrock()))
    assert np.abs(flat.xy - steep.xy).max() < gap


def test_9_sgd_needs_a_thousandth_of_the_lr_there():
    flat = path(Rosenbrock(), SGD(lr=1e-3), (-1.2, 1.0), 500)
    np.testing.assert_allclose(path(SteepRosenbrock(), SGD(lr=1e-6), (-1.2, 1.0), 500).xy, flat.xy, rtol=1e-9)
    assert path(SteepRosenbrock(), SGD(lr=1e-3), (-1.2, 1.0), 500).status.diverged


@pytest.mark.parametrize(
    ("optimizer", "straight", "turned"),
    [
        pytest.param(SGD(lr=0.019), 2.3258e-4, 2.3258e-4, id="SGD"),
        pytest.param(Adam(lr=0.1), 2.6e-9, 2.7e-2, id="Adam"),
    ],
)
def test_10_diagonal_methods_depend_on_a_rotation(optimizer, straight, turned):
    start = (math.cos(math.pi / 4) - math.sin(math.pi / 4), math.cos(math.pi / 4) + math.sin(math.pi / 4))
    plain = path(Quadratic(kappa=100), optimizer, (1.0, 1.0), 200)
    rotated = path(Quadratic(kappa=100, rotation=45), optimizer, start, 200)
    assert plain.loss[-1] == pytest.approx(straight, rel=0.03)
    assert rotated.loss[-1] == pytest.approx(turned, rel=0.03)


def test_11_adagrads_steps_shrink_with_the_root_of_time():
    lengths = step_lengths(path(LinearSlope(), Adagrad(lr=0.1), (1.0, 0.0), 100))
    np.testing.assert_allclose(lengths, 0.1 / np.sqrt(np.arange(1, 101)), rtol=1e-7)
    assert lengths.sum() == pytest.approx(0.1 * 18.5896, rel=1e-5)


@pytest.mark.parametrize(
    ("optimizer", "end"),
    [
        pytest.param(Adam(lr=0.01, beta2=0.99, weight_decay=0.5), 10 / 3, id="Adam 0.5"),
        pytest.param(Adam(lr=0.01, beta2=0.99, weight_decay=1.0), 2.5, id="Adam 1"),
        pytest.param(AdamW(lr=0.01, beta2=0.99, weight_decay=0.5), 2.0, id="AdamW 0.5"),
        pytest.param(AdamW(lr=0.01, beta2=0.99, weight_decay=1.0), 1.0, id="AdamW 1"),
    ],
)
def test_13_adamw_does_not_end_where_adam_with_a_penalty_does(optimizer, end):
    assert path(BowlAtFive(), optimizer, (0.5, 0.0), 5_000).xy[-1, 0] == pytest.approx(end, abs=2e-3)


@pytest.mark.parametrize(("weight_decay", "left"), [(0.01, 0.980198), (0.1, 0.818649), (1.0, 0.133980)])
def test_13_without_a_gradient_adamw_shrinks_in_proportion_and_adam_does_not(weight_decay, left):
    decoupled = path(FlatSurface(), AdamW(lr=0.01, weight_decay=weight_decay), (1.0, 0.0), 200)
    assert decoupled.xy[-1, 0] == pytest.approx(left, rel=1e-5)
    penalized = path(FlatSurface(), Adam(lr=0.01, weight_decay=weight_decay), (1.0, 0.0), 5)
    assert penalized.xy[-1, 0] == pytest.approx(0.95005, abs=1e-5)


class TestRosenbrocksConditioning:
    """Fact 18."""

    def test_at_the_customary_start(self):
        first = path(Rosenbrock(), SGD(), (-1.2, 1.0), 1)
        assert first.loss[0] == pytest.approx(24.2)
        np.testing.assert_allclose(first.grad[0], [-215.6, -88.0])

    def test_at_the_minimum(self):
        hessian = torch.autograd.functional.hessian(Rosenbrock(), torch.ones(2, dtype=torch.float64))
        low, high = torch.linalg.eigvalsh(hessian).tolist()
        assert low == pytest.approx(0.39936, rel=1e-4)
        assert high == pytest.approx(1001.60, rel=1e-5)
        assert high / low == pytest.approx(2508, rel=1e-3)

    def test_gradient_descent_stays_at_the_minimum_only_below_2_over_the_largest_eigenvalue(self):
        limit = 2 / 1001.60
        gaps = [path(Rosenbrock(), SGD(lr=lr), (1.0 + 1e-6, 1.0), 500).loss[-1] for lr in (0.95 * limit, 1.05 * limit)]
        assert gaps[0] < 1e-10 < 1e-3 < gaps[1]


def test_17_the_average_of_positions_has_a_hundredth_of_the_variance_of_the_last():
    """x²/2 with unit noise on the gradient, in 10,000 independent coordinates; 200 steps before averaging."""
    generator, x = torch.Generator().manual_seed(0), torch.nn.Parameter(torch.zeros(10_000, dtype=torch.float64))
    averaging, default = ASGD(lr=0.1, lambd=0.0, t0=200).build([x]), ASGD(lr=0.1)
    for _ in range(2_000):
        x.grad = x.detach() + torch.randn(len(x), generator=generator, dtype=torch.float64)
        averaging.step()
    assert x.var().item() == pytest.approx(0.1 / 1.9, rel=0.05)
    assert averaging.state[x]["ax"].var().item() == pytest.approx(5.4e-4, rel=0.05)
    (never,) = descend(SurfaceRun(surface=Sphere(), optimizers=(default,), steps=5_000, noise=1.0))
    assert (never.state["mu"] == 1).all()
    assert (never.state["ax"][1:] == never.xy[1:]).all()


def test_22_radam_is_not_adaptive_for_five_steps_and_then_rectified():
    run = path(LinearSlope(), RAdam(lr=1.0), (0.0, 0.0), 100)
    moves = -np.diff(run.xy[:, 0])
    assert moves[:5] == pytest.approx(1)
    assert moves[[5, 9, 99]] == pytest.approx([0.02582, 0.04900, 0.21534], abs=1e-5)
    assert quantities(run, 5)["rho"] == pytest.approx(4.996, abs=1e-3)
