"""Training of small models by the real `torch.optim` optimizers, in float32 and in segments.

Any process can continue from a checkpoint. With the same number of torch threads, the result does not depend on the
division into segments, to the last bit.
"""

import math
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.callable_module import make_callable
from optim_core.base.device import in_full_precision, placed
from optim_core.base.errors import check_instance
from optim_core.base.result import DIVERGENCE, Status
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.specs import MODEL_SECONDS, ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.train.batch import TrainingBatch, first_weights
from optim_core.train.checkpoint import MEASURES, Checkpoint, Networks
from optim_core.train.recorder import TrainingRecorder
from optim_core.train.recording_steps import count_reached, measured_epochs, snapshots_at, updates_at

_NONE: NDArray[np.float32] = np.empty(0, np.float32)
Number = TypeVar("Number", bound=np.floating[Any])


def train(run: ModelRun, seconds: float = MODEL_SECONDS) -> tuple[TrainingLog, ...]:
    """Train one network for each optimizer and seed of `run`, for at most `seconds` of working time.

    The logs are ordered by contender, then by seed. Networks of the same seed have the same first weights and the same
    batches. Nothing is clipped: a network that diverges, or whose optimizer raises an exception, stops with its last
    finite values, its status says so, and the others continue.
    """
    check_instance(run, ModelRun, "run")
    checkpoint = begin(run)
    checkpoint = advance(run, checkpoint, seconds - checkpoint.seconds)
    return logs(run, checkpoint, Status.OUT_OF_TIME)


def begin(run: ModelRun) -> Checkpoint:
    """The checkpoint before the first update."""
    start, count = clock(), len(run.networks)
    weights = torch.stack([first_weights(run, run.seed + i) for i in range(run.seeds)])
    shape = (len(run.optimizers) if run.sharpness else 0, weights.shape[1])
    directions = torch.randn(shape, generator=torch.Generator().manual_seed(0)).numpy()
    every = weights.repeat(len(run.optimizers), 1).numpy()
    blank = Networks(
        step=0,
        weights=every,
        averages=every[: count if run.ema_decay else 0],
        states=((),) * len(run.optimizers),
        limits=np.full(count, np.inf),
        status=(Status.RUNNING,) * count,
        stopped_at=(None,) * count,
        failures=(None,) * count,
        top_eigenvectors=directions,
        preconditioned_eigenvectors=directions,
    )
    recorder = _recorder(run, blank)
    with in_full_precision():
        recorder.start()
    first = recorder.epochs[0][:, 0]
    factors = np.array([optimizer.divergence_factor for optimizer, _ in run.networks])
    recorder.batch.limits = factors * DIVERGENCE * np.maximum(first, 1.0)
    return _checkpoint(recorder, start)


def segment(run: ModelRun, networks: Networks, seconds: float = math.inf) -> Checkpoint:
    """Train on from `networks` for `seconds`, at least one step; the record covers this segment only."""
    start, recorder = clock(), _recorder(run, networks)
    with in_full_precision():
        while any(recorder.batch.running) and recorder.batch.step < run.steps:
            yield_if_due()
            recorder.update()
            if clock() - start >= seconds:
                break
    return _checkpoint(recorder, start)


def advance(run: ModelRun, checkpoint: Checkpoint, seconds: float = math.inf) -> Checkpoint:
    """Resume for up to `seconds`, at least one step; return the merged checkpoint."""
    return checkpoint.then(segment(run, checkpoint.networks, seconds))


def finished(run: ModelRun, checkpoint: Checkpoint) -> bool:
    """Whether every network has done its steps or has stopped."""
    return checkpoint.step == run.steps or Status.RUNNING not in checkpoint.networks.status


def progress(run: ModelRun, checkpoint: Checkpoint) -> float:
    """Share of the steps that are done, in [0, 1]; 1 if the run is finished."""
    return 1.0 if finished(run, checkpoint) else checkpoint.step / run.steps


def logs(run: ModelRun, checkpoint: Checkpoint, status_override: Status | None = None) -> tuple[TrainingLog, ...]:
    """The logs up to the checkpoint; a network that has steps left gets `status_override`, if there is one."""
    return tuple(_log(run, checkpoint, row, status_override) for row in range(len(run.networks)))


def _recorder(run: ModelRun, networks: Networks) -> TrainingRecorder:
    directions = (torch.tensor(networks.top_eigenvectors), torch.tensor(networks.preconditioned_eigenvectors))
    return TrainingRecorder(TrainingBatch(run, networks), *placed(directions, run.device))


def _checkpoint(recorder: TrainingRecorder, start: float) -> Checkpoint:
    networks, record = recorder.networks(), recorder.record()
    return Checkpoint(seconds=clock() - start, networks=networks, record=record)


def _log(run: ModelRun, checkpoint: Checkpoint, row: int, status_override: Status | None) -> TrainingLog:
    networks, record, recorded_steps = checkpoint.networks, checkpoint.record, updates_at(run)
    (optimizer, seed), (contender, seed_index) = run.networks[row], divmod(row, run.seeds)
    status, stopped_at = networks.status[row], networks.stopped_at[row]
    last = networks.step if stopped_at is None else max(0, stopped_at - (status is Status.FAILED))
    if status_override and status is Status.RUNNING and networks.step < run.steps:
        status, stopped_at = status_override, networks.step
    measured = measured_epochs(run)
    done = count_reached(measured, last // run.steps_per_epoch)
    epochs = _finite_rows(record.epochs[:done, row])
    averaged = _finite_rows(record.averaged[:done, row]).T if run.ema_decay else ()
    rows_reached = count_reached(recorded_steps, last)
    norms = _finite_rows(record.norms[:rows_reached, row])
    distances = record.distances[: len(norms), row] if run.ema_decay else _NONE
    sharp = (
        _finite_rows(record.sharpness[: rows_reached + 1, contender])
        if seed_index == 0
        else record.sharpness[:0, contender]
    )
    preconditioned = _finite_rows(record.preconditioned[:rows_reached, contender] if seed_index == 0 else _NONE)
    return TrainingLog(
        optimizer=optimizer,
        seed=seed,
        device=run.device,
        loss=record.loss[:last, row].astype(np.float64),
        evaluations=np.append(0, record.evaluated[:last, row].cumsum()),
        measured_epochs=measured[: len(epochs)],
        **dict(zip(MEASURES, epochs.T, strict=True)),
        averaged=dict(zip(MEASURES, averaged, strict=bool(run.ema_decay))),
        status=status,
        stopped_at=stopped_at,
        failure=networks.failures[row],
        layers=tuple(run.model.layers(run.dataset.inputs, run.dataset.outputs)),
        updates_at=recorded_steps[: len(norms)],
        grad_norm=norms[:, 0].astype(np.float64),
        update_ratio=norms[:, 1].astype(np.float64),
        update_histogram=record.histogram[: len(norms), row].astype(np.float64),
        average_distance=_finite_rows(distances).astype(np.float64),
        **_weights(run, checkpoint, row, last, ended=status.has_result),
        sharpness_at=np.append(0, recorded_steps)[: len(sharp)],
        sharpness=sharp.astype(np.float64),
        preconditioned_at=recorded_steps[: len(preconditioned)],
        preconditioned=preconditioned.astype(np.float64),
    )


def _weights(run: ModelRun, checkpoint: Checkpoint, row: int, last: int, *, ended: bool) -> dict[str, Any]:
    """The recorded weights of a network and their averages, as in `TrainingLog`; the `last` ones if it has `ended`."""
    networks, record, (contender, seed_index) = checkpoint.networks, checkpoint.record, divmod(row, run.seeds)
    steps = snapshots_at(run)[: count_reached(snapshots_at(run), last) if seed_index == 0 else 0]
    found = _finite_rows(record.snapshots[: len(steps), contender])
    steps = steps[: len(found)]
    averages = record.averaged_snapshots[: len(steps), contender] if run.ema_decay else found[:0]
    if ended and last not in steps:
        steps = np.append(steps, last)
        found = np.concatenate([found, networks.weights[row, None]])
        averages = np.concatenate([averages, networks.averages[row : row + 1]])
    return {"weights_at": steps, "weights": found, "averaged_weights": _finite_rows(averages)}


def _finite_rows(rows: NDArray[Number]) -> NDArray[Number]:
    """The rows before the first row that is not finite."""
    bad = np.flatnonzero(~np.isfinite(rows).all(axis=tuple(range(1, rows.ndim))))
    return rows[: bad[0]] if len(bad) else rows


make_callable(train)
