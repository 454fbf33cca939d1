"""Sweeps over trainings, compared with trainings one by one."""

import pickle
import time

import numpy as np
import pytest

from optim_core.base.domains import Real
from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.base.result import Status
from optim_core.models import MLP, Recurrent
from optim_core.models.datasets import Diabetes, Digits, Moons
from optim_core.optimizers import LBFGS, SGD, Adagrad, Adam, AdamW, Muon, RMSprop
from optim_core.specs import ModelSweep
from optim_core.sweep.batched_trainings import BLOCK_WEIGHTS
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import train
from tests.clock import idle_seconds
from tests.strategies import RULED

SMALL = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 50, "batch_size": 32}
AXES = [
    (SGD(momentum=0.5), {"lr": [0.01, 0.1], "momentum": [0.0, 0.9]}),
    (SGD(momentum=0.9, dampening=0.3, maximize=True), {"lr": [1e-3, 3e-3], "dampening": [0.0, 0.7]}),
    (SGD(momentum=0.9, weight_decay=0.01), {"lr": [0.1], "nesterov": [True, False]}),
    (Adam(), {"lr": [1e-3, 0.03], "beta2": [0.9, 0.99999]}),
    (Adam(lr=0.01), {"beta1": [0.0, 0.99], "amsgrad": [False, True]}),
    (AdamW(lr=0.01), {"weight_decay": [0.0, 1.0], "eps": [1e-8, 1e-2]}),
    (RMSprop(lr=0.01, momentum=0.9), {"momentum_decay": [0.0, 0.1], "centered": [False, True]}),
    (RMSprop(lr=0.003), {"alpha": [0.0, 0.999]}),
    (Adagrad(lr=0.1), {"lr_decay": [0.0, 0.1], "initial_accumulator_value": [0.0, 0.5]}),
]


def swept(**given) -> ModelSweep:
    return ModelSweep(**(SMALL | {"optimizer": Adam(), "axes": {"lr": [1e-3, 1e-2]}} | given))


def alone(spec: ModelSweep, *cell: int):
    (log,) = train(spec.run_at(*cell))
    return log


@pytest.mark.parametrize(
    "given",
    [
        *({"optimizer": optimizer, "axes": axes} for optimizer, axes in AXES),
        {"dataset": Digits(), "model": MLP(width=16, activation="relu"), "epochs": 9, "batch_size": 64},
        {"dataset": Diabetes(), "model": MLP(batch_norm=True), "seed": 3},
    ],
    ids=repr,
)
def test_each_cell_is_the_training_of_its_setting(given):
    """Over 200 steps loss and score differ by at most 1e-5, for the reason given in test_train."""
    spec = swept(**given)
    result = model_sweep(spec)
    for cell in np.ndindex(*spec.shape):
        log = alone(spec, *cell)
        assert (result.status[cell], result.stopped_at[cell]) == (log.status, -1)
        ours = [result.final_loss[cell], result.final_score[cell], result.best_score[cell]]
        theirs = [log.train_loss[-1], log.test_score[-1], log.test_score.max()]
        assert ours == pytest.approx(theirs, rel=1e-5), cell


@pytest.mark.parametrize("cls", [cls for cls in RULED if cls.elementwise], ids=lambda cls: cls.__name__)
def test_every_rule_trains_as_its_optimizer_does(cls):
    """Over 20 steps, at the defaults and at the upper end of every slider, where 1 − β has few digits."""
    for name, domain in hypers(cls).items():
        if not isinstance(domain, Real) or name == "lr":
            continue
        values = [defaults(cls)[name], domain.ticks[-1]]
        spec = swept(optimizer=cls(), axes={"lr": [1e-3, 1e-2], name: values}, epochs=5)
        result = model_sweep(spec)
        for cell in np.ndindex(*spec.shape):
            log = alone(spec, *cell)
            assert result.status[cell] == log.status
            assert result.final_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-5), (name, cell)


def test_a_diverged_network_stops_as_in_its_own_training_with_its_last_measures():
    spec = swept(optimizer=SGD(weight_decay=1.0), axes={"lr": [1e3, 0.1, 10.0], "momentum": [0.0, 0.9]})
    result = model_sweep(spec)
    assert result.diverged.tolist() == [[True, True], [False, False], [True, True]]
    for cell in np.ndindex(*spec.shape):
        log = alone(spec, *cell)
        stopped_at = -1 if log.stopped_at is None else log.stopped_at
        assert (result.status[cell], result.stopped_at[cell]) == (log.status, stopped_at)
        assert result.final_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-5)
        assert result.best_score[cell] == log.test_score.max()


def test_divergence_in_the_last_update_is_noticed():
    spec = swept(optimizer=SGD(lr=1e3), axes={"weight_decay": [10.0, 0.0]}, epochs=1, batch_size=100)
    steps = [alone(swept(**{**vars(spec), "epochs": n}), 0).stopped_at for n in range(1, 9)]
    last = next(n for n, stopped_at in enumerate(steps, 1) if stopped_at == n)
    result = model_sweep(swept(**{**vars(spec), "epochs": last}))
    assert (result.status[0].diverged, result.stopped_at[0]) == (True, last)


def test_networks_of_many_blocks_are_those_of_one():
    large = {"dataset": Digits(), "model": MLP(width=128), "epochs": 1, "axes": {"lr": np.geomspace(1e-4, 1, 60)}}
    spec = swept(**large)
    assert 60 * spec.model.parameters(64, 10) > BLOCK_WEIGHTS
    few = model_sweep(swept(**large | {"axes": {"lr": spec.axes[0].values[-2:]}}))
    np.testing.assert_allclose(model_sweep(spec).final_loss[-2:], few.final_loss, rtol=1e-5)


def test_the_time_limit_holds_and_every_block_gets_its_share():
    large = {"dataset": Digits(), "model": MLP(width=128), "epochs": 80, "batch_size": 64}
    start = time.monotonic()
    result = model_sweep(swept(**large, axes={"lr": np.geomspace(1e-4, 0.1, 100)}), seconds=1.0)
    assert time.monotonic() - start < idle_seconds(
        4.0
    )  # above one second: the data set, and a step and a measurement of each block
    assert (result.status == Status.OUT_OF_TIME).all()
    assert (result.stopped_at > 0).all()
    assert np.isfinite(result.final_score).all()


def test_a_result_is_a_value():
    spec = swept(epochs=1)
    result = pickle.loads(pickle.dumps(model_sweep(spec)))
    assert result.spec == spec
    assert hash(result.spec) == hash(spec)
    with pytest.raises(ValueError, match="read-only"):
        result.final_loss[0] = 0.0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"axes": {"lr": [0.1, -1]}}, r"^ModelSweep\.axes\.lr must be in \[0, 1000\], got -1$"),
        (
            {"axes": {"start.x": [0.1]}},
            r"^ModelSweep\.axes: start\.x is not one of lr, beta1, .*maximize, model\.width, batch_size$",
        ),
        ({"axes": {"lr": []}}, r"^ModelSweep\.axes\.lr must have at least one value, got none$"),
        ({"axes": {"lr": [0.1] * 33, "beta1": [0.9] * 32}}, r"^ModelSweep\.axes: 1056 runs are more than .* 1024$"),
        ({"optimizer": SGD(momentum=0.9, nesterov=True), "axes": {"momentum": [0.9, 0.0]}}, r"^SGD\.nesterov needs"),
        ({"optimizer": Adam}, r"^ModelSweep\.optimizer: Adam is a class"),
        ({"epochs": 0}, r"^ModelSweep\.epochs must be in"),
        ({"epochs": 5_001}, r"20004"),
        ({"model": Recurrent()}, r"Recurrent"),
        ({"model": MLP(width=128, depth=4)}, r"40000"),
        ({"dataset": MLP()}, r"dataset"),
    ],
)
def test_an_invalid_sweep_is_refused_by_name(given, message):
    with pytest.raises(SpecError, match=message):
        swept(**given)


@pytest.mark.parametrize("optimizer", [LBFGS(max_iter=2), Muon()], ids=lambda one: type(one).__name__)
def test_classes_that_need_their_own_tensors_train_one_by_one(optimizer):
    spec = swept(optimizer=optimizer, axes={"lr": np.geomspace(1e-2, 1e3, 9)}, epochs=3)
    result = model_sweep(spec)
    for cell in np.ndindex(*spec.shape):
        log = alone(spec, *cell)
        assert result.status[cell] is log.status
        assert result.final_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-4)
        assert result.best_score[cell] == pytest.approx(log.test_score.max(), abs=0.051)  # one example of twenty


def test_trainings_one_by_one_share_the_time_too():
    start = time.monotonic()
    result = model_sweep(swept(optimizer=LBFGS(), axes={"lr": np.geomspace(1e-2, 1, 40)}, epochs=400), seconds=1.0)
    assert time.monotonic() - start < idle_seconds(4.0)
    assert (result.status == Status.OUT_OF_TIME).all()
    assert np.isfinite(result.final_loss).all()
