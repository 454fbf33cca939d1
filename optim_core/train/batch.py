"""The networks of a run, evaluated as one batch and stepped by torch's own optimizers."""

import math
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from optim_core.base.device import placed
from optim_core.base.result import Array, Failure, Status
from optim_core.base.time_slices import yield_if_due
from optim_core.specs import ModelRun
from optim_core.train.checkpoint import MEASURES, Networks
from optim_core.train.contender import ContenderOptimizer, finite_rows, views
from optim_core.train.forward import networks_at_once
from optim_core.train.functions import batches, measure

_SEEDING = threading.Lock()


def first_weights(run: ModelRun, seed: int) -> Tensor:
    """Initial weights (P,) of a seed; the state of torch's global generator is preserved."""
    with _SEEDING, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        module = run.model.build(run.dataset.inputs, run.dataset.outputs)
    return nn.utils.parameters_to_vector(module.parameters()).detach()


def measured(run: ModelRun, params: Mapping[str, Tensor], data: tuple[Tensor, ...]) -> Array:
    """`MEASURES` (K, 4) of K networks whose parameters are `params`, name -> (K, ...), over `data`, a `Split`."""
    table: Array = torch.cat([_loss_and_score(run, params, *data[at : at + 2]) for at in (0, 2)]).T.cpu().numpy()
    return table


def _loss_and_score(run: ModelRun, params: Mapping[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
    size, task, found = networks_at_once(x), run.dataset.task, []
    for low in range(0, len(next(iter(params.values()))), size):
        yield_if_due()
        few = {name: part[low : low + size] for name, part in params.items()}
        pair = measure(partial(run.model.forward, few), task.loss, task.score, x, y)
        found.append(torch.stack([part.double() for part in pair]))
    return torch.cat(found, dim=1)


class TrainingBatch:
    """All K networks of a run, ordered by contender, then by seed. `saved` is copied, never written to.

    A network's result does not depend on the others: a NaN in one row of `weights` (K, P) stays in that row.
    """

    def __init__(self, run: ModelRun, saved: Networks) -> None:
        self.run, self.step, self.limits = run, saved.step, saved.limits
        self.status, self.stopped_at, self.failures = list(saved.status), list(saved.stopped_at), list(saved.failures)
        self.data = placed(run.dataset.split(), run.device)
        (self.weights,) = placed((torch.tensor(saved.weights),), run.device)
        (self.averages,) = placed((torch.tensor(saved.averages),), run.device)
        self.gradients = torch.zeros_like(self.weights)
        self.leaves = {name: view.detach().requires_grad_() for name, view in views(run, self.weights).items()}
        self.gradient_views = list(views(run, self.gradients).values())
        self.contenders = [
            ContenderOptimizer(run, optimizer, self.weights[rows], self.gradients[rows], states, saved.failures[rows])
            for optimizer, rows, states in zip(run.optimizers, self.blocks, saved.states, strict=True)
        ]
        for contender, rows in zip(self.contenders, self.blocks, strict=True):
            self._fail(rows, contender.failures(), self.step and self.step + 1)
        self._drawn, self._order = 0, torch.empty(0)
        self.evaluated: list[int] = []

    @property
    def blocks(self) -> list[slice]:
        """The rows of each contender's networks."""
        return [slice(i * self.run.seeds, (i + 1) * self.run.seeds) for i in range(len(self.run.optimizers))]

    @property
    def first_seeds(self) -> slice:
        """The row of the first seed of each contender."""
        return slice(None, None, self.run.seeds)

    @property
    def running(self) -> list[bool]:
        return [status is Status.RUNNING for status in self.status]

    def update(self) -> list[float]:
        """Step every network whose loss is within its limit; return the batch losses (K,).

        Afterwards `evaluated` (K,) holds the number of loss evaluations of this step.
        """
        x, y = self._batch()
        losses = self.run.dataset.task.loss(self.run.model.forward(self.leaves, x), y)
        values: list[float] = losses.tolist()
        self._stop(self.step, values)
        found = torch.autograd.grad(losses.sum(), list(self.leaves.values()))
        for target, gradient in zip(self.gradient_views, found, strict=True):
            target.copy_(gradient)
        self.step += 1
        self.evaluated = [int(not optimizer.uses_closure) for optimizer, _ in self.run.networks]
        for contender, rows in zip(self.contenders, self.blocks, strict=True):
            if any(self.running[rows]):
                evaluate = [partial(self._evaluate, row, x[row], y[row]) for row in range(len(y))[rows]]
                if contender.update(self.step, values[rows], evaluate, x[rows]):
                    self._fail(rows, contender.failures(), self.step)
        self._stop_unless(finite_rows(self.weights))
        self._average()
        return values

    def _average(self) -> None:
        """Bring the averages to the weights: a copy of the first, as torch's `AveragedModel` makes it."""
        if len(self.averages):
            share = 1.0 if self.step == 1 else 1 - self.run.ema_decay
            self.averages.lerp_(self.weights, share)

    def averaged_measures(self) -> Array:
        """`MEASURES` of the averaged weights (K, 4), or of none (0, 4)."""
        if not len(self.averages):
            return np.empty((0, len(MEASURES)))
        return measured(self.run, views(self.run, self.averages), self.data)

    def _evaluate(self, row: int, x: Tensor, y: Tensor, params: Sequence[nn.Parameter]) -> float:
        """Loss of one network on its batch x (B, ...), y (B, ...), at the current `params`, whose gradients it sets."""
        yield_if_due()
        self.evaluated[row] += 1
        leaves = {name: each.detach()[None].requires_grad_() for name, each in zip(self.leaves, params, strict=True)}
        loss = self.run.dataset.task.loss(self.run.model.forward(leaves, x[None]), y[None])[0]
        for param, gradient in zip(params, torch.autograd.grad(loss, list(leaves.values())), strict=True):
            param.grad = gradient[0].contiguous()  # L-BFGS calls view(-1) on it
        return loss.item()

    def measures(self) -> Array:
        """Measure `MEASURES` (K, 4); stop networks that are beyond their limit or whose optimizer state is not finite.

        Optimizer states are checked here only, because the check is slow.
        """
        table = measured(self.run, self.leaves, self.data)
        self._stop(self.step, np.where(np.isfinite(table).all(1), table[:, 0], np.nan).tolist())
        for contender, rows in zip(self.contenders, self.blocks, strict=True) if self.step else ():
            self._stop_unless(contender.finite_states(self.run.seeds), rows.start)
            self._fail(rows, contender.failures(), self.step)
        return table

    def states(self) -> tuple[tuple[dict[str, Any], ...], ...]:
        """As in `Networks`; a network whose optimizer cannot give its state cannot make a further step, and fails."""
        found = tuple(contender.states() for contender in self.contenders)
        for contender, rows in zip(self.contenders, self.blocks, strict=True):
            self._fail(rows, contender.failures(), self.step + 1)
        return found

    def full_losses(self, weights: Tensor) -> Tensor:
        """Loss (K,) over the whole training set at any weights (K, P)."""
        x, y, *_ = self.data
        return self.run.dataset.task.loss(self.run.model.forward(views(self.run, weights), x), y)

    def _batch(self) -> tuple[Tensor, Tensor]:
        """The next examples (K, B, ...) and targets (K, B) of each network, drawn by its seed."""
        run, (x, y, *_) = self.run, self.data
        epoch, batch = self.step // run.steps_per_epoch + 1, self.step % run.steps_per_epoch
        if epoch != self._drawn:
            orders = [torch.cat(batches(len(y), run.batch_size, run.seed + i, epoch)) for i in range(run.seeds)]
            (self._order,) = placed((torch.stack(orders),), run.device)
            self._drawn = epoch
        rows = self._order[:, batch * run.batch_size : (batch + 1) * run.batch_size]
        count = len(run.optimizers)
        return torch.cat([x[rows]] * count), torch.cat([y[rows]] * count)

    def _fail(self, rows: slice, failures: Mapping[int, Failure], step: int) -> None:
        """Stop networks whose optimizer raised an exception in a step; their numbers count from the start of `rows`."""
        for network, failure in failures.items():
            row = rows.start + network
            if self.status[row] is Status.RUNNING:
                self.status[row], self.stopped_at[row], self.failures[row] = Status.FAILED, step, failure

    def _stop_unless(self, finite: list[bool], first: int = 0) -> None:
        """Stop running networks, from row `first` on, that are not `finite`."""
        for row, is_finite in enumerate(finite, first):
            if not is_finite and self.status[row] is Status.RUNNING:
                self.status[row], self.stopped_at[row] = Status.NOT_FINITE, self.step

    def _stop(self, step: int, losses: list[float]) -> None:
        """Stop running networks whose loss (K,) after `step` updates is NaN or beyond their limit."""
        for row, (value, limit) in enumerate(zip(losses, self.limits.tolist(), strict=True)):
            if not value <= limit and self.status[row] is Status.RUNNING:
                self.status[row] = Status.LEFT_DOMAIN if math.isfinite(value) else Status.NOT_FINITE
                self.stopped_at[row] = step
