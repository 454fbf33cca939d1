"""The trained weights of a run as an `.npz` archive of plain arrays, without code."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender


def weights_npz(run: ModelRun, logs: Sequence[TrainingLog]) -> bytes:
    """The archive of the last weights of every network, float32, in the shapes of its parameters.

    Keys are `<contender> seed <seed>/<name of the parameter in the state_dict>`; networks that diverged have none and
    are listed in `diverged` as `<contender> seed <seed>`. Averaged weights have " averaged" after the seed. Read it
    with `numpy.load(file, allow_pickle=False)`.
    """
    shapes = run.model.shapes(run.dataset.inputs, run.dataset.outputs)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])[:-1]
    arrays: dict[str, Any] = {}
    diverged = []
    for name, seeds in zip(labels(run.optimizers), by_contender(logs, run.seeds), strict=True):
        for log in seeds:
            network = f"{name} seed {log.seed}"
            if not log.status.has_result:
                diverged.append(network)
                continue
            found = {network: log.weights[-1]}
            if len(log.averaged_weights) == len(log.weights):
                found[f"{network} averaged"] = log.averaged_weights[-1]
            for key, row in found.items():
                for (param, shape), part in zip(shapes.items(), np.split(row, ends), strict=True):
                    arrays[f"{key}/{param}"] = part.reshape(shape)
    file = io.BytesIO()
    np.savez_compressed(file, diverged=np.array(diverged, dtype=str), **arrays)
    return file.getvalue()
