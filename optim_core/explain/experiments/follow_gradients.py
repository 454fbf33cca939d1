"""Runs of a real torch optimizer on gradients that a function computes, instead of on a surface."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from optim_core.base.result import Array
from optim_core.optimizers import AbstractOptimizer

Gradient = Callable[[Tensor, int], Tensor]
"""(position, step from 1) -> gradient of the same shape."""


def follow_gradients(
    optimizer: AbstractOptimizer,
    start: Tensor,
    gradient: Gradient,
    steps: int,
    *,
    after: Callable[[Tensor, torch.optim.Optimizer, int], None] | None = None,
    watch: Sequence[str] = (),
) -> tuple[Array, dict[str, Array]]:
    """Run `optimizer` from `start`, of any shape, for `steps` steps on the gradients that `gradient` returns.

    Returns the positions (steps + 1, *shape), of which row 0 is the start, and the state tensors named in `watch`,
    (steps, *shape) each, under torch's names. The optimizer must be elementwise: each element of `start` is then an
    independent lane. `after` is called after each step with position, torch optimizer and step, and may change both.
    """
    param = torch.nn.Parameter(start.clone())
    torch_optimizer = optimizer.build([param])
    scheduled = optimizer.is_scheduled
    path = np.empty((steps + 1, *start.shape))
    states = {name: np.empty((steps, *start.shape)) for name in watch}
    path[0] = start.numpy()
    with torch.no_grad():
        for step in range(1, steps + 1):
            if scheduled:
                optimizer.apply_schedule(torch_optimizer, step)
            param.grad = gradient(param, step)
            torch_optimizer.step()
            if after:
                after(param, torch_optimizer, step)
            path[step] = param.numpy()
            for name, history in states.items():
                history[step - 1] = torch_optimizer.state[param][name].numpy()
    return path, states


def gradient_of(f: Callable[[Tensor], Tensor]) -> Gradient:
    """The gradient of `f`, which maps points (..., d) to values (...), by autograd."""

    def gradient(position: Tensor, _step: int) -> Tensor:
        """∇f at `position` (..., d), with the same shape."""
        with torch.enable_grad():
            leaf = position.detach().requires_grad_()
            (grad,) = torch.autograd.grad(f(leaf).sum(), leaf)
        return grad

    return gradient
