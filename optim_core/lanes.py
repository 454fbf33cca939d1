"""Many runs of one optimizer class on one surface at once, by its pure rule over blocks of lanes."""

import time
from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from optim_core.hyper import Flag, hypers
from optim_core.lane_watch import CHUNK, Ended, LaneRun, Watch
from optim_core.optimizers import AbstractOptimizer
from optim_core.results import Array
from optim_core.tape import Recorder, Tape
from optim_core.tape_play import Stale, Thunk

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
    """Some lanes on their way. Row r of `watch`'s arrays leads to row r + 1, and from one of two states to the other."""

    def __init__(self, run: LaneRun, start: Array, h: dict[str, Any], watch: Watch) -> None:
        self.run, self.h, self.watch = run, h, watch
        self.xy, self.grad, self.loss = (torch.from_numpy(kept) for kept in (watch.xy, watch.grad, watch.loss))
        self.xy[1] = torch.tensor(start.T)
        self.names = list(run.optimizer.rule.init(self._point(1), h))
        self.states = tuple(list(run.optimizer.rule.init(self._point(1), h).values()) for _ in range(2))
        self.step, self.noise = torch.zeros((), dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
        self.ways: list[list[Thunk]] = []

    def descend(self, deadline: float) -> None:
        with np.errstate(all="ignore"):
            for done in range(0, self.run.steps + 1, CHUNK):
                rows = min(CHUNK, self.run.steps + 1 - done)
                for row in range(1, rows + 1):
                    self._update(row, done + row)
                if not self.watch.goes_on(done, rows, late=time.monotonic() > deadline):
                    return

    def _update(self, row: int, step: int) -> None:
        """Loss and gradient at the row's point, and the point that update number `step` leads to."""
        self.step.fill_(step)
        if self.run.noise is not None:
            self.noise.copy_(self.run.noise[step - 1])
        try:
            for play in self.ways[row - 1]:
                play()
        except (IndexError, Stale):
            self._record(row)
            self._update(row, step)

    def _record(self, row: int) -> None:
        xy, state = self._point(row), self.states[row % 2]
        ones = torch.ones_like(self.loss[row])
        with Recorder() as recorder:
            leaf = xy.detach().requires_grad_()
            loss = self.run.surface(leaf)
            (grad,) = torch.autograd.grad(loss, leaf, ones)
            seen = grad if self.run.noise is None else grad + self.noise
            found = self.run.optimizer.rule.update(seen, dict(zip(self.names, state)), xy, self.step, self.h)
            ahead = xy + found["update"]
        outputs = [loss, grad, ahead, *(found[name] for name in self.names)]
        tape = Tape(recorder.calls, [xy, self.step, self.noise, *state], outputs)
        self.ways = []
        for at in range(1, CHUNK + 1):
            inputs = [self._point(at), self.step, self.noise, *self.states[at % 2]]
            places = [self.loss[at], self.grad[at].T, self._point(at + 1), *self.states[(at + 1) % 2]]
            self.ways.append(tape.thunks(inputs, places))

    def _point(self, row: int) -> Tensor:
        """The points of a row (n, 2), neighbours in memory lane by lane: what differs by lane meets both coordinates."""
        return self.xy[row].T
