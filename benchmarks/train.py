"""A training of five optimizers in lockstep against the five loops a person would write."""

from collections.abc import Callable

import torch
from torch import nn

from benchmarks.figure import Figure, best_of
from optim_core.datasets import Digits
from optim_core.models import MLP
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop
from optim_core.specs import ModelRun
from optim_core.train import train
from optim_core.training_parts import batches, measure

ROUNDS = 11
SPECS = (SGD(lr=0.1), Adam(lr=2e-3), RMSprop(lr=2e-3), Adagrad(lr=0.02), AdamW(lr=5e-3))
RUN = ModelRun(dataset=Digits(), model=MLP(), optimizers=SPECS, epochs=5)
PLAIN: tuple[Callable[..., torch.optim.Optimizer], ...] = (
    lambda params: torch.optim.SGD(params, lr=0.1),
    lambda params: torch.optim.Adam(params, lr=2e-3),
    lambda params: torch.optim.RMSprop(params, lr=2e-3),
    lambda params: torch.optim.Adagrad(params, lr=0.02),
    lambda params: torch.optim.AdamW(params, lr=5e-3),
)


def figures() -> list[Figure]:
    """How many times as fast `train` is as plain loops with the same result."""
    torch.set_num_threads(1)
    assert [log.loss.tolist() for log in train(RUN)] == [loop(make) for make in PLAIN]
    ours, theirs = best_of(ROUNDS, lambda: train(RUN), lambda: [loop(make) for make in PLAIN])
    how = f"five optimizers, {RUN.steps} steps of an MLP on digits, equal bit for bit: {theirs:.2f} -> {ours:.2f} s"
    return [Figure(what="train: times plain loops", value=theirs / ours, unit="x", target=1, at_least=True, how=how)]


def loop(make: Callable[..., torch.optim.Optimizer]) -> list[float]:
    """The plain loop's mini-batch losses; it measures the model after each epoch, as `train` does."""
    train_x, train_y, test_x, test_y = RUN.dataset.split()
    torch.manual_seed(RUN.seed)
    model = RUN.model.build(RUN.dataset.inputs, RUN.dataset.classes)
    optimizer, losses = make(model.parameters()), []
    measure(model, train_x, train_y), measure(model, test_x, test_y)
    for epoch in range(1, RUN.epochs + 1):
        for batch in batches(len(train_y), RUN.batch_size, RUN.seed, epoch):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(train_x[batch]), train_y[batch])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        measure(model, train_x, train_y), measure(model, test_x, test_y)
    return losses
