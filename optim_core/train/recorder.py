"""Recording of a training: every loss, and detailed measures of selected updates."""

import numpy as np
import torch
from torch import Tensor

from optim_core.base.result import Array
from optim_core.optimizers.preconditioner import divisor
from optim_core.specs import ModelRun
from optim_core.specs.results import UPDATE_EDGES
from optim_core.train.batch import TrainingBatch
from optim_core.train.checkpoint import Counts, Floats, Networks, TrainingRecord
from optim_core.train.contender import ContenderOptimizer
from optim_core.train.recording_steps import measured_epochs, snapshots_at, updates_at
from optim_core.train.sharpness import sharpness

BINS, LOWEST = len(UPDATE_EDGES) - 1, int(np.log2(UPDATE_EDGES[0]))


class TrainingRecorder:
    """Steps a batch of networks and records it; both kinds of eigenvectors (C, P) as in `Networks`."""

    def __init__(self, batch: TrainingBatch, top_eigenvectors: Tensor, preconditioned_eigenvectors: Tensor) -> None:
        self.batch, self.run, self.top_eigenvectors = batch, batch.run, top_eigenvectors
        self.preconditioned_eigenvectors = preconditioned_eigenvectors
        self.updates, self.snapshot_steps = set(updates_at(self.run).tolist()), set(snapshots_at(self.run).tolist())
        self.measured_at = set((measured_epochs(self.run) * self.run.steps_per_epoch).tolist())
        self.layers = layer_sizes(self.run)
        self.loss: list[Floats] = []
        self.evaluated: list[Counts] = []
        self.epochs: list[Array] = []
        self.averaged: list[Array] = []
        self.norms: list[Tensor] = []
        self.histogram: list[Tensor] = []
        self.distances: list[Tensor] = []
        self.snapshots: list[Tensor] = []
        self.averaged_snapshots: list[Tensor] = []
        self.sharpness: list[Tensor] = []
        self.preconditioned: list[Tensor] = []

    def start(self) -> None:
        """Record the networks before their first update."""
        self._record_measures()
        self._record_weights()

    def update(self) -> None:
        """Perform and record one update of the batch."""
        step = self.batch.step + 1
        before = self.batch.weights.clone() if step in self.updates else None
        self.loss.append(np.array(self.batch.update(), np.float32))
        self.evaluated.append(np.array(self.batch.evaluated, np.int32))
        if before is not None:
            moved = self.batch.weights - before
            self.norms.append(self._norms(before, moved))
            self.histogram.append(update_histogram(moved))
            self.distances.append(self._distances())
            self._record_weights()
        if step in self.measured_at:
            self._record_measures()

    def _record_measures(self) -> None:
        self.epochs.append(self.batch.measures())
        self.averaged.append(self.batch.averaged_measures())

    def _record_weights(self) -> None:
        first_seeds = self.batch.weights[self.batch.first_seeds]
        if self.batch.step in self.snapshot_steps:
            self.snapshots.append(first_seeds.clone())
            self.averaged_snapshots.append(self.batch.averages[self.batch.first_seeds].clone())
        if self.run.sharpness:
            value, self.top_eigenvectors = sharpness(self.batch.full_losses, first_seeds, self.top_eigenvectors)
            self.sharpness.append(value)
            if self.batch.step:
                self._record_preconditioned(first_seeds)

    def _record_preconditioned(self, first_seeds: Tensor) -> None:
        found = [first_divisor(contender) for contender in self.batch.contenders]
        value, known = first_seeds.new_full((len(found),), torch.nan), [one is not None for one in found]
        if any(known):
            divisors = torch.stack([torch.ones_like(first_seeds[0]) if one is None else one for one in found])
            largest, self.preconditioned_eigenvectors = sharpness(
                self.batch.full_losses, first_seeds, self.preconditioned_eigenvectors, divisors
            )
            value = torch.where(torch.tensor(known).to(value.device), largest, value)
        self.preconditioned.append(value)

    def _norms(self, before: Tensor, moved: Tensor) -> Tensor:
        """Per layer |gradient| and |moved| / |before| (K, 2, L), for updates and weights `moved`, `before` (K, P)."""
        return torch.stack([self._by_layer(self.batch.gradients), self._ratio(moved, before)], dim=1)

    def _distances(self) -> Tensor:
        """Per layer |averaged - weights| / |weights| (K, L); (0, L) without averaged weights."""
        averages = self.batch.averages
        weights = self.batch.weights[: len(averages)]
        return self._ratio(averages - weights, weights)

    def _ratio(self, part: Tensor, whole: Tensor) -> Tensor:
        """Per layer |part| / |whole| (K, L) of flat weights (K, P); 0 if the whole is 0."""
        norms, against = self._by_layer(part), self._by_layer(whole)
        return torch.where(against > 0, norms / against, 0)

    def _by_layer(self, flat: Tensor) -> Tensor:
        """Norm of each layer (K, L) of flat weights (K, P)."""
        return torch.stack([part.norm(dim=1) for part in torch.split(flat, self.layers, dim=1)], dim=1)

    def record(self) -> TrainingRecord:
        """All values since the start of this segment."""
        networks, layers, size = len(self.batch.weights), len(self.layers), self.batch.weights.shape[1]
        contenders = len(self.run.optimizers)
        return TrainingRecord(
            loss=np.array(self.loss, np.float32).reshape(-1, networks),
            evaluated=np.array(self.evaluated, np.int32).reshape(-1, networks),
            epochs=np.array(self.epochs).reshape(-1, networks, 4),
            averaged=np.array(self.averaged).reshape(len(self.averaged), len(self.batch.averages), 4),
            norms=_array(self.norms).reshape(-1, networks, 2, layers),
            histogram=_array(self.histogram).astype(np.uint16).reshape(-1, networks, BINS),
            distances=_array(self.distances).reshape(len(self.distances), len(self.batch.averages), layers),
            snapshots=_array(self.snapshots).reshape(-1, contenders, size),
            averaged_snapshots=_array(self.averaged_snapshots).reshape(
                len(self.averaged_snapshots), contenders if self.run.ema_decay else 0, size
            ),
            sharpness=_array(self.sharpness).reshape(-1, contenders),
            preconditioned=_array(self.preconditioned).reshape(-1, contenders),
        )

    def networks(self) -> Networks:
        """The state from which `TrainingBatch` continues; without optimizer states before the first and last step."""
        batch = self.batch
        needed = 0 < batch.step < self.run.steps and any(batch.running)
        states = batch.states() if needed else ((),) * len(batch.contenders)
        return Networks(
            step=batch.step,
            states=states,
            weights=batch.weights.cpu().numpy(),
            limits=batch.limits,
            status=tuple(batch.status),
            stopped_at=tuple(batch.stopped_at),
            failures=tuple(batch.failures),
            top_eigenvectors=self.top_eigenvectors.cpu().numpy(),
            preconditioned_eigenvectors=self.preconditioned_eigenvectors.cpu().numpy(),
            averages=batch.averages.cpu().numpy(),
        )


def first_divisor(contender: ContenderOptimizer) -> Tensor | None:
    """The `divisor` (P,) of the contender's first network, if one optimizer with one steps all its weights."""
    stepper = contender.steppers[0]
    if stepper.optimizer is None or stepper.failure is not None or not contender.as_one_parameter:
        return None
    found = divisor(stepper.spec, next(iter(stepper.optimizer.state.values()), {}))
    return None if found is None else found.reshape(-1, contender.given.shape[1])[0]


def layer_sizes(run: ModelRun) -> list[int]:
    """Number of weights of each layer, in the order of a row of flat weights."""
    shapes = run.model.shapes(run.dataset.inputs, run.dataset.outputs)
    layers = run.model.layers(run.dataset.inputs, run.dataset.outputs)
    return [sum(int(np.prod(shapes[name])) for name in names) for names in layers.values()]


def update_histogram(moved: Tensor) -> Tensor:
    """Number of weights per bin of |Δw| (K, bins), with the edges `UPDATE_EDGES`, for updates `moved` (K, P)."""
    exponents = (moved.view(torch.int32) & 0x7F800000) >> 23  # float32: 2^(exponent - 127) <= |Δw| < 2^(exponent - 126)
    rows = torch.arange(0, BINS * len(moved), BINS, dtype=torch.int32, device=moved.device)
    at = exponents.sub_(127 + LOWEST).clamp_(0, BINS - 1).add_(rows[:, None])
    return torch.bincount(at.flatten(), minlength=BINS * len(moved)).view(-1, BINS)


def _array(rows: list[Tensor]) -> Floats:
    found: Floats = torch.stack(rows).cpu().numpy() if rows else np.empty(0, np.float32)
    return found
