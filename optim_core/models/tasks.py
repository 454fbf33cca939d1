"""Tasks: the loss that training minimizes and the score that is shown. Exported scripts contain these functions.

Outputs are (..., B, outputs) and targets (B,) or (..., B); leading axes are networks; results are (...). Of a text,
outputs are (..., B, T, classes) and targets (B, T) or (..., B, T).
"""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor, nn


def cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean of −log softmax(outputs) at the target class: (..., B, classes), (..., B) -> (...)."""
    # torch wants the class axis second; a contiguous copy in that order is four times as fast as a view.
    scores, classes = outputs.movedim(-1, 1).contiguous(), targets.expand(outputs.shape[:-1])
    return nn.functional.cross_entropy(scores, classes, reduction="none").mean(-1)


def accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Share of examples with the largest output at their class, float64: (..., B, classes), (..., B) -> (...)."""
    return (outputs.max(-1).indices == targets).double().mean(-1)


def half_squared_error(outputs: Tensor, targets: Tensor) -> Tensor:
    """½ mean (output − target)²: (..., B, 1), (..., B) -> (...)."""
    return 0.5 * (outputs.squeeze(-1) - targets).square().mean(-1)


def r_squared(outputs: Tensor, targets: Tensor) -> Tensor:
    """R² = 1 − Σ (output − target)² / Σ (target − mean)², float64: (..., B, 1), (..., B) -> (...).

    1 is a perfect fit; 0 is as good as the mean of the targets.
    """
    targets = targets.double()
    left = (outputs.squeeze(-1).double() - targets).square().sum(-1)
    return 1 - left / (targets - targets.mean(-1, keepdim=True)).square().sum(-1)


def half_squared_distance(outputs: Tensor, targets: Tensor) -> Tensor:
    """½ mean |output − value|², where the value of class i is the i-th unit vector: (..., B, classes) -> (...)."""
    values = nn.functional.one_hot(targets, outputs.shape[-1])
    return 0.5 * (outputs - values).square().sum(-1).mean(-1)


def token_cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean of −log softmax(outputs) at the target class: (..., B, T, classes), (..., B, T) -> (...)."""
    classes = targets.expand(outputs.shape[:-1])
    losses = nn.functional.cross_entropy(outputs.flatten(0, -2), classes.flatten(), reduction="none")
    return losses.view(classes.shape).mean((-2, -1))


def token_accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Share of places with the largest output at their class, float64: (..., B, T, classes), (..., B, T) -> (...)."""
    return (outputs.max(-1).indices == targets).double().mean((-2, -1))


@dataclass(frozen=True)
class Task:
    """A `loss` to minimize and a `score` to show; their texts have the keys `loss.<name>` and `score.<name>`."""

    loss: Callable[[Tensor, Tensor], Tensor]
    score: Callable[[Tensor, Tensor], Tensor]

    @property
    def counts_hits(self) -> bool:
        """Whether the score is a share of right answers, which is shown in per cent."""
        return self.score in (accuracy, token_accuracy)


CLASSES = Task(cross_entropy, accuracy)
"""Classification: int64 class targets, one output per class."""
NUMBERS = Task(half_squared_error, r_squared)
"""Regression: float32 targets, one output."""
RECALL = Task(half_squared_distance, accuracy)
"""Associative recall: int64 targets, the index of the value that belongs to a key; values are unit vectors."""
TOKENS = Task(token_cross_entropy, token_accuracy)
"""The next character at each place of a text: int64 targets, one output per character."""
