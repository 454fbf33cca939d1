"""Many runs of one optimizer class on one surface at once, by its pure rule over blocks of lanes."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.hyper import Choice, Flag, hypers
from optim_core.base.result import Array
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.engine.record import OperationRecorder, Tape, lanes_last
from optim_core.engine.replay import StaleTape, Thunk
from optim_core.optimizers import AbstractOptimizer
from optim_core.sweep.monitor import LaneMonitor, LaneResults, LaneRun
from optim_core.sweep.sequential_runs import run_torch_lanes

BLOCK_LANES = 4_096
"""Lanes computed together: what a step of them needs stays in a core's own cache."""


def run_lanes(run: LaneRun, start: Array, hyper: Mapping[str, NDArray[Any]], seconds: float) -> LaneResults:
    """Descend from each row of `start` (n, 2); `hyper` holds the hyperparameters (n,) that differ from `run`'s.

    Switches split the lanes into groups; the lanes of a group run in blocks, each with its share of the seconds left.
    An optimizer without a rule runs itself.
    """
    if run.optimizer.rule is None:
        return run_torch_lanes(run, start, hyper, seconds)
    deadline = clock() + seconds
    ended = LaneResults(len(start), len(run.targets))
    todo = list(blocks(type(run.optimizer), len(start), hyper, BLOCK_LANES))
    for left, (flags, lanes) in zip(range(len(todo), 0, -1), todo, strict=True):
        own = {name: torch.tensor(values[lanes])[:, None] for name, values in hyper.items() if name not in flags}
        now = clock()
        block = _LaneBlock(run, start[lanes], run.optimizer.values() | flags | own, LaneMonitor(run, lanes, ended))
        block.descend(now + (deadline - now) / left)
    return ended


def blocks(cls: type[AbstractOptimizer], count: int, hyper: Mapping[str, NDArray[Any]], size: int) -> Any:
    """(the switches of a group of lanes, at most `size` of its lanes) until all lanes had their turn."""
    names = [name for name in hyper if isinstance(hypers(cls)[name], Flag | Choice)]
    for values in product(*(dict.fromkeys(hyper[name].tolist()) for name in names)):
        inside = np.ones(count, dtype=bool)
        for name, value in zip(names, values, strict=True):
            inside &= hyper[name] == value
        lanes = np.flatnonzero(inside)
        for first in range(0, len(lanes), size):
            yield dict(zip(names, values, strict=True)), lanes[first : first + size]


class _LaneBlock:
    """Some lanes on their way, from one of two places for points and state to the other and back."""

    def __init__(self, run: LaneRun, start: Array, h: dict[str, Any], monitor: LaneMonitor) -> None:
        assert run.optimizer.rule is not None  # others run themselves
        self.run, self.rule, self.h, self.monitor = run, run.optimizer.rule, h, monitor
        # Neighbours in memory are neighbouring lanes: what differs from lane to lane meets both coordinates alike.
        self.xy = [torch.tensor(np.ascontiguousarray(start.T)).T for _ in range(2)]
        self.names = list(self.rule.init(self.xy[0], h))
        self.states = [list(self.rule.init(self.xy[0], h).values()) for _ in range(2)]
        self.step, self.noise = torch.zeros((), dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
        self.loss, self.grad = self.xy[0].new_empty(len(start)), torch.empty_like(self.xy[0])
        self.ways: list[list[Thunk]] = []

    def descend(self, deadline: float) -> None:
        with np.errstate(all="ignore"):
            for step in range(self.run.steps + 1):
                yield_if_due()
                self._play(step)
                here = step % 2
                state = [tensor.T for tensor in self.states[here]]
                if not self.monitor.record(step, self.xy[here].T, self.grad.T, self.loss, state, deadline):
                    return

    def _play(self, step: int) -> None:
        """Loss and gradient after `step` updates, and the point that the next one leads to."""
        self.step.fill_(step + 1)
        if self.run.noise is not None:
            self.noise.copy_(self.run.noise[step])
        if not self.ways:
            self._record(step % 2)
        try:
            for thunk in self.ways[step % 2]:
                thunk()
        except StaleTape:
            self.ways = []
            self._play(step)

    def _record(self, here: int) -> None:
        xy, state = self.xy[here], self.states[here]
        with OperationRecorder() as recorder:
            leaf = xy.detach().requires_grad_()
            loss = self.run.surface(leaf)
            (grad,) = torch.autograd.grad(loss.sum(), leaf)  # given ones instead, torch would load SymPy first
            seen = grad if self.run.noise is None else grad + self.noise
            before = dict(zip(self.names, state, strict=True))
            found = self.rule.update(seen, before, xy, self.step, self.h)
            ahead = self.rule.move(xy, found, self.step, self.h)
        outputs = [loss, grad, ahead, *(found[name] for name in self.names)]
        tape = Tape(recorder.operations, [self.step, self.noise, xy, *state], outputs, lanes_last)
        self.ways = [
            tape.thunks(
                [self.step, self.noise, self.xy[at], *self.states[at]],
                [self.loss, self.grad, self.xy[1 - at], *self.states[1 - at]],
            )
            for at in range(2)
        ]
