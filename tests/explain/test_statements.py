"""Statements of the texts that have a number or a limit, computed from torch and from the core."""

import math

import numpy as np
import pytest
import torch

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.claims.adamw_l2 import AdamWIsL2
from optim_core.explain.claims.momentum_hurts import MomentumCannotHurt
from optim_core.explain.experiments.follow_gradients import follow_gradients
from optim_core.explain.experiments.rare_gradient import RareGradient
from optim_core.explain.lessons import LESSONS
from optim_core.optimizers import OPTIMIZERS, SGD, Adagrad, Adam, Adamax
from optim_core.optimizers.shared_hypers import shared_texts
from optim_core.surfaces import Rosenbrock, Zakharov

ZERO = torch.zeros(1, dtype=torch.float64)


def step_lengths(optimizer, gradient, steps: int) -> np.ndarray:
    """Lengths (steps,) of torch's steps in units of lr, with `gradient(step)`, step counting from 1."""
    path, _ = follow_gradients(optimizer, ZERO.clone(), lambda x, step: torch.full_like(x, gradient(step)), steps)
    return np.abs(np.diff(path[:, 0])) / optimizer.lr


def says(lesson: str, words: str) -> bool:
    return all(words in LESSONS[lesson].texts[language].explanation for language in LANGUAGES)


@pytest.mark.slow
def test_no_sequence_of_gradients_gives_an_adam_step_longer_than_7_27_lr():
    beta1, beta2 = 0.9, 0.999
    # Cauchy–Schwarz: |m| / √v is largest for gradients that grow by β₂ / β₁ a step
    bound = (1 - beta1) / math.sqrt(1 - beta2) / math.sqrt(1 - beta1**2 / beta2)
    assert f"{bound:.2f}" == "7.27"
    assert says("longest-step", "7.27")
    assert says("longest-step", "β₂ / β₁")
    worst = step_lengths(Adam(), lambda step: (beta2 / beta1) ** (step - 20_000) if step > 16_000 else 0.0, 20_000)
    assert worst[-1] == pytest.approx(bound, rel=1e-5)
    generator = np.random.default_rng(0)
    for _ in range(5):
        draws = generator.standard_cauchy(2_000)
        assert step_lengths(Adam(eps=0.0), lambda step, draws=draws: draws[step - 1], 2_000).max() <= bound


@pytest.mark.slow
def test_a_single_gradient_after_zeros_moves_adam_by_the_bound_of_its_paper_and_a_lasting_one_further():
    lengths = step_lengths(Adam(), lambda step: float(step > 20_000), 20_060)[20_000:]
    assert lengths[0] == pytest.approx((1 - 0.9) / math.sqrt(1 - 0.999), rel=1e-4)
    assert lengths.argmax() + 1 == 12
    assert lengths.max() == pytest.approx(6.57, abs=5e-3)


def test_an_adam_step_is_lr_while_the_gradient_keeps_its_sign_and_far_less_where_it_alternates():
    same = step_lengths(Adam(), lambda step: 3.0, 2_000)
    turning = step_lengths(Adam(), lambda step: 3.0 * (-1) ** step, 2_000)
    assert same == pytest.approx(np.ones(2_000), rel=1e-6)
    assert turning[-1] == pytest.approx(0.1 / 1.9, rel=1e-3)


def test_the_curvature_at_the_customary_start_of_rosenbrock_is_half_as_large_again_as_at_the_minimum():
    def curvature(x: float, y: float) -> float:
        point = torch.tensor([x, y], dtype=torch.float64)
        return float(torch.linalg.eigvalsh(torch.autograd.functional.hessian(Rosenbrock(), point))[-1])

    assert curvature(-1.2, 1.0) == pytest.approx(1506, abs=0.5)
    assert curvature(1.0, 1.0) == pytest.approx(1001.6, abs=0.05)
    (scene,) = LESSONS["valley-floor"].scenes
    assert all(optimizer.lr > 2 / curvature(-1.2, 1.0) for optimizer in scene.optimizers)


@pytest.mark.slow
@pytest.mark.parametrize(("minimum", "decay"), [(1.5, 0.3), (1.5, 0.5), (5.0, 0.5), (5.0, 2.0)])
def test_adamw_with_a_falling_lr_comes_to_rest_at_the_minimum_within_its_box(minimum, decay):
    x = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([x], weight_decay=decay)
    for step in range(1, 20_001):
        optimizer.param_groups[0]["lr"] = 0.1 / math.sqrt(step)
        x.grad = x.detach() - minimum
        optimizer.step()
    assert x.item() == pytest.approx(min(minimum, 1 / decay), rel=5e-3)


def test_no_one_strength_of_an_l2_penalty_does_what_adamw_does_on_two_bowls():
    decay = 0.5
    strengths = [minimum * decay - 1 for minimum in (4.0, 5.0)]  # minimum / (1 + λ) = 1 / decay
    assert strengths[0] != strengths[1]
    numbers = AdamWIsL2().check().numbers
    assert numbers["adamw"] == pytest.approx(5.0 / (1 + strengths[1]), rel=1e-3)
    assert numbers["adamw"] != pytest.approx(numbers["ridge"], rel=0.1)


def test_the_divisor_of_amsgrad_can_shrink_early_since_torch_corrects_the_maximum():
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([parameter], amsgrad=True)
    largest, divisors = [], []
    for step, gradient in enumerate([1.0, 0.0, 0.0], start=1):
        parameter.grad = torch.full_like(parameter, gradient)
        optimizer.step()
        largest.append(optimizer.state[parameter]["max_exp_avg_sq"].item())
        divisors.append(math.sqrt(largest[-1] / (1 - 0.999**step)))
    assert largest[0] == largest[1] == largest[2]
    assert divisors[:2] == pytest.approx([1.0, 0.7073], abs=1e-3)


def test_at_condition_number_2_the_best_heavy_ball_has_little_momentum_and_beats_gradient_descent():
    numbers = MomentumCannotHurt(kappa=2.0).check().numbers
    assert numbers["best_momentum"] == pytest.approx(0.029, abs=5e-4)
    assert numbers["best"] < numbers["plain"] < numbers["heavy"]
    # rates √β and (κ − 1) / (κ + 1)
    assert math.sqrt(numbers["best_momentum"]) == pytest.approx(0.17, abs=2e-3)
    assert numbers["plain"] == math.ceil(math.log(1e6) / math.log(3))


def test_a_heavy_ball_tuned_for_quadratics_cycles_on_a_strongly_convex_function():
    """The counterexample of Lessard, Recht & Packard (2016): curvatures 1 and 25, with the best settings for these."""

    def slope(x: torch.Tensor) -> torch.Tensor:
        return torch.where(x < 1, 25 * x, torch.where(x < 2, x + 24, 25 * x - 24))

    x = torch.tensor([3.3], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=1 / 9, momentum=4 / 9)
    tail = []
    for step in range(3_000):
        x.grad = slope(x.detach())
        optimizer.step()
        if step >= 2_990:
            tail.append(x.item())
    assert max(map(abs, tail)) > 0.5
    assert tail[:-3] == pytest.approx(tail[3:], rel=1e-9)  # three points, again and again


def test_dampening_is_a_smaller_lr_from_the_second_step_on():
    damped = step_lengths(SGD(lr=0.1, momentum=0.9, dampening=0.5), lambda step: 0.0 if step == 1 else 1.0, 50)
    plain = step_lengths(SGD(lr=0.1, momentum=0.9), lambda step: 0.0 if step == 1 else 1.0, 50)
    assert damped == pytest.approx(0.5 * plain)


def test_an_adagrad_step_falls_with_the_number_of_gradients_its_coordinate_has_seen():
    every, rare = (step_lengths(Adagrad(), lambda step, k=k: float(step % k == 0), 1_000) for k in (1, 100))
    assert every[-1] == pytest.approx(1 / math.sqrt(1_000), rel=1e-6)
    assert rare[-1] == pytest.approx(1 / math.sqrt(10), rel=1e-6)


def test_adamax_forgets_its_largest_gradient_by_beta2_a_step():
    lengths = step_lengths(Adamax(beta1=0.0), lambda step: 100.0 if step == 1 else 1.0, 5_000)
    assert lengths[1] == pytest.approx(0.01 / 0.999, rel=1e-6)
    assert (lengths < 0.99).sum() == pytest.approx(math.log(100) / -math.log(0.999), rel=5e-3)


@pytest.mark.slow
def test_adam_converges_on_the_sequence_that_it_fails_on_if_beta2_is_near_enough_to_1():
    (scene,) = LESSONS["amsgrad"].scenes
    failing = scene.optimizers[0]
    near = Adam(lr=failing.lr, beta2=0.9999)
    ends = RareGradient(optimizers=(failing, near)).run().numbers["end"]
    assert ends[0] > 0.9
    assert ends[1] < -0.5


def test_zakharov_is_quartic_along_the_direction_1_2_alone():
    surface = Zakharov()
    along, across = (torch.tensor(v, dtype=torch.float64) / math.sqrt(5) for v in ([1.0, 2.0], [-2.0, 1.0]))
    far = 1e3
    assert float(surface(2 * far * along) / surface(far * along)) == pytest.approx(16, rel=1e-2)
    assert float(surface(2 * far * across) / surface(far * across)) == pytest.approx(4, rel=1e-6)


def showing(field: str, text: str) -> list[type]:
    """The optimizers of torch that show the general text `help.<text>` for a field, and take dense gradients."""
    own = load("en").entries
    return [
        cls
        for cls in OPTIMIZERS
        if shared_texts(cls).get(field) == text
        and f"help.{cls.__name__}.{field}" not in own
        and not cls.param_requirement
    ]


@pytest.mark.parametrize("cls", showing("lr", "lr_as_length"), ids=lambda cls: cls.__name__)
def test_lr_is_about_the_length_of_a_step_where_its_help_says_so(cls):
    weak, strong = (step_lengths(cls(), lambda step, size=size: size, 5_000) for size in (1.0, 1_000.0))
    assert weak[-1] == pytest.approx(1.0, rel=0.1)
    assert strong[-1] == pytest.approx(weak[-1], rel=1e-3)


@pytest.mark.parametrize(
    ("text", "rescaled"), [("weight_decay", False), ("rescaled_weight_decay", True)], ids=["plain", "rescaled"]
)
def test_an_l2_penalty_is_rescaled_where_its_help_says_so(text, rescaled):
    classes = showing("weight_decay", text)
    assert len(classes) >= 2
    for cls in classes:
        moved = []
        for decay in (1e-3, 1e-2):
            start = torch.ones(1, dtype=torch.float64)
            path, _ = follow_gradients(cls(weight_decay=decay), start, lambda x, _step: torch.zeros_like(x), 40)
            moved.append(path[-2, 0] - path[-1, 0])  # RAdam does not divide its first steps
        assert (moved[1] < 5 * moved[0]) == rescaled, cls
