"""Losses and scores against those of torch and scikit-learn."""

import pytest
import torch
from sklearn.metrics import accuracy_score, r2_score
from torch.nn.functional import cross_entropy, mse_loss

from optim_core.models.tasks import CLASSES, NUMBERS, RECALL, TOKENS

RANDOM = torch.Generator().manual_seed(0)

CASES = {
    "classes": (
        CLASSES,
        torch.randn(3, 20, 4, generator=RANDOM),
        torch.arange(20) % 4,
        cross_entropy,
        lambda o, y: accuracy_score(y, o.argmax(1)),
    ),
    "numbers": (
        NUMBERS,
        torch.randn(3, 20, 1, generator=RANDOM),
        torch.randn(20, generator=RANDOM),
        lambda o, y: mse_loss(o[:, 0], y) / 2,
        lambda o, y: r2_score(y, o[:, 0]),
    ),
    "recall": (
        RECALL,
        torch.randn(3, 20, 4, generator=RANDOM),
        torch.arange(20) % 4,
        lambda o, y: 4 * mse_loss(o, torch.eye(4)[y]) / 2,
        lambda o, y: accuracy_score(y, o.argmax(1)),
    ),
    "tokens": (
        TOKENS,
        torch.randn(3, 20, 5, 4, generator=RANDOM),
        torch.arange(100).view(20, 5) % 4,
        lambda o, y: cross_entropy(o.flatten(0, 1), y.flatten()),
        lambda o, y: accuracy_score(y.flatten(), o.argmax(-1).flatten()),
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("own", [False, True], ids=["shared targets", "own targets"])
def test_each_network_gets_the_loss_and_score_of_torch_and_scikit_learn(name, own):
    task, outputs, targets, loss, score = CASES[name]
    given = torch.stack([targets.roll(k) for k in range(3)]) if own else targets
    each = given if own else [targets] * 3
    # float32: a mean of 20 terms
    torch.testing.assert_close(
        task.loss(outputs, given),
        torch.stack([loss(o, y) for o, y in zip(outputs, each, strict=True)]),
        rtol=1e-6,
        atol=0,
    )
    # also of R², which is 1 minus a quotient: where it is near 0, float32 keeps 1e-7 of the 1, not of the rest
    assert task.score(outputs, given).tolist() == pytest.approx(
        [score(o, y) for o, y in zip(outputs, each, strict=True)], rel=1e-6, abs=1e-6
    )
    assert task.loss(outputs[0], targets).shape == task.score(outputs[0], targets).shape == ()
