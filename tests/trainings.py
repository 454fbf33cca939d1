"""Small trainings for tests of figures."""

from functools import cache

from optim_core.models import MLP
from optim_core.models.datasets import Chebyshev, Moons
from optim_core.optimizers import SGD, Adam
from optim_core.optimizers.schedules import StepLR
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.train import train

MOONS = ModelRun(
    dataset=Moons(samples=60),
    model=MLP(width=6),
    optimizers=(Adam(lr=0.01), SGD(lr=0.1), SGD(lr=1e3, weight_decay=10.0)),
    epochs=6,
    batch_size=20,
    seeds=3,
)
"""The last contender diverges from every seed."""
CUBIC = ModelRun(
    dataset=Chebyshev(),
    model=MLP(width=6),
    optimizers=(SGD(lr=0.2), SGD(lr=1e3, weight_decay=1.0), Adam()),
    epochs=20,
    sharpness=True,
)
"""A regression with one batch per epoch; the second contender diverges."""
LONG = ModelRun(
    dataset=Moons(samples=20),
    model=MLP(width=4),
    optimizers=(Adam(lr=0.01), SGD(lr=4.0, weight_decay=1.0, schedule=StepLR(warmup=5_001, step_size=9_000))),
    epochs=2_501,
    batch_size=10,
)
"""5,002 updates, measured after every second epoch and the last; the second contender diverges when its rate is 2."""


@cache
def logs_of(run: ModelRun) -> tuple[tuple[TrainingLog, ...], ...]:
    """The logs of a run, by contender, then by seed."""
    return by_contender(train(run), run.seeds)


def firsts_of(run: ModelRun) -> tuple[TrainingLog, ...]:
    """The first seed of each contender."""
    return tuple(logs[0] for logs in logs_of(run))
