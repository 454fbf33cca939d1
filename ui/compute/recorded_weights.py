"""Losses by frequency and texts from the recorded weights of a training, cached for all visitors."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from optim_core.base.byte_cache import ByteCache
from optim_core.base.result import Array
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.train.class_losses import class_losses
from optim_core.train.text_samples import text_samples
from ui.compute import visitor

_found: ByteCache[tuple[str, str, str, int, int], Any] = ByteCache(4 * 2**20)


def losses_of(run: ModelRun, logs: Sequence[TrainingLog], kind: str = "current") -> list[Array]:
    """Losses by frequency (k, groups) of each contender at the k steps `weights_at` of its log, for a `kind`."""
    return [np.array(rows) for rows in _each(run, logs, class_losses, kind)]


def samples_of(run: ModelRun, logs: Sequence[TrainingLog], kind: str = "current") -> list[list[str]]:
    """What each contender writes at the steps `weights_at` of its log, with a `kind` of weights."""
    return _each(run, logs, text_samples, kind)


def _each(
    run: ModelRun, logs: Sequence[TrainingLog], compute: Callable[[ModelRun, Any], Any], kind: str
) -> list[list[Any]]:
    """What `compute` gives for each recorded row of each contender; rows of an earlier call are not computed again."""
    keys = [
        [(repr(run), compute.__name__, kind, place, step) for step in log.weights_at.tolist()]
        for place, log in enumerate(logs)
    ]
    known = {key: value for row in keys for key in row if (value := _found.get(key)) is not None}
    missing = [
        (key, log.weights[at])
        for row, log in zip(keys, logs, strict=True)
        for at, key in enumerate(row)
        if key not in known
    ]
    if missing:
        found = visitor.run(compute, run, np.stack([weights for _, weights in missing]))
        known |= {key: _found.put(key, value) for (key, _), value in zip(missing, found, strict=True)}
    return [[known[key] for key in row] for row in keys]
