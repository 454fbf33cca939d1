"""When a training reaches a target for good."""

import math
from collections.abc import Sequence

import numpy as np

from optim_core.specs import ModelRun
from optim_core.specs.metrics import arrival
from optim_core.specs.results import TrainingLog


def epochs_to(groups: Sequence[Sequence[TrainingLog]], share: float) -> tuple[tuple[int | None, ...], ...]:
    """For each contender and seed the first measured epoch from which on the test loss stays within the target.

    The target is the lowest test loss that any contender reaches with that seed, plus `share` of the gap from the first
    test loss to it (the convergence test of Moré & Wild, 2009). None for a seed that does not stay there, that has no
    result, or for which no contender lowers the test loss. `groups` hold one log per seed, of the same seeds.
    """
    by_seed = [_arrivals(logs, share) for logs in zip(*groups, strict=True)]
    return tuple(zip(*by_seed, strict=True))


def costs_to(
    run: ModelRun, groups: Sequence[Sequence[TrainingLog]], share: float, costs: Sequence[float]
) -> list[float | None]:
    """Cost until each contender arrives, as in `epochs_to`: the median over its seeds.

    `costs` are those of one evaluation of each contender: 1 counts evaluations of loss and gradient. Of two seeds in
    the middle the later counts, and None is later than any number.
    """
    medians = []
    for logs, arrivals, cost in zip(groups, epochs_to(groups, share), costs, strict=True):
        found = [
            math.inf if epoch is None else cost * float(log.evaluations[epoch * run.steps_per_epoch])
            for log, epoch in zip(logs, arrivals, strict=True)
        ]
        median = sorted(found)[len(found) // 2]
        medians.append(median if math.isfinite(median) else None)
    return medians


def _arrivals(logs: Sequence[TrainingLog], share: float) -> list[int | None]:
    """As `epochs_to`, for the logs of one seed."""
    lowest = min((float(log.test_loss.min()) for log in logs if log.status.has_result), default=np.inf)
    return [_arrival(log, lowest, share) for log in logs]


def _arrival(log: TrainingLog, lowest: float, share: float) -> int | None:
    first = float(log.test_loss[0]) if len(log.test_loss) else np.nan
    if not log.status.has_result or not first > lowest:
        return None
    found = arrival(log.test_loss <= (1 - share) * lowest + share * first)
    return None if found is None else int(log.measured_epochs[found])
