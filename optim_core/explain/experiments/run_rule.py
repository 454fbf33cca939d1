"""A real torch optimizer, driven by gradients of one's own making."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from optim_core.base.result import Array
from optim_core.optimizers import AbstractOptimizer

Gradient = Callable[[Tensor, int], Tensor]
"""(position, step from 1) -> the gradient the optimizer is given, shaped as the position."""


def run_rule(
    optimizer: AbstractOptimizer,
    start: Tensor,
    gradient: Gradient,
    steps: int,
    *,
    after: Callable[[Tensor, torch.optim.Optimizer, int], None] | None = None,
    watch: Sequence[str] = (),
) -> tuple[Array, dict[str, Array]]:
    """Positions (steps + 1, *shape), row 0 the start, and torch's state tensors named in `watch` (steps, *shape).

    Each element of `start` is a lane of its own: these optimizers treat elements apart. `after` may change position
    and optimizer after each step.
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
    """The gradient of f by autograd; lanes are all axes but the last."""

    def gradient(position: Tensor, _step: int) -> Tensor:
        with torch.enable_grad():
            leaf = position.detach().requires_grad_()
            (grad,) = torch.autograd.grad(f(leaf).sum(), leaf)
        return grad

    return gradient
