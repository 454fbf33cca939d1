"""Many copies of one model trained at once, each with its own hyperparameters, by a pure rule over blocks of them."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.overrides import TorchFunctionMode

from optim_core.base.result import DIVERGENCE, Array, Status
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.specs import ModelRun
from optim_core.sweep.batched_runs import blocks
from optim_core.sweep.monitor import CODE, NEVER
from optim_core.train.batch import first_weights, measured
from optim_core.train.checkpoint import MEASURES
from optim_core.train.contender import finite_rows, views
from optim_core.train.functions import batches

BLOCK_WEIGHTS = 2**19
"""Weights of the networks trained together, 2 MB: what an update of them needs stays in a core's own cache."""


class TrainingResults:
    """How each of n trainings ended, in arrays (n, ...)."""

    def __init__(self, lanes: int) -> None:
        self.measures = np.full((lanes, len(MEASURES)), np.nan)
        self.best_score = np.full(lanes, np.nan)
        self.code = np.full(lanes, CODE[Status.RUNNING], np.int8)
        self.stopped_at = np.full(lanes, NEVER, np.int16)


class SinglePrecision(TorchFunctionMode):
    """What is in single precision stays so when it meets doubles.

    Hyperparameters (lanes, 1) in double precision are then rounded where plain numbers are, at the weights: 1 − β keeps
    its digits.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        if torch.float32 in {arg.dtype for arg in args if isinstance(arg, Tensor)}:
            args = tuple(arg.float() if isinstance(arg, Tensor) and arg.dtype is torch.float64 else arg for arg in args)
        return func(*args, **(kwargs or {}))


def train_lanes(run: ModelRun, count: int, hyper: Mapping[str, NDArray[Any]], seconds: float) -> TrainingResults:
    """Train `count` copies of the model with the optimizer of `run`, for `seconds` of wall clock at most.

    `hyper` holds the hyperparameters (count,) that differ from the optimizer's. Flags split the lanes into groups; the
    lanes of a group train in blocks, each with its share of the seconds left.
    """
    deadline = clock() + seconds
    (optimizer,), start, trained = run.optimizers, first_weights(run, run.seed), TrainingResults(count)
    todo = list(blocks(type(optimizer), count, hyper, max(1, BLOCK_WEIGHTS // len(start))))
    for left, (flags, lanes) in zip(range(len(todo), 0, -1), todo, strict=True):
        own = {name: torch.tensor(values[lanes])[:, None] for name, values in hyper.items() if name not in flags}
        now = clock()
        block = _TrainingBlock(run, start.repeat(len(lanes), 1), optimizer.values() | flags | own, lanes, trained)
        block.train(now + (deadline - now) / left)
    return trained


class _TrainingBlock:
    """Some lanes on their way: weights and states (K, P) of those that still train, and their hyperparameters."""

    def __init__(
        self, run: ModelRun, weights: Tensor, h: dict[str, Any], lanes: NDArray[np.intp], trained: TrainingResults
    ) -> None:
        self.run, self.weights, self.h, self.lanes, self.trained = run, weights, h, lanes, trained
        (optimizer,) = run.optimizers
        assert optimizer.rule is not None  # which whoever lets lanes run has seen to
        self.rule = optimizer.rule
        self.state = self.rule.init(weights, h)
        self.data, self.limits = run.dataset.split(), np.full(len(lanes), np.inf)
        first = self._measure(0)[:, 0]
        self.limits = DIVERGENCE * np.maximum(first, 1.0)

    def train(self, deadline: float) -> None:
        step, run = 0, self.run
        for epoch in range(1, run.epochs + 1):
            for batch in batches(len(self.data.train_y), run.batch_size, run.seed, epoch):
                self._update(step, self.data.train_x[batch], self.data.train_y[batch])
                step += 1
                yield_if_due()
                if not len(self.lanes):
                    return
                if clock() > deadline and step < run.steps:
                    self._end(Status.OUT_OF_TIME, step, np.ones(len(self.lanes), dtype=bool))
                    return
            self._measure(step)

    def _update(self, step: int, x: Tensor, y: Tensor) -> None:
        """The next update of each network but those that the losses of its batch show to have diverged."""
        leaf = self.weights.requires_grad_()
        losses = self.run.dataset.task.loss(self.run.model.forward(views(self.run, leaf), x), y)
        (grad,) = torch.autograd.grad(losses.sum(), leaf)
        self.weights = leaf.detach()
        going = self._stop(step, losses.detach().double().numpy())
        grad = grad if going.all() else grad[torch.from_numpy(going)]
        with SinglePrecision():
            found = self.rule.update(grad, self.state, self.weights, step + 1, self.h)
            self.weights += found["update"]
        self.state = {name: found[name] for name in self.state}
        self._stop_unless(step + 1, finite_rows(self.weights))

    def _measure(self, step: int) -> Array:
        """`MEASURES` of each (K, 4), which are kept where all are finite."""
        table = measured(self.run, views(self.run, self.weights), self.data)
        finite = np.isfinite(table).all(1)
        lanes = self.lanes[finite]
        self.trained.measures[lanes] = table[finite]
        self.trained.best_score[lanes] = np.fmax(self.trained.best_score[lanes], table[finite, -1])
        self._stop(step, np.where(finite, table[:, 0], np.nan))
        for name in self.state if step else ():
            self._stop_unless(step, finite_rows(self.state[name]))
        return table

    def _stop(self, step: int, losses: Array) -> NDArray[np.bool_]:
        """Which go on (K,); those whose loss after `step` updates is beyond their limit have diverged and leave."""
        finite, going = np.isfinite(losses), losses <= self.limits
        if not going.all():
            self._end(Status.LEFT_DOMAIN, step, finite & ~going)
            self._end(Status.NOT_FINITE, step, ~finite & ~going)
            kept = torch.from_numpy(going)
            self.lanes, self.limits, self.weights = self.lanes[going], self.limits[going], self.weights[kept]
            self.state = {name: tensor[kept] for name, tensor in self.state.items()}
            self.h = {name: value[kept] if isinstance(value, Tensor) else value for name, value in self.h.items()}
        return going

    def _stop_unless(self, step: int, finite: list[bool]) -> None:
        """Those of which something is not finite after `step` updates have diverged and leave."""
        if not all(finite):
            self._stop(step, np.where(finite, 0.0, np.nan))

    def _end(self, status: Status, step: int, these: NDArray[np.bool_]) -> None:
        lanes = self.lanes[these]
        self.trained.code[lanes], self.trained.stopped_at[lanes] = CODE[status], step
