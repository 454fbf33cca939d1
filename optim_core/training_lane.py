"""One contender at work: a model and its optimizer, taken up from a checkpoint and put down again."""

import math
import threading

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from optim_core.checkpoint import Contender
from optim_core.datasets import Split
from optim_core.results import DIVERGENCE, Status
from optim_core.specs import ModelRun
from optim_core.training_parts import measure

_SEEDING = threading.Lock()


def first_model(run: ModelRun) -> nn.Module:
    """The model with the weights every contender starts from; torch's global generator is left as it was."""
    with _SEEDING, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(run.seed)
        return run.model.build(run.dataset.inputs, run.dataset.classes)


def first_contender(run: ModelRun) -> Contender:
    """Every contender before its first update."""
    model = first_model(run)
    return Contender(
        weights=tuple(param.detach().numpy() for param in model.parameters()),
        state=tuple({} for _ in model.parameters()),
        loss=np.empty(0),
        epochs=np.array([_row(model, run.dataset.split())]),
    )


class TrainingLane:
    """`saved` taken up by the optimizer `run.optimizers[index]`; `saved` itself is never written to."""

    def __init__(self, run: ModelRun, index: int, saved: Contender) -> None:
        self.saved, self.spec = saved, run.optimizers[index]
        self.status, self.stopped_at = saved.status, saved.stopped_at
        self.loss: list[float] = []
        self.epochs: list[tuple[float, ...]] = []
        self.limit = DIVERGENCE * max(float(saved.epochs[0, 0]), 1.0)
        if self.alive:
            self._resume(run)

    @property
    def alive(self) -> bool:
        return self.status is Status.RUNNING

    def _resume(self, run: ModelRun) -> None:
        self.model = first_model(run)
        self.params = list(self.model.parameters())
        self.optimizer = self.spec.build(self.params)
        self.moves = bool(self.spec.schedules())
        for param, weights, state in zip(self.params, self.saved.weights, self.saved.state, strict=True):
            param.data = torch.tensor(weights)
            if state:
                self.optimizer.state[param] = {name: torch.tensor(value) for name, value in state.items()}

    def update(self, step: int, x: Tensor, y: Tensor) -> None:
        """Do update number `step`, unless the loss before it shows that the contender has diverged."""
        self.optimizer.zero_grad()
        loss = cross_entropy(self.model(x), y)
        value = loss.item()
        if not value <= self.limit:
            self._stop(step - 1, value)
            return
        self.loss.append(value)
        loss.backward()  # type: ignore[no-untyped-call]
        if self.moves:
            self.spec.prepare(self.optimizer, step)
        self.optimizer.step()

    def end_epoch(self, step: int, data: Split) -> None:
        """Measure the model after `step` updates; what diverged in the last of them shows here."""
        row = _row(self.model, data)
        if all(map(math.isfinite, row)):
            self.epochs.append(row)
            if row[0] > self.limit:
                self._stop(step, row[0])
        else:
            self._stop(step, math.nan)

    def _stop(self, step: int, loss: float) -> None:
        self.status = Status.LEFT_DOMAIN if math.isfinite(loss) else Status.NOT_FINITE
        self.stopped_at = step

    def contender(self) -> Contender:
        """What `TrainingLane` takes up again."""
        params = self.params if self.alive else []
        states = [self.optimizer.state.get(param, {}) for param in params]
        return Contender(
            weights=tuple(param.detach().numpy() for param in params),
            state=tuple({name: value.numpy() for name, value in state.items()} for state in states),
            loss=np.append(self.saved.loss, self.loss),
            epochs=np.vstack([self.saved.epochs, *self.epochs]),
            status=self.status,
            stopped_at=self.stopped_at,
        )


def _row(model: nn.Module, data: Split) -> tuple[float, ...]:
    return (*measure(model, data.train_x, data.train_y), *measure(model, data.test_x, data.test_y))
