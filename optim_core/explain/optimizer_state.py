"""State of an optimizer along a whole run."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array
from optim_core.explain.step_quantities import effective_lrs
from optim_core.specs.results import Trajectory

MAX_STEPS = 240
"""The most steps that are sampled; in a longer run they are evenly spread."""


@dataclass(frozen=True, kw_only=True)
class OptimizerState(AbstractResult):
    """torch's state after k of the updates of a run, and the effective learning rates of these updates."""

    steps: NDArray[np.int64]
    """Numbers of the updates (k,), from 1."""
    series: Mapping[str, Array]
    """torch's name of a state tensor -> (k, 2); `effective_lr` is one of them if the optimizer has a rule."""


def optimizer_state(trajectory: Trajectory) -> OptimizerState:
    """The state along `trajectory`, which must have at least one step."""
    steps = np.unique(np.linspace(1, trajectory.steps, min(trajectory.steps, MAX_STEPS)).round().astype(np.int64))
    series = {name: history[steps] for name, history in trajectory.state.items()}
    lr = effective_lrs(trajectory, steps)
    return OptimizerState(steps=steps, series=series if lr is None else series | {"effective_lr": lr})
