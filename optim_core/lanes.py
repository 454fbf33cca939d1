"""Many runs of one optimizer class on one surface at once, by its pure rule over blocks of lanes."""

import time
from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.hyper import Flag, hypers
from optim_core.lane_watch import CHUNK, Ended, LaneRun, Watch
from optim_core.optimizers import AbstractOptimizer
from optim_core.results import Array

BLOCK = 1_024
"""Lanes computed together."""


def run_lanes(run: LaneRun, start: Array, hyper: Mapping[str, NDArray[Any]], seconds: float) -> Ended:
    """Descend from each row of `start` (n, 2); `hyper` holds the hyperparameters (n,) that differ from `run`'s.

    Flags split the lanes into groups; the lanes of a group run in blocks, each with its share of the seconds left.
    """
    deadline = time.monotonic() + seconds
    ended = Ended(len(start), len(run.targets))
    blocks = list(_blocks(type(run.optimizer), len(start), hyper))
    for left, (flags, lanes) in zip(range(len(blocks), 0, -1), blocks, strict=True):
        own = {name: torch.tensor(values[lanes])[:, None] for name, values in hyper.items() if name not in flags}
        now = time.monotonic()
        block = _Block(run, start[lanes], run.optimizer.values() | flags | own, Watch(run, lanes, ended))
        block.descend(now + (deadline - now) / left)
    return ended


def _blocks(cls: type[AbstractOptimizer], count: int, hyper: Mapping[str, NDArray[Any]]) -> Any:
    """(the flags of a group of lanes, at most `BLOCK` of its lanes) until all lanes had their turn."""
    names = [name for name in hyper if isinstance(hypers(cls)[name], Flag)]
    for values in product((False, True), repeat=len(names)):
        inside = np.ones(count, dtype=bool)
        for name, value in zip(names, values, strict=True):
            inside &= hyper[name] == value
        lanes = np.flatnonzero(inside)
        for first in range(0, len(lanes), BLOCK):
            yield dict(zip(names, values, strict=True)), lanes[first : first + BLOCK]


class _Block:
    """Some lanes on their way."""

    def __init__(self, run: LaneRun, start: Array, h: dict[str, Any], watch: Watch) -> None:
        self.run, self.h, self.watch = run, h, watch
        # Lanes lie side by side in memory, so that what differs from lane to lane meets both coordinates at once.
        self.xy, self.grad, self.loss = (torch.from_numpy(kept) for kept in (watch.xy, watch.grad, watch.loss))
        self.xy[1] = torch.tensor(start.T)
        self.state = run.optimizer.rule.init(self.xy[1].T, h)

    def descend(self, deadline: float) -> None:
        for done in range(0, self.run.steps + 1, CHUNK):
            rows = min(CHUNK, self.run.steps + 1 - done)
            for row in range(1, rows + 1):
                self._evaluate(row)
                if done + row <= self.run.steps:
                    self._update(row, done + row)
            if not self.watch.goes_on(done, rows, late=time.monotonic() > deadline):
                return

    def _evaluate(self, row: int) -> None:
        leaf = self.xy[row].T.detach().requires_grad_()
        loss = self.run.surface(leaf)
        (grad,) = torch.autograd.grad(loss, leaf, torch.ones_like(loss))
        self.loss[row], self.grad[row] = loss.detach(), grad.T

    def _update(self, row: int, step: int) -> None:
        xy, grad = self.xy[row].T, self.grad[row].T
        if self.run.noise is not None:
            grad = grad + self.run.noise[step - 1]
        found = self.run.optimizer.rule.update(grad, self.state, xy, step, self.h)
        self.state = {name: found[name] for name in self.state}
        torch.add(xy, found["update"], out=self.xy[row + 1].T)
