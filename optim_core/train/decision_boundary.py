"""Predictions of classifiers of two inputs over a grid of the input plane."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from optim_core.base.result import AbstractResult, Array
from optim_core.specs import ModelRun
from optim_core.train.forward import outputs

SIDE = 64
MARGIN = 0.12
"""Margin around the data, as a share of their extent."""
LEVELS = 16
"""Number of degrees of confidence per class."""
MAX_POINTS = 300

Answers = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Boundaries(AbstractResult):
    """Predictions of contenders over a grid x (side,), y (side,), and up to `MAX_POINTS` training examples."""

    x: Array
    y: Array
    answers: tuple[Answers, ...]
    """LEVELS · class + confidence (snapshots, side, side) per contender; the confidence is 0 at chance."""
    points: Array
    """(n, 2)"""
    classes: NDArray[np.int64]
    """(n,)"""


def boundaries(run: ModelRun, paths: Sequence[Array], side: int = SIDE) -> Boundaries:
    """Predictions at each snapshot of the paths, weights (snapshots, P), over a grid around the training data."""
    data = run.dataset.split()
    low, high = data.train_x.double().aminmax(dim=0)
    margin = MARGIN * (high - low)
    x, y = np.linspace((low - margin).numpy(), (high + margin).numpy(), side).T
    grid = torch.tensor(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2), dtype=torch.float32)
    answers = tuple(_answers(outputs(run, path, grid)).reshape(len(path), side, side) for path in paths)
    shown = slice(0, MAX_POINTS)
    points, classes = data.train_x[shown].double().numpy(), data.train_y[shown].numpy()
    return Boundaries(x=x, y=y, answers=answers, points=points, classes=classes)


def _answers(logits: Tensor) -> Answers:
    """LEVELS · class + confidence (...) of logits (..., classes)."""
    best, chance = logits.softmax(-1).max(-1), 1 / logits.shape[-1]
    sure = ((best.values - chance) / (1 - chance) * LEVELS).long().clamp(0, LEVELS - 1)
    return (LEVELS * best.indices + sure).to(torch.uint8).numpy()
