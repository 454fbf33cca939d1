"""The archive of weights is read back without pickle and makes the very networks that were trained."""

import io

import numpy as np
import pytest
import torch

from optim_core.export.weights import weights_npz
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adam
from optim_core.specs import ModelRun
from optim_core.train import train


def test_each_network_comes_back_as_it_was_and_the_diverged_are_named():
    run = ModelRun(
        dataset=Moons(samples=100),
        model=MLP(width=8),
        optimizers=(Adam(), SGD(lr=1e3, weight_decay=10.0), Adam(lr=0.1)),
        epochs=5,
        seeds=2,
    )
    logs = train(run)
    archive = np.load(io.BytesIO(weights_npz(run, logs)), allow_pickle=False)
    assert archive["diverged"].tolist() == ["SGD seed 0", "SGD seed 1"]
    sound = {"Adam lr 0.001 seed 0": 0, "Adam lr 0.001 seed 1": 1, "Adam lr 0.1 seed 0": 4, "Adam lr 0.1 seed 1": 5}
    assert {name.split("/")[0] for name in archive.files} == {"diverged", *sound}
    data = run.dataset.split()
    for name, index in sound.items():
        module = run.model.build(run.dataset.inputs, run.dataset.outputs)
        module.load_state_dict({key: torch.tensor(archive[f"{name}/{key}"]) for key in module.state_dict()})
        loss = run.dataset.task.loss(module(data.test_x), data.test_y).item()
        assert loss == pytest.approx(logs[index].test_loss[-1], rel=1e-5)


def test_averaged_weights_lie_beside_those_of_each_network():
    run = ModelRun(dataset=Moons(samples=100), model=MLP(width=8), optimizers=(Adam(lr=0.1),), seeds=2, ema_decay=0.9)
    logs = train(run)
    archive = np.load(io.BytesIO(weights_npz(run, logs)), allow_pickle=False)
    data = run.dataset.split()
    for log in logs:
        module = run.model.build(run.dataset.inputs, run.dataset.outputs)
        name = f"Adam seed {log.seed} averaged"
        module.load_state_dict({key: torch.tensor(archive[f"{name}/{key}"]) for key in module.state_dict()})
        loss = run.dataset.task.loss(module(data.test_x), data.test_y).item()
        assert loss == pytest.approx(log.averaged["test_loss"][-1], rel=1e-4)
