"""Trainings with a defect that was put there: in the data, the model, the batches, the schedule or the seeds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import torch
from torch import nn

from benchmarks.planted.cells import UPDATES, Cell, Training, trained
from optim_core.models import MLP, DeepLinear
from optim_core.models.mlp import mlp
from optim_core.optimizers import SGD, Adam, AdamW, RMSprop
from optim_core.optimizers.schedules import CyclicLR, ExponentialLR, PolynomialLR, StepLR

NOISE = {"noise": 0.5, "target_noise": 0.5, "label_noise": 0.2}
"""What spoils the answers of a data set; the last one that it has is taken."""


@dataclass(frozen=True, kw_only=True)
class DeadMLP(MLP):
    """A ReLU network whose biases start so low that most of its units are 0 for every example."""

    shift: ClassVar[float] = 4.0

    @staticmethod
    def make(*args: object, **values: object) -> nn.Sequential:  # type: ignore[override]
        """The network with lowered biases."""
        network = mlp(*args, **values)  # type: ignore[arg-type]
        with torch.no_grad():
            for layer in list(network)[:-1]:
                if isinstance(layer, nn.Linear):
                    layer.bias.sub_(DeadMLP.shift)
        return network


def overfit(cell: Cell) -> Iterator[Training]:
    """Few examples, a fifth of whose labels are wrong, and a wide network for a long time."""
    noisy = {name: value for name, value in NOISE.items() if hasattr(cell.dataset, name)}
    noisy = dict([noisy.popitem()]) if noisy else {}
    few = {name: 40 for name in ("samples",) if hasattr(cell.dataset, name)}
    few |= {name: 0.5 for name in ("test_share",) if hasattr(cell.dataset, name)}
    dataset = replace(cell.dataset, **noisy, **few)
    wide = MLP(width=64, depth=2, activation="relu")
    rates = cell.rate("Adam"), cell.rate("SGD") / 10
    optimizers = Adam(lr=min(rates[0], 0.02)), SGD(lr=min(rates[1], 0.05), momentum=0.9)
    run = cell.run(*optimizers, dataset=dataset, model=wide, updates=600, batch_size=16)
    yield from trained(run, ["overfit"] * 2)


def underfit(cell: Cell) -> Iterator[Training]:
    """A model that is too small for the data."""
    if cell.small is not None:
        run = cell.run(Adam(lr=0.05), SGD(lr=0.3), model=cell.small)
        yield from trained(run, ["underfit"] * 2)
    if isinstance(cell.model, MLP) and cell.small is not None:
        run = cell.run(Adam(lr=0.05), AdamW(lr=0.05), model=MLP(width=1))
        yield from trained(run, ["underfit"] * 2)


def dead(cell: Cell) -> Iterator[Training]:
    """ReLU units that are never above 0."""
    run = cell.run(*cell.optimizers[:3], model=DeadMLP(width=24, activation="relu"))
    yield from trained(run, ["dead_units"] * 3)


def vanishing(cell: Cell) -> Iterator[Training]:
    """Deep, with weights so small that the signal fades from layer to layer."""
    run = cell.run(*cell.optimizers[:3], model=MLP(width=16, depth=4, init="small"))
    yield from trained(run, ["vanishing"] * 3)


def exploding(cell: Cell) -> Iterator[Training]:
    """Deep, with weights so large that the signal grows from layer to layer."""
    model = MLP(width=16, depth=3, init="large", activation="relu")
    run = cell.run(SGD(lr=cell.rate("SGD")), Adam(lr=cell.rate("Adam")), RMSprop(lr=cell.rate("RMSprop")), model=model)
    yield from trained(run, ["exploding"] * 3)


def small_batch(cell: Cell) -> Iterator[Training]:
    """Batches of one example at a rate that suits batches of 32."""
    optimizers = cell.optimizers[0], cell.optimizers[1], cell.optimizers[3]
    run = cell.run(*optimizers, batch_size=1, updates=600)
    yield from trained(run, ["batch_small"] * 3)


def early_schedule(cell: Cell) -> Iterator[Training]:
    """A rate that is near 0 after a tenth of the updates."""
    sgd, _, adam, *_ = cell.optimizers
    steps = UPDATES // 12
    schedules = (
        StepLR(step_size=steps, gamma=0.01),
        ExponentialLR(gamma=1 - 4 / steps),
        PolynomialLR(total_iters=steps),
    )
    pairs = zip((sgd, adam, sgd), schedules, strict=True)
    run = cell.run(*(replace(one, schedule=schedule) for one, schedule in pairs))
    yield from trained(run, ["schedule_early"] * 3)


def spikes(cell: Cell) -> Iterator[Training]:
    """A rate that rises far too high now and then."""
    half, scheduled = 20, []
    for one in cell.optimizers[:3]:
        high = min(30 * one.lr, 1e3)
        cycle = CyclicLR(max_lr=high, step_size_up=half, step_size_down=half, cycle_momentum=False)
        scheduled.append(replace(one, lr=one.lr / 3, schedule=cycle))
    for one in trained(cell.run(*scheduled), ["spikes"] * 3):
        yield one if one.logs[0].status.has_result else replace(one, kind="diverged")


def plateau(cell: Cell) -> Iterator[Training]:
    """A deep linear network whose small weights begin near a saddle."""
    if cell.small is None:  # data that suit a linear network
        run = cell.run(*cell.optimizers[:2], model=DeepLinear(width=8, depth=4, init="small"), updates=600)
        yield from trained(run, ["plateau"] * 2)


def seeds(cell: Cell) -> Iterator[Training]:
    """So few hidden units that chance decides which seeds succeed."""
    if cell.small is not None:
        run = cell.run(Adam(lr=0.05), RMSprop(lr=0.02), model=MLP(width=3, activation="relu"), seeds=6)
        yield from trained(run, ["seeds"] * 2)


PLANTED: Sequence[Callable[[Cell], Iterator[Training]]] = (
    overfit,
    underfit,
    dead,
    vanishing,
    exploding,
    small_batch,
    early_schedule,
    spikes,
    plateau,
    seeds,
)
