"""Networks given by rows of flat weights (K, P): what they answer, and how far off they are."""

import math

import torch
from torch import Tensor

from optim_core.base.result import Array
from optim_core.specs import ModelRun


def shapes(run: ModelRun) -> dict[str, tuple[int, ...]]:
    """The model's parameters in the order in which they make up a row: name -> shape."""
    return run.model.shapes(run.dataset.inputs, run.dataset.outputs)


def outputs(run: ModelRun, weights: Array, x: Tensor) -> Tensor:
    """The answers (K, B, outputs) of `weights` (K, P) to examples x (B, ...), in single precision as in training."""
    sizes = shapes(run)
    rows = torch.tensor(weights, dtype=torch.float32)
    parts = torch.split(rows, [math.prod(shape) for shape in sizes.values()], dim=1)
    params = {name: part.view(-1, *shape) for (name, shape), part in zip(sizes.items(), parts, strict=True)}
    with torch.no_grad():
        return run.model.forward(params, x)


def train_losses(run: ModelRun, weights: Array) -> Array:
    """The loss of `weights` (K, P) over the whole training set (K,)."""
    data = run.dataset.split()
    losses: Array = run.dataset.task.loss(outputs(run, weights, data.train_x), data.train_y).double().numpy()
    return losses
