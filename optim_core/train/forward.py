"""Outputs and losses of networks whose weights are rows of an array (K, P)."""

import math

import torch
from torch import Tensor

from optim_core.base.result import Array
from optim_core.specs import ModelRun

ROWS_AT_ONCE = 2**14
"""Largest product of networks and rows of inputs that are computed together, which bounds the memory."""


def networks_at_once(x: Tensor) -> int:
    """How many networks are computed together for the examples x (B, ..., inputs)."""
    return max(1, ROWS_AT_ONCE // math.prod(x.shape[:-1]))


def shapes(run: ModelRun) -> dict[str, tuple[int, ...]]:
    """Shapes of the model's parameters, name -> shape, in the order of a row of flat weights."""
    return run.model.shapes(run.dataset.inputs, run.dataset.outputs)


def outputs(run: ModelRun, weights: Array, x: Tensor) -> Tensor:
    """Outputs (K, B, outputs) of networks `weights` (K, P) for examples x (B, ...), in float32 as in training."""
    sizes = shapes(run)
    rows = torch.tensor(weights, dtype=torch.float32)
    parts = torch.split(rows, [math.prod(shape) for shape in sizes.values()], dim=1)
    params = {name: part.view(-1, *shape) for (name, shape), part in zip(sizes.items(), parts, strict=True)}
    with torch.no_grad():
        return run.model.forward(params, x)


def train_losses(run: ModelRun, weights: Array) -> Array:
    """Loss (K,) of networks `weights` (K, P) over the whole training set."""
    data = run.dataset.split()
    size = networks_at_once(data.train_x)
    parts = [
        run.dataset.task.loss(outputs(run, weights[low : low + size], data.train_x), data.train_y)
        for low in range(0, len(weights), size)
    ]
    losses: Array = torch.cat(parts).double().numpy()
    return losses
