"""What an optimizer keeps inside, along a whole run."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array
from optim_core.explain.microscope import effective_lrs
from optim_core.specs.results import Trajectory

MOST = 240
"""Steps that are shown of a longer run, evenly spread."""


@dataclass(frozen=True, kw_only=True)
class OptimizerState(AbstractResult):
    """torch's state after some of the updates and the effective learning rates in them, if known; (k, 2) each."""

    steps: NDArray[np.int64]
    """The updates (k,), from 1."""
    series: Mapping[str, Array]


def optimizer_state(trajectory: Trajectory) -> OptimizerState:
    """The state of a run; its names are torch's, and `effective_lr`."""
    steps = np.unique(np.linspace(1, trajectory.steps, min(trajectory.steps, MOST)).round().astype(np.int64))
    kept = {name: history[steps] for name, history in trajectory.state.items()}
    lr = effective_lrs(trajectory, steps)
    return OptimizerState(steps=steps, series=kept if lr is None else kept | {"effective_lr": lr})
