"""What is particular to each of the generated data sets."""

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from optim_core.base.hyper import hypers
from optim_core.models.datasets import DATASETS, XOR, Adding, Chebyshev, Circles, Moons, Ratings, Sine, Spirals, Words

DRAWN = [cls for cls in DATASETS if "samples" in hypers(cls)]


@pytest.mark.parametrize("cls", DRAWN, ids=lambda cls: cls.__name__)
def test_the_test_is_the_same_whatever_the_number_of_training_examples(cls):
    few, many = cls(samples=20).split(), cls(samples=200).split()
    assert torch.equal(few.test_x, many.test_x)
    assert torch.equal(few.test_y, many.test_y)


def test_moons_without_noise_lie_on_their_circles():
    train_x, train_y, *_ = Moons(noise=0.0).split()
    centres = torch.tensor([[0.0, 0.0], [1.0, 0.5]])[train_y]
    torch.testing.assert_close((train_x - centres).norm(dim=1), torch.ones(len(train_x)))


def test_circles_without_noise_have_radius_1_and_a_half():
    train_x, train_y, *_ = Circles(noise=0.0).split()
    torch.testing.assert_close(train_x.norm(dim=1), torch.where(train_y == 1, 0.5, 1.0))


def test_the_arms_of_spirals_are_half_a_turn_apart():
    train_x, train_y, *_ = Spirals(noise=0.0, turns=1.5).split()
    turned = torch.where(train_y[:, None] == 1, -train_x, train_x)
    radius = turned.norm(dim=1)
    angle = 3 * torch.pi * radius
    torch.testing.assert_close(
        turned, radius[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1), rtol=0, atol=1e-5
    )


def test_xor_is_the_sign_of_the_product():
    train_x, train_y, *_ = XOR(noise=0.0).split()
    assert torch.equal(train_y == 1, train_x.prod(dim=1) < 0)


def test_chebyshev_is_numpys_third_chebyshev_polynomial():
    train_x, train_y, *_ = Chebyshev().split()
    expected = np.polynomial.Chebyshev([0, 0, 0, 1])(train_x[:, 0].double().numpy())
    np.testing.assert_allclose(train_y.numpy(), expected, atol=1e-6)


def test_a_sine_is_blurred_in_training_only():
    train_x, train_y, test_x, test_y = Sine(samples=2_000, noise=0.5, waves=3.0).split()
    assert (train_y - torch.sin(3 * torch.pi * train_x[:, 0])).std().item() == pytest.approx(0.5, rel=0.05)
    torch.testing.assert_close(test_y, torch.sin(3 * torch.pi * test_x[:, 0]))


def test_the_sum_of_two_marked_numbers_one_in_each_half():
    x, y, *_ = Adding(length=9).split()
    numbers, marks = x.unbind(2)
    assert torch.equal(marks[:, :4].sum(1), torch.ones(len(x)))
    assert torch.equal(marks[:, 4:].sum(1), torch.ones(len(x)))
    torch.testing.assert_close((numbers * marks).sum(1), y)


def test_a_matrix_with_gaps_has_its_rank_and_every_entry_once():
    train_x, train_y, test_x, test_y = Ratings(rank=3).split()
    matrix = torch.full((30, 30), torch.nan)
    for x, y in ((train_x, train_y), (test_x, test_y)):
        matrix[x[:, 0].argmax(1), x[:, 1].argmax(1)] = y
    assert torch.linalg.matrix_rank(matrix.double(), rtol=1e-5) == 3  # a NaN left anywhere would be an error


def test_one_rare_word_a_text_tells_its_class():
    x, y, *_ = Words(rare=20).split()
    rare = x[:, 40:]
    assert torch.equal(rare.sum(1), torch.ones(len(x)))
    assert torch.equal(rare.argmax(1) % 2, y)


def test_adagrad_learns_rare_words_that_no_learning_rate_of_sgd_reaches():
    """Duchi, Hazan & Singer's claim: softmax regression, 160 batches of 64, ten learning rates each."""

    def best(optimizer, rates) -> float:
        data, losses = Words().split(), []
        for lr in rates:
            model = torch.nn.Linear(data.train_x.shape[1], 2)
            torch.nn.init.zeros_(model.weight)
            used = optimizer(model.parameters(), lr=lr)
            for step in range(160):
                batch = torch.randperm(500, generator=torch.Generator().manual_seed(step))[:64]
                used.zero_grad()
                cross_entropy(model(data.train_x[batch]), data.train_y[batch]).backward()
                used.step()
            losses.append(cross_entropy(model(data.test_x), data.test_y).item())
        return min(losses)

    rates = np.logspace(-3, 1.5, 10).tolist()
    assert best(torch.optim.Adagrad, rates) < 0.1 * best(torch.optim.SGD, rates)
