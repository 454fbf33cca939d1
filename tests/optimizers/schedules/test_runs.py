"""Races and trainings with schedules, held to torch's own loop; what explains them; what refuses them."""

import inspect
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given

from optim_core.base.errors import SpecError
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.explain.microscope import step_view
from optim_core.explain.optimizer_state import optimizer_state
from optim_core.explain.step_quantities import effective_lr, quantities
from optim_core.export import surface_script
from optim_core.export.model_script import model_script
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import OPTIMIZERS, SGD, AbstractOptimizer, Adagrad, Adam, AdamW, NAdam, RMSprop, Rprop
from optim_core.optimizers.labels import labels
from optim_core.optimizers.schedules import (
    SCHEDULES,
    AbstractSchedule,
    CosineAnnealingLR,
    CyclicLR,
    ExponentialLR,
    MultiStepLR,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
)
from optim_core.permalink import read_model_run, read_surface_run, write_model_run, write_surface_run
from optim_core.specs import EqualBudgetRace, ModelRun, ModelSweep, SurfaceRun, Sweep
from optim_core.surfaces import Quadratic, Rosenbrock, Sphere
from optim_core.sweep.maps.spec import MapRun
from optim_core.sweep.study.spec import StudyContender
from optim_core.train import advance, begin, finished, logs, train
from optim_core.train.functions import batches
from tests.optimizers.schedules.test_schedules import torch_scheduler
from tests.quick import examples
from tests.scripts import printed
from tests.strategies import values

STEPS = 60
SHORT = {
    "T_max": 40,
    "total_steps": STEPS,
    "step_size": 9,
    "milestones": (7, 31),
    "T_0": 11,
    "total_iters": 30,
    "max_lr": 2e-3,
}
EACH = [cls(**{k: v for k, v in SHORT.items() if k in inspect.signature(cls).parameters}) for cls in SCHEDULES]
WARM = [replace(schedule, warmup=8) for schedule in EACH if not isinstance(schedule, OneCycleLR)]
PLATEAU = ReduceLROnPlateau(patience=3, factor=0.5, cooldown=2, threshold=0.01)
MOVED: tuple[AbstractOptimizer, ...] = (
    *(Adam(lr=0.05, schedule=schedule) for schedule in (*EACH, *WARM)),
    *(SGD(lr=1e-3, momentum=0.5, schedule=schedule) for schedule in EACH),
    SGD(lr=2e-4, schedule=OneCycleLR(total_steps=STEPS)),
    RMSprop(lr=0.01, momentum=0.9, schedule=CyclicLR(max_lr=0.02, step_size_up=7)),
    RMSprop(lr=0.01, momentum=0.9, momentum_decay=0.05, schedule=CosineAnnealingLR()),
    NAdam(lr=0.05, schedule=OneCycleLR(total_steps=STEPS, three_phase=True)),
    Adagrad(lr=0.5, schedule=PLATEAU),
    AdamW(lr=0.05, schedule=replace(PLATEAU, warmup=5)),
    Rprop(lr=0.05, schedule=StepLR(warmup=4)),
)
named = pytest.mark.parametrize("spec", MOVED, ids=lambda spec: f"{type(spec).__name__}-{spec.schedule}")


class PlateauAfter:
    """torch's own scheduler, told each loss, after a `LinearLR`."""

    def __init__(self, schedule: ReduceLROnPlateau, optimizer: torch.optim.Optimizer) -> None:
        self.warmup, self.done = schedule.warmup, 0
        self.then = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **schedule.own_values())
        if self.warmup:
            first = torch.optim.lr_scheduler.LinearLR(optimizer, schedule.warmup_start, total_iters=self.warmup)
            self.first = first

    def step(self, loss: float) -> None:
        self.done += 1
        if self.done <= self.warmup:
            self.first.step()
        else:
            self.then.step(loss)


def by_hand(spec: AbstractOptimizer, params, loss_at, steps: int) -> list[float]:
    """The losses of the loop that torch's documentation shows; `loss_at(step)` computes one."""
    optimizer = spec.build(params)
    schedule = spec.schedule
    assert schedule is not None
    plateau = PlateauAfter(schedule, optimizer) if isinstance(schedule, ReduceLROnPlateau) else None
    scheduler = None if plateau else torch_scheduler(schedule, optimizer, spec.lr)
    momentum_decay = getattr(spec, "momentum_decay", 0.0) if isinstance(spec, RMSprop) else 0.0
    losses = []
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss = loss_at(step)
        loss.backward()
        losses.append(loss.item())
        if momentum_decay:
            optimizer.param_groups[0]["momentum"] = spec.momentum * (1 - momentum_decay) ** (step - 1)
        optimizer.step()
        plateau.step(losses[-1]) if plateau else scheduler.step()
    return losses


@named
@pytest.mark.filterwarnings("ignore:The epoch parameter")
def test_a_race_is_torchs_loop_with_torchs_scheduler(spec):
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(spec,), steps=STEPS)
    (path,) = descend(run)
    param = torch.nn.Parameter(torch.tensor(run.start, dtype=torch.float64))
    losses = by_hand(spec, [param], lambda step: run.surface(param), path.steps)
    # torch's factors round once a step, and Rosenbrock's valley makes more of it
    np.testing.assert_allclose(path.loss[:-1], losses, rtol=1e-8)
    np.testing.assert_allclose(path.xy[-1], param.detach(), rtol=1e-8)


@named
def test_the_microscope_explains_every_scheduled_step(spec):
    path, still = descend(
        SurfaceRun(surface=Rosenbrock(), optimizers=(spec, replace(spec, schedule=None)), steps=STEPS)
    )
    assert still.scheduled == {}
    assert (np.diff(path.scheduled["lr"]) != 0).any() or spec.loss_dependent
    for step in (1, 2, 9, 33, path.steps):
        view = step_view(path, step)
        assert view.exact, view.deviation
        if step < path.steps:
            np.testing.assert_allclose(view.landing, path.xy[step + 1], rtol=1e-12, atol=1e-12)
        if not spec.signed:
            lr = effective_lr(path, step, quantities(path, step))
            plain = effective_lr(replace(path, scheduled={}), step, quantities(path, step))
            np.testing.assert_allclose(lr, plain * path.scheduled["lr"][step - 1] / spec.lr)
    assert np.isfinite(optimizer_state(path).series["effective_lr"]).all()
    diagnose(SurfaceRun(surface=Rosenbrock(), optimizers=(spec,), steps=STEPS), [path])


@pytest.mark.parametrize("cls", [cls for cls in OPTIMIZERS if not cls.param_requirement], ids=lambda cls: cls.__name__)
def test_every_optimizer_goes_by_a_schedule_and_its_rule_does_too(cls):
    spec = cls(schedule=OneCycleLR(total_steps=STEPS))
    (path,) = descend(SurfaceRun(surface=Rosenbrock(), optimizers=(spec,), steps=STEPS))
    assert path.scheduled.keys() == {"lr"} | ({spec.momentum_name} - {None})
    assert cls.rule is None or all(step_view(path, step).exact for step in range(1, path.steps + 1))


def test_a_plateau_falls_on_a_surface_and_tells_what_comes_next():
    spec = SGD(lr=0.9, schedule=PLATEAU)
    (path,) = descend(SurfaceRun(surface=Quadratic(kappa=2), optimizers=(spec,), start=(1, 1), steps=80, noise=0.3))
    rates = path.scheduled["lr"]
    assert rates[0] == 0.9
    assert rates[-1] < 0.1
    assert len(rates) == 81
    assert set(rates) <= {0.9 * 0.5**n for n in range(20)}


TRAINED = (
    Adam(lr=0.02, schedule=CosineAnnealingLR(T_max=12, warmup=3)),
    SGD(lr=0.2, schedule=OneCycleLR(total_steps=20)),
    Adam(lr=0.05, schedule=ReduceLROnPlateau(patience=1, factor=0.3, threshold=0.05)),
)


def training(*optimizers: AbstractOptimizer, **more) -> ModelRun:
    given = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 4, "batch_size": 20} | more
    return ModelRun(optimizers=optimizers or TRAINED, **given)


@pytest.mark.parametrize("spec", TRAINED, ids=repr)
@pytest.mark.filterwarnings("ignore:The epoch parameter")
def test_a_training_is_torchs_loop_with_torchs_scheduler(spec):
    run = training(spec)
    (log,) = train(run)
    data, task = run.dataset.split(), run.dataset.task
    torch.manual_seed(0)
    model = run.model.build(run.dataset.inputs, run.dataset.outputs)
    orders = [batch for epoch in range(1, 5) for batch in batches(len(data.train_y), 20, 0, epoch)]

    def loss_at(step: int) -> torch.Tensor:
        batch = orders[step - 1]
        return task.loss(model(data.train_x[batch]), data.train_y[batch])

    losses = by_hand(spec, list(model.parameters()), loss_at, run.steps)
    np.testing.assert_allclose(log.loss, losses, rtol=1e-5)


def test_however_a_scheduled_training_is_cut_it_is_the_same_to_the_last_bit():
    run = training(seeds=3)
    cut = begin(run)
    while not finished(run, cut):
        cut = advance(run, cut, 0.0)
    for whole, pieced in zip(train(run), logs(run, cut), strict=True):
        np.testing.assert_array_equal(whole.loss, pieced.loss)
        np.testing.assert_array_equal(whole.weights, pieced.weights)


def test_each_seed_has_a_plateau_of_its_own():
    spec = TRAINED[-1]
    together = train(training(spec, seeds=3))
    for seed, log in enumerate(together):
        (alone,) = train(training(spec, seed=seed))
        np.testing.assert_allclose(log.loss, alone.loss, rtol=1e-5)


def test_a_training_tells_what_was_set_for_each_update():
    cosine, cycle, plateau = train(training())
    assert cosine.scheduled["lr"].tolist() == [TRAINED[0].scheduled_values(step)["lr"] for step in range(1, 21)]
    assert cycle.scheduled.keys() == {"lr", "momentum"}
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.05)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **TRAINED[2].schedule.own_values())
    rates = []
    for loss in plateau.loss:
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step(loss)
    assert plateau.scheduled["lr"].tolist() == rates
    assert min(rates) < 0.05


@pytest.mark.parametrize("cls", SCHEDULES, ids=lambda cls: cls.__name__)
def test_a_schedule_survives_the_trip_through_a_link(cls):
    @examples(20)
    @given(knobs=values(cls))
    def holds(knobs):
        spec = Adam(lr=0.1, schedule=cls(**knobs))
        run = SurfaceRun(surface=Sphere(), optimizers=(SGD(), spec))
        assert repr(read_surface_run(write_surface_run(run))) == repr(run)
        trained = training(spec, SGD())
        assert repr(read_model_run(write_model_run(trained))) == repr(trained)

    holds()


def test_a_link_names_the_schedule_and_what_is_wrong_in_it():
    run = SurfaceRun(surface=Sphere(), optimizers=(SGD(schedule=CosineAnnealingLR(T_max=100, warmup=10)),))
    query = write_surface_run(run)
    assert query == {
        "surface": "Sphere",
        "o1": "SGD",
        "o1.schedule": "CosineAnnealingLR",
        "o1.schedule.T_max": "100",
        "o1.schedule.warmup": "10",
    }
    for name, text in (("o1.schedule", "Cosine"), ("o1.schedule.T_max", "0"), ("o1.schedule.warmup", "many")):
        with pytest.raises(SpecError, match=rf"^{re.escape(name)} must be"):
            read_surface_run(query | {name: text})
    with pytest.raises(SpecError, match=r"^SGD\.schedule"):
        SGD(schedule="CosineAnnealingLR")


def test_labels_tell_schedules_apart():
    cosine = CosineAnnealingLR()
    assert labels([Adam(schedule=cosine), SGD()]) == ("Adam", "SGD")
    assert labels([Adam(), Adam(schedule=cosine)]) == ("Adam", "Adam CosineAnnealingLR")
    longer = Adam(lr=0.1, schedule=replace(cosine, T_max=300))
    assert labels([Adam(schedule=cosine), longer, Adam(schedule=StepLR())]) == (
        "Adam lr 0.001, CosineAnnealingLR T_max 200",
        "Adam lr 0.1, CosineAnnealingLR T_max 300",
        "Adam lr 0.001, StepLR",
    )


SPEC = SGD(lr=0.01, schedule=StepLR())
REFUSING = {
    "sweep": lambda: Sweep(surface=Sphere(), optimizer=SPEC, axes={"lr": (0.1,)}),
    "model sweep": lambda: ModelSweep(dataset=Moons(), model=MLP(), optimizer=SPEC, axes={"lr": (0.1,)}),
    "equal budget": lambda: EqualBudgetRace(surfaces=(Sphere(),), optimizers=(SPEC,)),
    "map": lambda: MapRun(surface=Sphere(), optimizers=(SPEC,), start=(1, 1)),
    "study": lambda: StudyContender(optimizer=SPEC),
}


@pytest.mark.parametrize("name", REFUSING)
def test_what_runs_pure_rules_in_lanes_refuses_a_schedule(name):
    with pytest.raises(SpecError, match="SGD has the schedule StepLR"):
        REFUSING[name]()


def test_no_edge_of_stability_is_claimed_where_the_rate_moves():
    assert SGD(lr=0.1).max_stable_curvature is not None
    assert SGD(lr=0.1, schedule=ExponentialLR()).max_stable_curvature is None


def test_scripts_print_the_apps_numbers(tmp_path):
    race = SurfaceRun(surface=Rosenbrock(), optimizers=MOVED[:8], steps=STEPS)
    other = SurfaceRun(surface=Rosenbrock(), optimizers=MOVED[-8:], steps=STEPS)
    run = training(seeds=2)
    scripts = [surface_script(race), surface_script(other), model_script(run)]
    for number, script in enumerate(scripts):
        (tmp_path / f"{number}.py").write_text(script, encoding="utf-8")
        assert "optim_core" not in script
    for command in (["check", "--select", "E,F,W,I,B,N,UP,RET"], ["format", "--check", "--exclude", "2.py"]):
        flags = ["--isolated", "--line-length", "120", "--no-cache", "."]
        ruff = [sys.executable, "-m", "ruff", *command, *flags]
        done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    found = []
    for script in scripts:
        lines = printed(script, tmp_path)
        found.append([list(map(float, re.findall(r"=(-?[\d.e-]+)", line))) for line in lines])
    for lines, paths in zip(found, (descend(race), descend(other)), strict=False):
        assert [line[-1] for line in lines] == [path.loss[-1] for path in paths]
    for line, log in zip(found[2], train(run), strict=True):
        assert line[-2:] == pytest.approx([log.train_loss[-1], log.test_score[-1]], rel=1e-4)


def test_multi_steps_are_counted_in_updates_done():
    spec = SGD(lr=1e-3, schedule=MultiStepLR(milestones=(2, 4), gamma=0.5))
    (path,) = descend(SurfaceRun(surface=Sphere(), optimizers=(spec,), steps=6))
    assert path.scheduled["lr"].tolist() == [1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4, 2.5e-4, 2.5e-4]


def test_the_base_of_schedules_is_abstract():
    with pytest.raises(TypeError):
        AbstractSchedule()
