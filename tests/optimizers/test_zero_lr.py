"""A learning rate of 0, which torch accepts: no step is made, and all that is derived from a run is defined."""

from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.explain.summary import surface_rows
from optim_core.explain.theory import theory
from optim_core.export import surface_script
from optim_core.figures.schedules import schedule_drawing
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import OPTIMIZERS, SGD, AdamW, Muon, Prodigy, Rprop
from optim_core.optimizers.plugins import plugins_from
from optim_core.optimizers.schedules import RATE, SCHEDULES, StepLR
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.specs import ModelRun, SurfaceRun, Sweep
from optim_core.surfaces import Beale, Quadratic
from optim_core.sweep import sweep
from optim_core.train import train
from tests.scripts import printed

STILL = tuple(cls(lr=0.0) for cls in OPTIMIZERS if cls.param_requirement is None and cls is not Rprop)
"""Rprop's lr is only its first step, which grows from its least one."""


@pytest.mark.parametrize("optimizer", STILL, ids=lambda one: type(one).__name__)
def test_a_race_stays_at_its_start_and_can_be_explained(optimizer):
    run = SurfaceRun(surface=Beale(), optimizers=optimizer, steps=12, start=(0.5, 1.5))
    paths = descend(run)
    assert paths[0].status is Status.RUNNING
    assert np.ptp(paths[0].xy, axis=0) == pytest.approx([0, 0], abs=1e-12)
    for finding in diagnose(run, paths)[0]:
        assert finding.attempt.get("lr", RATE.ticks[0]) >= RATE.ticks[0]
        assert all(f"finding.{finding.key}" in load(one) for one in LANGUAGES)
        assert all(np.isfinite(value) for value in finding.values.values() if isinstance(value, float))
    assert surface_rows(run, paths, 0.01)[0].rank == 1
    assert read_surface_run(write_surface_run(run)) == run


@pytest.mark.parametrize("optimizer", STILL, ids=lambda one: type(one).__name__)
def test_a_sweep_has_a_cell_like_the_race(optimizer):
    spec = Sweep(surface=Beale(), optimizer=replace(optimizer, lr=0.01), axes={"lr": (0.0, 1e-3)}, steps=12)
    (path,) = descend(spec.run_at(0))
    result = sweep(spec)
    assert result.final_xy[0] == pytest.approx(path.xy[-1], abs=1e-12)
    assert result.status[0] is path.status


@pytest.mark.parametrize("cls", SCHEDULES, ids=lambda cls: cls.__name__)
def test_a_schedule_of_it_has_values_and_a_drawing(cls):
    optimizer = SGD(lr=0.0, momentum=0.5, schedule=cls(warmup=2))
    (path,) = descend(SurfaceRun(surface=Beale(), optimizers=optimizer, steps=8))
    assert np.isfinite(path.scheduled["lr"]).all()
    low, high = schedule_drawing(optimizer, 8, 0, load("en"))["layout"]["yaxis"]["range"]
    assert low < high


def test_scripts_print_the_same_numbers(tmp_path):
    run = SurfaceRun(surface=Beale(), optimizers=(SGD(lr=0), Prodigy(lr=0), SGD(lr=0, schedule=StepLR())), steps=5)
    lines = printed(surface_script(run), tmp_path)
    expected = [float(path.loss[-1]) for path in descend(run)]
    assert [float(line.rpartition("loss=")[2]) for line in lines] == expected


def test_a_training_keeps_its_weights_and_has_no_edge_of_stability():
    run = ModelRun(dataset=Moons(), model=MLP(), optimizers=(SGD(lr=0), AdamW(lr=0)), epochs=1, sharpness=True)
    for log in train(run):
        assert np.ptp(log.weights, axis=0).max() == 0
        assert (log.update_ratio == 0).all()
        assert log.optimizer.max_stable_curvature is None


def test_theory_leaves_it_out():
    axes = {"lr": (0.0, 1e-3, 1e-1), "weight_decay": (1e-3, 1e-1)}
    curves = theory(Sweep(surface=Quadratic(), optimizer=AdamW(), axes=axes))
    assert curves
    assert all(np.isfinite(curve.points).all() for curve in curves)
    assert theory(Sweep(surface=Quadratic(), optimizer=AdamW(), axes=axes | {"lr": (0.0,)})) == ()


def test_a_plugin_with_a_schedule_keeps_its_rate():
    (cls,) = plugins_from("torch.optim:SGD", [cls.__name__ for cls in OPTIMIZERS])
    run = SurfaceRun(surface=Beale(), optimizers=cls(lr=0, schedule=StepLR(step_size=2)), steps=5)
    assert descend(run)[0].status is Status.RUNNING
    assert "/ 0.0" not in surface_script(run)


def test_sliders_begin_above_0():
    for domain in (RATE, hypers(Muon)["rest_lr"]):
        assert (domain.low, domain.ticks[0], domain.ticks[-1]) == (0.0, 1e-5, 10.0)
