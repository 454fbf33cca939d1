"""Trainings as one batch of networks against plain torch loops, and the cost of recording."""

import subprocess
import sys
import time

import torch
from torch import Tensor

from benchmarks.measurement import Measurement, best_of
from optim_core.models import MLP, Transformer
from optim_core.models.datasets import Digits, Text
from optim_core.optimizers import SGD, AbstractOptimizer, Adagrad, Adam, AdamW, RMSprop
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.specs import ModelRun
from optim_core.train import recorder, train
from optim_core.train.functions import batches, measure

ROUNDS = 11
FIVE = (SGD(lr=0.1), Adam(lr=2e-3), RMSprop(lr=2e-3), Adagrad(lr=0.02), AdamW(lr=5e-3))
RUN = ModelRun(dataset=Digits(), model=MLP(), optimizers=FIVE, epochs=5)
MANY = ModelRun(dataset=Digits(), model=MLP(), optimizers=FIVE[:4], epochs=5, batch_size=16, seeds=16)
LIKE = 1e-5
OPENING = read_model_run(MODEL_FORM.openings["Text"])
TEXT = ModelRun(dataset=Text(), model=Transformer(), optimizers=OPENING.optimizers, epochs=3, batch_size=16)
TEXT_LIKE = 1e-4
"""Over 100 steps, in which rounding grows more in a transformer."""
PEAK = """
import resource
from benchmarks.train import OPENING
from optim_core.train import begin, segment
segment(OPENING, begin(OPENING).networks, 5.0)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""
"""Prints the largest resident memory in GB of a process that trains for five seconds, on Linux."""


def measurements() -> list[Measurement]:
    """Speedup of `train` over plain loops with the same results, its extra time for recording, and a transformer."""
    torch.set_num_threads(1)
    return [
        _times(RUN, ROUNDS, target=1.5),
        _times(MANY, 3, target=10),
        _times(TEXT, 3, target=1.2, like=TEXT_LIKE),
        *_opening(),
        _recording(RUN),
        _recording(MANY),
    ]


def _times(run: ModelRun, rounds: int, target: float, like: float = LIKE) -> Measurement:
    for log, losses in zip(train(run), plain(run), strict=True):
        same = torch.allclose(torch.tensor(log.loss), torch.tensor(losses, dtype=torch.float64), rtol=like, atol=0)
        assert same, type(log.optimizer).__name__
    ours, theirs = best_of(rounds, lambda: train(run), lambda: plain(run))
    count = len(run.networks)
    name = type(run.dataset).__name__
    how = f"{run.steps} steps of {run.batch_size} of {name}, losses equal to {like:g}: {theirs:.2f} -> {ours:.2f} s"
    what = f"train: times {count} plain loops, {name}"
    return Measurement(what=what, value=theirs / ours, unit="x", target=target, at_least=True, how=how)


def _opening() -> list[Measurement]:
    """Time and memory of the opening training of the transformer."""
    wall, work = time.perf_counter(), time.process_time()
    train(OPENING)
    wall, work = time.perf_counter() - wall, time.process_time() - work
    how = f"{OPENING.steps} steps of five networks on one core; {work:.1f} s of work"
    done = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True)
    more = "resident at most, of a process that imports and trains it for five seconds"
    return [
        Measurement(what="train: opening of Text", value=wall, unit="s", target=60, how=how),
        Measurement(what="train: memory, Text", value=float(done.stdout), unit="GB", target=1, how=more),
    ]


def _recording(run: ModelRun) -> Measurement:
    """Extra time in per cent of recording all `updates_at`, against recording the last update only."""

    def bare() -> None:
        every, recorder.updates_at = recorder.updates_at, lambda run: every(run)[-1:]
        try:
            train(run)
        finally:
            recorder.updates_at = every

    without, recorded = best_of(5, bare, lambda: train(run))
    how = f"norms, sizes of updates and weights of {len(run.networks)} networks: {without:.2f} -> {recorded:.2f} s"
    return Measurement(what="train: recording", value=100 * (recorded / without - 1), unit="%", target=15, how=how)


def plain(run: ModelRun) -> list[list[float]]:
    """Mini-batch losses of each network, trained separately."""
    return [loop(run, optimizer, seed) for optimizer, seed in run.networks]


def mean_cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """The loss () of a plain loop, from outputs (..., classes) and targets (...)."""
    return torch.nn.functional.cross_entropy(outputs.flatten(0, -2), targets.flatten())


def loop(run: ModelRun, spec: AbstractOptimizer, seed: int) -> list[float]:
    """Mini-batch losses of the plain loop, which evaluates the model after each epoch, as `train` does."""
    (train_x, train_y, test_x, test_y), loss_of = run.dataset.split(), mean_cross_entropy
    torch.manual_seed(seed)
    model = run.model.build(run.dataset.inputs, run.dataset.outputs)
    optimizer, losses = spec.torch_class(model.parameters(), **spec.torch_kwargs()), []
    for epoch in range(run.epochs + 1):
        if epoch:
            for batch in batches(len(train_y), run.batch_size, seed, epoch):
                optimizer.zero_grad()
                loss = loss_of(model(train_x[batch]), train_y[batch])
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        for x, y in ((train_x, train_y), (test_x, test_y)):
            measure(model, loss_of, run.dataset.task.score, x, y)
    return losses
