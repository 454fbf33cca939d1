"""Trainings as one batch of networks against plain torch loops, and the cost of recording."""

import torch

from benchmarks.measurement import Measurement, best_of
from optim_core.models import MLP
from optim_core.models.datasets import Digits
from optim_core.optimizers import SGD, AbstractOptimizer, Adagrad, Adam, AdamW, RMSprop
from optim_core.specs import ModelRun
from optim_core.train import recorder, train
from optim_core.train.functions import batches, measure

ROUNDS = 11
FIVE = (SGD(lr=0.1), Adam(lr=2e-3), RMSprop(lr=2e-3), Adagrad(lr=0.02), AdamW(lr=5e-3))
RUN = ModelRun(dataset=Digits(), model=MLP(), optimizers=FIVE, epochs=5)
MANY = ModelRun(dataset=Digits(), model=MLP(), optimizers=FIVE[:4], epochs=5, batch_size=16, seeds=16)
LIKE = 1e-5


def measurements() -> list[Measurement]:
    """Speedup of `train` over plain loops with the same results, and its extra time for recording."""
    torch.set_num_threads(1)
    return [_times(RUN, ROUNDS, target=1.5), _times(MANY, 3, target=10), _recording(RUN), _recording(MANY)]


def _times(run: ModelRun, rounds: int, target: float) -> Measurement:
    for log, losses in zip(train(run), plain(run), strict=True):
        assert torch.allclose(torch.tensor(log.loss), torch.tensor(losses, dtype=torch.float64), rtol=LIKE, atol=0)
    ours, theirs = best_of(rounds, lambda: train(run), lambda: plain(run))
    count = len(run.networks)
    how = f"{run.steps} steps of {run.batch_size} digits, losses equal to {LIKE:g}: {theirs:.2f} -> {ours:.2f} s"
    return Measurement(
        what=f"train: times {count} plain loops", value=theirs / ours, unit="x", target=target, at_least=True, how=how
    )


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


def loop(run: ModelRun, spec: AbstractOptimizer, seed: int) -> list[float]:
    """Mini-batch losses of the plain loop, which evaluates the model after each epoch, as `train` does."""
    (train_x, train_y, test_x, test_y), loss_of = run.dataset.split(), torch.nn.functional.cross_entropy
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
