"""What a user of the library passes to specs: what is meant is accepted, or the error says what is wanted."""

import copy
import inspect
import pickle
from dataclasses import fields, replace

import numpy as np
import pytest
import torch

from optim_core.base.errors import SpecError, UnknownFieldError
from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.models import MLP
from optim_core.models.datasets import Diabetes, Moons
from optim_core.optimizers import (
    LBFGS,
    OPTIMIZERS,
    SGD,
    Adafactor,
    Adam,
    Lion,
    Muon,
    Rprop,
    in_torch,
)
from optim_core.optimizers.schedules import SCHEDULES, CosineAnnealingLR, CyclicLR, MultiStepLR, OneCycleLR
from optim_core.specs import EqualBudgetRace, ModelRun, ModelSweep, SurfaceRun, Sweep
from optim_core.surfaces import Beale, Quadratic, Rosenbrock
from optim_core.sweep import sweep
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import train
from optim_core.train.functions import measure

HALF = (0.5, np.float64(0.5), np.float32(0.5), np.array(0.5), torch.tensor(0.5), torch.tensor(0.5, requires_grad=True))


@pytest.mark.parametrize("value", HALF, ids=repr)
def test_a_number_may_be_an_array_without_dimensions(value):
    optimizer = Adam(lr=value, beta1=value)
    assert (optimizer.lr, optimizer.beta1) == (0.5, 0.5)
    assert type(optimizer.lr) is float
    assert OneCycleLR(pct_start=value).pct_start == 0.5
    assert Sweep(surface=Beale(), optimizer=SGD(), axes={"lr": (value, 1.0)}).axes[0].values == (0.5, 1.0)


def test_whole_numbers_flags_and_lists_may_be_arrays():
    assert SurfaceRun(surface=Beale(), optimizers=SGD(), steps=np.int64(7)).steps == 7
    assert SurfaceRun(surface=Beale(), optimizers=SGD(), steps=torch.tensor(7)).steps == 7
    assert SGD(momentum=0.5, nesterov=np.bool_(True)).nesterov is True
    assert MultiStepLR(milestones=np.array([3, 9])).milestones == (3, 9)


@pytest.mark.parametrize(
    "start",
    [(1.0, 2.0), [1, 2], np.array([1.0, 2.0]), torch.tensor([1, 2]), (torch.tensor(1.0), np.float32(2))],
    ids=repr,
)
def test_a_start_may_be_an_array(start):
    assert SurfaceRun(surface=Beale(), optimizers=SGD(), start=start).start == (1.0, 2.0)
    assert Sweep(surface=Beale(), optimizer=SGD(), start=start).start == (1.0, 2.0)
    assert EqualBudgetRace(surfaces=Beale(), optimizers=SGD(), start=start).start == (1.0, 2.0)


@pytest.mark.parametrize("value", [np.zeros(2), torch.zeros(1), np.array("0.5"), np.array([[0.5]]), [0.5]], ids=repr)
def test_an_array_with_dimensions_is_no_number(value):
    with pytest.raises(SpecError, match=r"^Adam\.lr must be in"):
        Adam(lr=value)


@pytest.mark.parametrize("start", [np.zeros(3), torch.zeros(2, 2), np.array(1.0)], ids=repr)
def test_a_start_of_another_shape_is_refused(start):
    with pytest.raises(SpecError, match=r"^SurfaceRun\.start"):
        SurfaceRun(surface=Beale(), optimizers=SGD(), start=start)


def test_one_optimizer_stands_for_a_tuple_of_it():
    assert SurfaceRun(surface=Beale(), optimizers=SGD()).optimizers == (SGD(),)
    assert ModelRun(dataset=Moons(), model=MLP(), optimizers=SGD()).optimizers == (SGD(),)
    race = EqualBudgetRace(surfaces=Beale(), optimizers=SGD(), tuned="lr")
    assert (race.surfaces, race.optimizers, race.tuned) == ((Beale(),), (SGD(),), ("lr",))


@pytest.mark.parametrize(
    ("make", "where", "name"),
    [
        (lambda: SurfaceRun(surface=Beale, optimizers=SGD()), "SurfaceRun.surface", "Beale"),
        (lambda: SurfaceRun(surface=Beale(), optimizers=SGD), "SurfaceRun.optimizers", "SGD"),
        (lambda: SurfaceRun(surface=Beale(), optimizers=(SGD(), Adam)), "SurfaceRun.optimizers", "Adam"),
        (lambda: ModelRun(dataset=Moons, model=MLP(), optimizers=SGD()), "ModelRun.dataset", "Moons"),
        (lambda: ModelRun(dataset=Moons(), model=MLP, optimizers=SGD()), "ModelRun.model", "MLP"),
        (lambda: Sweep(surface=Beale, optimizer=SGD()), "Sweep.surface", "Beale"),
        (lambda: Sweep(surface=Beale(), optimizer=SGD), "Sweep.optimizer", "SGD"),
        (lambda: EqualBudgetRace(surfaces=(Beale,), optimizers=SGD()), "EqualBudgetRace.surfaces", "Beale"),
        (lambda: SGD(schedule=CosineAnnealingLR), "SGD.schedule", "CosineAnnealingLR"),
    ],
)
def test_a_class_is_said_to_need_an_instance(make, where, name):
    with pytest.raises(SpecError) as caught:
        make()
    assert str(caught.value) == f"{where}: {name} is a class, and an instance is needed, such as {name}()"


@pytest.mark.parametrize(
    ("make", "wanted"),
    [
        (lambda: SurfaceRun(surface=Beale(), optimizers=torch.optim.SGD), "Optimizer"),
        (lambda: SurfaceRun(surface=Beale(), optimizers=(SGD(), torch.optim.Adam)), "Optimizer"),
        (lambda: SurfaceRun(surface=SGD, optimizers=SGD()), "Surface"),
        (lambda: ModelRun(dataset=Moons(), model=torch.nn.Linear, optimizers=SGD()), "Model"),
        (lambda: EqualBudgetRace(surfaces=SGD, optimizers=SGD()), "Surface"),
        (lambda: SGD(schedule=torch.optim.lr_scheduler.StepLR), "Schedule"),
        (lambda: SGD(clip=torch.nn.Linear), "Clip"),
    ],
)
def test_of_a_class_of_another_kind_no_instance_is_asked_for(make, wanted):
    with pytest.raises(SpecError, match=f"must be an object of class {wanted}, got <class"):
        make()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Adam(betas=(0.9, 0.99)), "Adam.betas: each of its numbers has a name of its own: beta1, beta2"),
        (lambda: Lion(betas=(0.9, 0.99)), "Lion.betas: each of its numbers has a name of its own: beta1, beta2"),
        (lambda: Adafactor(eps=(None, 1e-3)), "Adafactor.eps: each of its numbers has a name of its own: eps1, eps2"),
        (lambda: Rprop(etas=(0.5, 1.2)), "Rprop.etas: each of its numbers has a name of its own: etaminus, etaplus"),
        (
            lambda: Muon(ns_coefficients=(1, 2, 3)),
            "Muon.ns_coefficients: each of its numbers has a name of its own: ns_a, ns_b, ns_c",
        ),
        (
            lambda: OneCycleLR(max_lr=0.1),
            "OneCycleLR.max_lr: this rate is the lr of the optimizer that has the schedule; set that",
        ),
        (
            lambda: CyclicLR(base_lr=0.1),
            "CyclicLR.base_lr: this rate is the lr of the optimizer that has the schedule; set that",
        ),
        (lambda: Quadratic(cond=3), "Quadratic.cond: there is no such argument; there are kappa"),
        (
            lambda: SGD(foreach=True),
            "SGD.foreach: there is no such argument; there are lr, schedule, clip, momentum, dampening, weight_decay, "
            "nesterov, maximize",
        ),
        (lambda: replace(Quadratic(), lr=1), "Quadratic.lr: there is no such argument; there are kappa"),
    ],
)
def test_an_argument_that_is_no_field_gets_advice(make, message):
    with pytest.raises(UnknownFieldError) as caught:
        make()
    assert isinstance(caught.value, TypeError)
    error = caught.value
    assert all(load(one)("error." + error.key, where=error.where, **error.values) for one in LANGUAGES)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert message in str(error)


TUPLES = [(cls, name) for cls in OPTIMIZERS if in_torch(cls) for name in cls.packed]


@pytest.mark.parametrize(("cls", "name"), TUPLES, ids=str)
def test_every_tuple_of_torch_is_explained_with_its_fields(cls, name):
    with pytest.raises(UnknownFieldError, match=", ".join(cls.packed[name])):
        cls(**{name: (0.5, 0.5)})
    assert set(cls.packed[name]) <= set(hypers(cls))


@pytest.mark.parametrize("cls", [cls for cls in OPTIMIZERS if in_torch(cls)], ids=lambda cls: cls.__name__)
def test_none_and_defaults_of_arguments_without_an_effect_are_accepted(cls):
    parameters = inspect.signature(cls.torch_class).parameters
    nones = {name: None for name, one in parameters.items() if one.default is None}
    same = {name: False for name in ("capturable", "differentiable") if name in parameters}
    assert cls(**nones, **same) == cls()


def test_none_means_what_it_means_in_torch():
    assert LBFGS(line_search_fn=None, max_eval=None).torch_kwargs()["line_search_fn"] is None
    assert LBFGS(line_search_fn="strong_wolfe").torch_kwargs()["line_search_fn"] == "strong_wolfe"
    assert replace(LBFGS(line_search_fn="strong_wolfe"), line_search_fn=None) == LBFGS()
    assert Adafactor(eps1=None).torch_kwargs()["eps"] == (None, 1e-3)
    assert Muon(adjust_lr_fn=None).torch_kwargs()["adjust_lr_fn"] is None
    assert CyclicLR(step_size_up=7, step_size_down=None).step_size_down == 7
    assert CyclicLR(step_size_down=None).step_size_down == CyclicLR().step_size_up
    assert CyclicLR(scale_fn=None, last_epoch=-1) == CyclicLR()
    with pytest.raises(SpecError, match=r"^Adam\.lr must be in"):
        Adam(lr=None)


@pytest.mark.parametrize("spec", [*(cls() for cls in OPTIMIZERS), *(cls() for cls in SCHEDULES)], ids=repr)
def test_a_spec_is_copied_and_pickled(spec):
    assert pickle.loads(pickle.dumps(spec)) == copy.deepcopy(spec) == copy.copy(spec) == replace(spec) == spec


@pytest.mark.parametrize("cls", [*OPTIMIZERS, *SCHEDULES, SurfaceRun, Quadratic], ids=lambda cls: cls.__name__)
def test_the_signature_names_the_fields(cls):
    parameters = inspect.signature(cls).parameters
    assert list(parameters) == [field.name for field in fields(cls)]
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters.values())


@pytest.mark.parametrize("axes", [{}, ()])
def test_a_sweep_without_axes_is_a_single_run(axes):
    spec = Sweep(surface=Rosenbrock(), optimizer=Adam(lr=0.02), axes=axes, steps=50)
    result, (path,) = sweep(spec), descend(SurfaceRun(surface=Rosenbrock(), optimizers=Adam(lr=0.02), steps=50))
    assert (spec.shape, result.final_loss.shape, result.final_xy.shape) == ((), (), (2,))
    assert result.final_loss == pytest.approx(path.loss[-1], rel=1e-9)
    assert result.status.item() is path.status
    assert result.steps_to(0.5).shape == result.diverged.shape == result.nearest_minimum.shape == ()
    assert spec.run_at() == SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(lr=0.02),), steps=50)


def test_a_model_sweep_without_axes_is_a_single_training():
    spec = ModelSweep(dataset=Moons(), model=MLP(), optimizer=Adam(lr=0.01), epochs=2)
    (log,) = train(spec.run_at())
    result = model_sweep(spec)
    assert result.final_score.shape == ()
    assert result.final_loss == pytest.approx(log.train_loss[-1], rel=1e-4)


@pytest.mark.parametrize("values", [0.1, "0.1", None, np.array(0.1), torch.tensor(0.1)], ids=repr)
def test_an_axis_needs_a_list_of_values(values):
    with pytest.raises(SpecError, match=r"^Sweep\.axes\.lr must be a list of values"):
        Sweep(surface=Beale(), optimizer=SGD(), axes={"lr": values})


def test_an_axis_may_be_an_array():
    for values in (np.geomspace(0.01, 0.1, 3), torch.tensor([0.25, 0.5]), range(1, 3)):
        axis = Sweep(surface=Beale(), optimizer=SGD(), axes={"lr": values}).axes[0]
        assert axis.values == tuple(float(value) for value in values)


def test_the_loss_of_a_regression_is_half_the_mean_squared_error():
    data = Diabetes()
    x, y = type(data).load(**data.values())[:2]
    model = torch.nn.Linear(data.inputs, 1)
    with torch.no_grad():
        mean = torch.nn.functional.mse_loss(model(x).squeeze(-1), y).item()
        loss, _ = measure(model, data.task.loss, data.task.score, x, y)
    assert loss.item() == pytest.approx(mean / 2, rel=1e-6)
    assert "half the mean squared error" in " ".join((ModelRun.__doc__ or "").split())


def test_positions_with_nesterov_are_the_look_ahead_points():
    lr, momentum, steps = 0.02, 0.9, 20
    spec = SGD(lr=lr, momentum=momentum, nesterov=True)
    (path,) = descend(SurfaceRun(surface=Quadratic(kappa=10), optimizers=spec, steps=steps, start=(1, 2)))
    x = before = torch.tensor([1.0, 2.0], dtype=torch.float64)
    for step in range(steps):
        ahead = (x + momentum * (x - before)).requires_grad_()
        assert path.xy[step] == pytest.approx(ahead.detach().numpy(), rel=1e-9)
        (slope,) = torch.autograd.grad(Quadratic(kappa=10)(ahead), ahead)
        x, before = (ahead - lr * slope).detach(), x


@pytest.mark.parametrize("epochs", [1, 3, 40])
def test_sharpness_is_measured_before_the_first_and_after_at_most_100_updates(epochs):
    run = ModelRun(dataset=Moons(), model=MLP(), optimizers=SGD(), epochs=epochs, sharpness=True, seeds=2)
    first, second = train(run)
    at = first.sharpness_at
    assert (at[0], at[-1]) == (0, run.steps)
    assert len(at) - 1 == min(100, -(-run.steps // 5))
    assert np.ptp(np.diff(at)) <= 1
    assert not len(second.sharpness_at)
