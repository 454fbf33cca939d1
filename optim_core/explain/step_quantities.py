"""Quantities of one step, computed by the optimizer's rule from torch's state, and the effective learning rate."""

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.optimizers.rules import Quantities
from optim_core.specs.results import Trajectory


def noisy_gradient(trajectory: Trajectory, step: int) -> Array:
    """The gradient of the update number `step`, from 1, with its noise, before clipping and weight decay (2,)."""
    gradient: Array = trajectory.grad[step - 1] + trajectory.noise[step - 1]
    return gradient


def given_gradient(trajectory: Trajectory, step: int) -> Array:
    """The gradient that the optimizer gets in update number `step`, from 1: with noise, then clipped (2,)."""
    noisy, clip = noisy_gradient(trajectory, step), trajectory.optimizer.clip
    return noisy if clip is None else clip.clipped(torch.tensor(noisy), clip.limit).numpy()


def clipped_share(trajectory: Trajectory, step: int) -> Array:
    """Factor (2,), from 0 to 1, by which clipping shortens each coordinate of the gradient."""
    noisy, given = noisy_gradient(trajectory, step), given_gradient(trajectory, step)
    return np.divide(given, noisy, out=np.ones(2), where=noisy != 0)


def quantities(trajectory: Trajectory, step: int) -> dict[str, Array]:
    """All quantities that the rule computes for update number `step`, from 1: name -> (2,).

    They follow from torch's state before the update. Empty for an optimizer without a rule.
    """
    params, state = torch.tensor(trajectory.xy[step - 1]), _state(trajectory, step - 1)
    grad = torch.tensor(given_gradient(trajectory, step))
    rule, h = trajectory.optimizer.rule, trajectory.values(step)
    if rule is None:
        return {}
    return {name: value.numpy() for name, value in rule.update(grad, state, params, step, h).items()}


def effective_lr(trajectory: Trajectory, step: int, computed: dict[str, Array]) -> Array:
    """Factor (2,) on each coordinate of the gradient or its average: the step's lr divided by the divisor.

    `computed` is `quantities(trajectory, step)`. Where a step uses only the gradient's sign, it is |step without decay|
    divided by |gradient|, and 0 where the gradient is 0. What clipping leaves of the gradient is a further factor.
    """
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        factor = _factor(trajectory, step, computed)
        return factor if trajectory.optimizer.clip is None else factor * clipped_share(trajectory, step)


def _factor(trajectory: Trajectory, step: int, computed: dict[str, Array]) -> Array:
    optimizer, lr = trajectory.optimizer, trajectory.values(step)["lr"]
    if optimizer.signed:
        length, slope = np.abs(computed["update"] - computed.get("decay", 0.0)), np.abs(computed["g"])
        return np.divide(length, slope, out=np.zeros(2), where=slope > 0)
    effective: Array = computed.get("lr_t", np.full(2, lr)) / computed.get(optimizer.divisor, np.ones(2))
    return effective


@np.errstate(over="ignore", invalid="ignore")
def effective_lrs(trajectory: Trajectory, steps: NDArray[np.int64]) -> Array | None:
    """`effective_lr` of each step in `steps` (k,), as (k, 2); None for an optimizer without a rule."""
    if trajectory.optimizer.rule is None:
        return None
    return np.stack([effective_lr(trajectory, int(step), quantities(trajectory, int(step))) for step in steps])


def _state(trajectory: Trajectory, step: int) -> Quantities:
    """torch's state tensors after `step` updates, (2,) each."""
    return {name: torch.tensor(history[step]) for name, history in trajectory.state.items()}
