"""Many runs of one optimizer class on one surface at once, by its pure update rule over blocks of lanes."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.domains import Choice, Flag
from optim_core.base.hyper import hypers
from optim_core.base.result import Array
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.engine.record import OperationRecorder, Tape, lanes_last
from optim_core.engine.replay import StaleTape, Thunk
from optim_core.optimizers import AbstractOptimizer
from optim_core.sweep.monitor import LaneMonitor, LaneResults, LaneRun
from optim_core.sweep.sequential_runs import run_torch_lanes

BLOCK_LANES = 4_096
"""Lanes computed together: the data of one of their steps fit in the cache of a CPU core."""


def run_lanes(run: LaneRun, start: Array, hyper: Mapping[str, NDArray[Any]], seconds: float) -> LaneResults:
    """Descend from each row of `start` (n, 2); `hyper` maps each varied hyperparameter to its values (n,).

    Flags and choices split the lanes into groups. The lanes of a group run in blocks, and each block gets an equal
    share of the seconds that remain. An optimizer without a pure rule runs itself, by `run_torch_lanes`.
    """
    if run.optimizer.rule is None:
        return run_torch_lanes(run, start, hyper, seconds)
    deadline = clock() + seconds
    results = LaneResults(len(start), len(run.targets))
    pending = list(blocks(type(run.optimizer), len(start), hyper, BLOCK_LANES))
    for remaining, (flags, lanes) in zip(range(len(pending), 0, -1), pending, strict=True):
        varied = {name: torch.tensor(values[lanes])[:, None] for name, values in hyper.items() if name not in flags}
        now = clock()
        block = _LaneBlock(run, start[lanes], run.optimizer.values() | flags | varied, LaneMonitor(run, lanes, results))
        block.descend(now + (deadline - now) / remaining)
    return results


def blocks(cls: type[AbstractOptimizer], count: int, hyper: Mapping[str, NDArray[Any]], size: int) -> Any:
    """Split `count` lanes into blocks that agree in every flag and choice of `hyper`, whose values are (count,).

    Yields (flags and choices by name, lane indices (k,)) with k at most `size`; every lane is in one block.
    """
    names = [name for name in hyper if isinstance(hypers(cls)[name], Flag | Choice)]
    for values in product(*(dict.fromkeys(hyper[name].tolist()) for name in names)):
        in_group = np.ones(count, dtype=bool)
        for name, value in zip(names, values, strict=True):
            in_group &= hyper[name] == value
        lanes = np.flatnonzero(in_group)
        for first in range(0, len(lanes), size):
            yield dict(zip(names, values, strict=True)), lanes[first : first + size]


class _LaneBlock:
    """A block of lanes during its run. Points and state alternate between two buffers: even and odd steps."""

    def __init__(self, run: LaneRun, start: Array, h: dict[str, Any], monitor: LaneMonitor) -> None:
        assert run.optimizer.rule is not None  # `run_lanes` has checked
        self.run, self.rule, self.h, self.monitor = run, run.optimizer.rule, h, monitor
        # The lanes are contiguous in memory, so that values that differ by lane broadcast over both coordinates.
        self.xy = [torch.tensor(np.ascontiguousarray(start.T)).T for _ in range(2)]
        self.names = list(self.rule.init(self.xy[0], h))
        self.states = [list(self.rule.init(self.xy[0], h).values()) for _ in range(2)]
        self.step, self.noise = torch.zeros((), dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
        self.step_number = self.step.numpy()
        self.loss, self.grad = self.xy[0].new_empty(len(start)), torch.empty_like(self.xy[0])
        self.replays: list[list[Thunk]] = []

    def descend(self, deadline: float) -> None:
        grad, loss = self.grad.T.numpy(), self.loss.numpy()  # which share their memory with the tensors
        points = [xy.T.numpy() for xy in self.xy]
        states = [[tensor.T.numpy() for tensor in state] for state in self.states]
        with np.errstate(all="ignore"):
            for step in range(self.run.steps + 1):
                yield_if_due()
                self._replay_step(step)
                here = step % 2
                if not self.monitor.record(step, points[here], grad, loss, states[here], deadline):
                    return

    def _replay_step(self, step: int) -> None:
        """Compute loss and gradient after `step` updates, and the next point and state."""
        self.step_number[...] = step + 1
        if self.run.noise is not None:
            self.noise.copy_(self.run.noise[step])
        if not self.replays:
            self._record(step % 2)
        try:
            for thunk in self.replays[step % 2]:
                thunk()
        except StaleTape:
            self.replays = []
            self._replay_step(step)

    def _record(self, here: int) -> None:
        xy, state = self.xy[here], self.states[here]
        with OperationRecorder() as recorder:
            leaf = xy.detach().requires_grad_()
            loss = self.run.surface(leaf)
            (grad,) = torch.autograd.grad(loss.sum(), leaf)  # given ones instead, torch would load SymPy first
            given_grad = grad if self.run.noise is None else grad + self.noise
            if clip := self.run.optimizer.clip:
                given_grad = clip.clipped(given_grad, clip.limit)
            old_state = dict(zip(self.names, state, strict=True))
            new_state = self.rule.update(given_grad, old_state, xy, self.step, self.h)
            next_xy = self.rule.move(xy, new_state, self.step, self.h)
        outputs = [loss, grad, next_xy, *(new_state[name] for name in self.names)]
        tape = Tape(recorder.operations, [self.step, self.noise, xy, *state], outputs, lanes_last)
        self.replays = [
            tape.thunks(
                [self.step, self.noise, self.xy[at], *self.states[at]],
                [self.loss, self.grad, self.xy[1 - at], *self.states[1 - at]],
            )
            for at in range(2)
        ]
