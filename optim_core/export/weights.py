"""The trained weights of a run as an `.npz` archive, which holds plain arrays and no code."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender


def weights_npz(run: ModelRun, logs: Sequence[TrainingLog]) -> bytes:
    """The last weights of every network, float32, under `<contender> seed <seed>/<torch's name of the parameter>`.

    Read it with `numpy.load(file, allow_pickle=False)`; each is what `load_state_dict` takes for that name. Networks
    that diverged have no last weights: `diverged` lists them as `<contender> seed <seed>`.
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
            parts = np.split(log.weights[-1], ends)
            for (param, shape), part in zip(shapes.items(), parts, strict=True):
                arrays[f"{network}/{param}"] = part.reshape(shape)
    file = io.BytesIO()
    np.savez_compressed(file, diverged=np.array(diverged, dtype=str), **arrays)
    return file.getvalue()
