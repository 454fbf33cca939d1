"""What a model is asked for: how far off it is, and how good. Every function is part of exported scripts.

Outputs are (..., B, outputs) and targets (B,) or (..., B), of which leading axes count networks; results are (...).
"""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor, nn


def cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean of −log softmax(outputs) at the class of the target."""
    # Classes stand before examples, as torch wants them: so it is four times as fast as with classes last.
    scores, classes = outputs.movedim(-1, 1).contiguous(), targets.expand(outputs.shape[:-1])
    return nn.functional.cross_entropy(scores, classes, reduction="none").mean(-1)


def accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Share of the examples whose largest output is that of their class, float64."""
    return (outputs.max(-1).indices == targets).double().mean(-1)


def half_squared_error(outputs: Tensor, targets: Tensor) -> Tensor:
    """½ mean (output − target)²."""
    return 0.5 * (outputs.squeeze(-1) - targets).square().mean(-1)


def r_squared(outputs: Tensor, targets: Tensor) -> Tensor:
    """1 − Σ (output − target)² / Σ (target − mean)², float64: 1 is perfect, 0 as good as the mean of the targets."""
    targets = targets.double()
    left = (outputs.squeeze(-1).double() - targets).square().sum(-1)
    return 1 - left / (targets - targets.mean(-1, keepdim=True)).square().sum(-1)


def half_squared_distance(outputs: Tensor, targets: Tensor) -> Tensor:
    """½ mean |output − value|²: the value of the i-th class is the i-th unit vector."""
    values = nn.functional.one_hot(targets, outputs.shape[-1])
    return 0.5 * (outputs - values).square().sum(-1).mean(-1)


@dataclass(frozen=True)
class Task:
    """`loss` is what training lowers, `score` what people read; texts are at `loss.<name>` and `score.<name>`."""

    loss: Callable[[Tensor, Tensor], Tensor]
    score: Callable[[Tensor, Tensor], Tensor]


CLASSES = Task(cross_entropy, accuracy)
"""Targets int64: which class it is. One output for each class."""
NUMBERS = Task(half_squared_error, r_squared)
"""Targets float32. One output."""
RECALL = Task(half_squared_distance, accuracy)
"""Targets int64: which value belongs to the key. One output for each coordinate of the values, which are unit vectors.
"""
