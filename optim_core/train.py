"""Small models trained by the real `torch.optim` classes in float32, in chunks that any process can take up.

However a run is cut into chunks its result is the same to the last bit, given the same number of torch threads.
"""

import math
import time

from optim_core.checkpoint import MEASURES, Checkpoint
from optim_core.results import Status, TrainingLog
from optim_core.specs import MODEL_SECONDS, ModelRun
from optim_core.training_lane import TrainingLane, first_contender
from optim_core.training_parts import batches


def train(run: ModelRun, seconds: float = MODEL_SECONDS) -> tuple[TrainingLog, ...]:
    """Train a copy of the model with every optimizer of `run`, in its order, for at most `seconds` of wall-clock time.

    All start from the same weights and see the same batches. Nothing is clipped: a contender that diverges stops,
    keeps its finite values and says so in its status, and the others go on.
    """
    checkpoint = begin(run)
    checkpoint = advance(run, checkpoint, seconds - checkpoint.seconds)
    return logs(run, checkpoint, Status.OUT_OF_TIME)


def begin(run: ModelRun) -> Checkpoint:
    """All contenders before their first update."""
    start = time.monotonic()
    contender = first_contender(run)
    return Checkpoint(step=0, seconds=time.monotonic() - start, contenders=(contender,) * len(run.optimizers))


def advance(run: ModelRun, checkpoint: Checkpoint, seconds: float = math.inf) -> Checkpoint:
    """As many further steps as begin within `seconds`, at least one; all contenders take each on the same batch."""
    start = time.monotonic()
    data = run.dataset.split()
    lanes = [TrainingLane(run, index, contender) for index, contender in enumerate(checkpoint.contenders)]
    alive = [lane for lane in lanes if lane.alive]
    step, drawn = checkpoint.step, 0
    while alive and step < run.steps:
        epoch, batch = step // run.steps_per_epoch + 1, step % run.steps_per_epoch
        if epoch != drawn:
            drawn, order = epoch, batches(len(data.train_y), run.batch_size, run.seed, epoch)
        x, y = data.train_x[order[batch]], data.train_y[order[batch]]
        step += 1
        for lane in alive:
            lane.update(step, x, y)
        alive = [lane for lane in alive if lane.alive]
        if step % run.steps_per_epoch == 0:
            for lane in alive:
                lane.end_epoch(step, data)
            alive = [lane for lane in alive if lane.alive]
        if time.monotonic() - start >= seconds:
            break
    contenders = tuple(lane.contender() for lane in lanes)
    return Checkpoint(step=step, seconds=checkpoint.seconds + time.monotonic() - start, contenders=contenders)


def finished(run: ModelRun, checkpoint: Checkpoint) -> bool:
    """Whether no contender has a step left to do."""
    return checkpoint.step == run.steps or not any(one.status is Status.RUNNING for one in checkpoint.contenders)


def progress(run: ModelRun, checkpoint: Checkpoint) -> float:
    """The share of the steps that are done, in [0, 1]; 1 once none is left to do."""
    return 1.0 if finished(run, checkpoint) else checkpoint.step / run.steps


def logs(run: ModelRun, checkpoint: Checkpoint, status_override: Status | None = None) -> tuple[TrainingLog, ...]:
    """What is known so far; contenders with steps left to do get `status_override`, as stopped at this step."""
    result = []
    for optimizer, one in zip(run.optimizers, checkpoint.contenders, strict=True):
        status, stopped_at = one.status, one.stopped_at
        if status_override and status is Status.RUNNING and checkpoint.step < run.steps:
            status, stopped_at = status_override, checkpoint.step
        columns = dict(zip(MEASURES, one.epochs.T.copy(), strict=True))
        result.append(
            TrainingLog(optimizer=optimizer, loss=one.loss.copy(), status=status, stopped_at=stopped_at, **columns)
        )
    return tuple(result)
