"""Many copies of one model trained at once, each with its own hyperparameters, by a pure rule over blocks."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.overrides import TorchFunctionMode

from optim_core.base.result import DIVERGENCE, Array, Status
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.specs import ModelRun
from optim_core.sweep.arrivals import NEVER
from optim_core.sweep.batched_runs import blocks
from optim_core.sweep.monitor import CODE
from optim_core.train.batch import first_weights, measured
from optim_core.train.checkpoint import MEASURES
from optim_core.train.contender import finite_rows, views
from optim_core.train.functions import batches
from optim_core.train.recording_steps import measured_epochs

BLOCK_WEIGHTS = 2**19
"""Weights of the networks trained together, 2 MB: the data of one update fit in the cache of a CPU core."""


class TrainingResults:
    """How each of n trainings ended: `measures` is (n, len(MEASURES)), all other arrays are (n,)."""

    def __init__(self, lanes: int) -> None:
        self.measures = np.full((lanes, len(MEASURES)), np.nan)
        self.best_score = np.full(lanes, np.nan)
        self.code = np.full(lanes, CODE[Status.RUNNING], np.int8)
        self.stopped_at = np.full(lanes, NEVER, np.int16)

    def put(self, lanes: Sequence[int], part: "TrainingResults") -> None:
        """Take over the results of the trainings `lanes`, in this order."""
        for name, values in vars(part).items():
            getattr(self, name)[lanes] = values


class SinglePrecision(TorchFunctionMode):
    """Computes in float32 where float32 and float64 tensors meet, while the context is active.

    Hyperparameters are float64 tensors (lanes, 1). They are rounded where a plain number would be, when they meet the
    weights, so that 1 − β is computed with all its digits.
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
    """Train `count` copies of the model with the optimizer of `run`, for at most `seconds` of wall-clock time.

    `hyper` maps each varied hyperparameter to its values (count,). Flags and choices split the lanes into groups. The
    lanes of a group train in blocks, and each block gets an equal share of the seconds that remain.
    """
    deadline = clock() + seconds
    (optimizer,), start, results = run.optimizers, first_weights(run, run.seed), TrainingResults(count)
    pending = list(blocks(type(optimizer), count, hyper, max(1, BLOCK_WEIGHTS // len(start))))
    for remaining, (flags, lanes) in zip(range(len(pending), 0, -1), pending, strict=True):
        varied = {name: torch.tensor(values[lanes])[:, None] for name, values in hyper.items() if name not in flags}
        now = clock()
        h = _with_factors(optimizer.values() | flags | varied, run, len(lanes))
        block = _TrainingBlock(run, start.repeat(len(lanes), 1), h, lanes, results)
        block.train(now + (deadline - now) / remaining)
    return results


def _with_factors(h: dict[str, Any], run: ModelRun, lanes: int) -> dict[str, Any]:
    """The hyperparameters, with lr (lanes, P) if it differs from parameter to parameter."""
    factors = run.lr_factors(run.optimizers[0])
    if not factors:
        return h
    sizes = [math.prod(shape) for shape in run.model.shapes(run.dataset.inputs, run.dataset.outputs).values()]
    row = torch.tensor(factors, dtype=torch.float64).repeat_interleave(torch.tensor(sizes))
    return h | {"lr": torch.as_tensor(h["lr"], dtype=torch.float64).expand(lanes, 1) * row}


class _TrainingBlock:
    """A block of networks during training: weights and states (K, P) of the K networks that have not diverged."""

    def __init__(
        self, run: ModelRun, weights: Tensor, h: dict[str, Any], lanes: NDArray[np.intp], results: TrainingResults
    ) -> None:
        self.run, self.weights, self.h, self.lanes, self.results = run, weights, h, lanes, results
        (optimizer,) = run.optimizers
        assert optimizer.rule is not None  # `model_sweep` has checked
        self.rule, self.clip = optimizer.rule, optimizer.clip
        self.state = self.rule.init(weights, h)
        self.data, self.limits = run.dataset.split(), np.full(len(lanes), np.inf)
        first = self._measure(0)[:, 0]
        self.limits = DIVERGENCE * np.maximum(first, 1.0)

    def train(self, deadline: float) -> None:
        step, run, measured = 0, self.run, set(measured_epochs(self.run).tolist())
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
            if epoch in measured:
                self._measure(step)

    def _update(self, step: int, x: Tensor, y: Tensor) -> None:
        """Update every network whose loss on this batch is within its limit; the others leave the block."""
        leaf = self.weights.requires_grad_()
        losses = self.run.dataset.task.loss(self.run.model.forward(views(self.run, leaf), x), y)
        (grad,) = torch.autograd.grad(losses.sum(), leaf)
        self.weights = leaf.detach()
        alive = self._stop(step, losses.detach().double().numpy())
        grad = grad if alive.all() else grad[torch.from_numpy(alive)]
        if self.clip:
            grad = self.clip.clipped(grad, self.clip.limit)
        with SinglePrecision():
            new_state = self.rule.update(grad, self.state, self.weights, step + 1, self.h)
            self.weights += new_state["update"]
        self.state = {name: new_state[name] for name in self.state}
        self._stop_unless(step + 1, finite_rows(self.weights))

    def _measure(self, step: int) -> Array:
        """Measure every network (K, len(MEASURES)), and store each row that is finite."""
        measures = measured(self.run, views(self.run, self.weights), self.data)
        finite = np.isfinite(measures).all(1)
        lanes = self.lanes[finite]
        self.results.measures[lanes] = measures[finite]
        self.results.best_score[lanes] = np.fmax(self.results.best_score[lanes], measures[finite, -1])
        self._stop(step, np.where(finite, measures[:, 0], np.nan))
        for name in self.state if step else ():
            self._stop_unless(step, finite_rows(self.state[name]))
        return measures

    def _stop(self, step: int, losses: Array) -> NDArray[np.bool_]:
        """Remove every network whose loss is beyond its limit; return the mask (K,) of the others."""
        finite, alive = np.isfinite(losses), losses <= self.limits
        if not alive.all():
            self._end(Status.LEFT_DOMAIN, step, finite & ~alive)
            self._end(Status.NOT_FINITE, step, ~finite & ~alive)
            mask = torch.from_numpy(alive)
            self.lanes, self.limits, self.weights = self.lanes[alive], self.limits[alive], self.weights[mask]
            self.state = {name: tensor[mask] for name, tensor in self.state.items()}
            self.h = {name: value[mask] if isinstance(value, Tensor) else value for name, value in self.h.items()}
        return alive

    def _stop_unless(self, step: int, finite: list[bool]) -> None:
        """Remove every network that is not `finite` after `step` updates."""
        if not all(finite):
            self._stop(step, np.where(finite, 0.0, np.nan))

    def _end(self, status: Status, step: int, these: NDArray[np.bool_]) -> None:
        lanes = self.lanes[these]
        self.results.code[lanes], self.results.stopped_at[lanes] = CODE[status], step
