"""What is put together from switches is what its name says: held to torch, point by point."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
import torch
from hypothesis import given
from torch import Tensor

from optim_core.base.domains import Flag
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop
from optim_core.optimizers.composed import Composed
from optim_core.optimizers.lion import Lion
from optim_core.optimizers.recipes import NAMES, RECIPES, SWITCHES
from tests.quick import examples
from tests.strategies import optimizers

STEPS = 20
RATE = 1e-2
"""So small that no step crosses the minimum, where the last bit of a gradient may decide its sign."""
CURVATURES = torch.tensor([1.0, 10.0], dtype=torch.float64)


def path(
    make: Callable[[list[Tensor]], torch.optim.Optimizer],
    before: Callable[[torch.optim.Optimizer, Tensor, int], None] = lambda optimizer, param, step: None,
) -> Tensor:
    """The points (steps + 1, 2) on a stretched bowl; `before` is called between each gradient and its step."""
    param = torch.nn.Parameter(torch.tensor([3.0, -2.0], dtype=torch.float64))
    optimizer, points = make([param]), [param.detach().clone()]
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        (0.5 * CURVATURES * param**2).sum().backward()
        with torch.no_grad():
            before(optimizer, param, step)
        optimizer.step()
        points.append(param.detach().clone())
    return torch.stack(points)


def assert_same(one: Tensor, other: Tensor) -> None:
    """To 1e-12 of the farthest so far, from which the digits come, until one is beyond all bounds."""
    far = other.abs().cummax(0).values.clamp(min=1.0)
    sound = (far < 1e150).all(1)
    assert ((one - other).abs() <= 1e-12 * far)[sound].all()


def switched(spec: Composed, made: tuple[str, ...]) -> Composed:
    """The same numbers, with these switches."""
    on = {name: name in made for name in SWITCHES}
    lr = min(spec.lr, RATE)
    return replace(spec, lr=lr, first_moment=made[0], second_moment=made[1], beta1=spec.beta1 or 0.5, **on)


every_name = pytest.mark.parametrize("made", RECIPES, ids="-".join)


@every_name
@given(spec=optimizers((Composed,)))
@examples(10)
def test_it_takes_the_steps_of_its_equivalent(made, spec):
    spec = switched(spec, made)
    if spec.recipe is not None and spec.recipe.equivalent is not None:
        assert_same(path(spec.build), path(spec.recipe.equivalent.build))


EQUIVALENTS = {
    "sgd": SGD, "momentum": SGD, "averaged": SGD, "nesterov": SGD, "averaged_nesterov": SGD, "signsgd": Lion,
    "signum": Lion, "lion": Lion, "rmsprop": RMSprop, "adagrad": Adagrad, "adam": Adam, "adam_still": Adam,
    "amsgrad": Adam,
}  # fmt: skip


@every_name
def test_which_equivalent_it_has(made):
    plain = switched(Composed(lr=0.1), made)
    assert type(plain.recipe.equivalent) is EQUIVALENTS.get(RECIPES[made], type(None))
    shrinking = replace(plain, weight_decay=0.1, decoupled_weight_decay=True)
    assert type(shrinking.recipe.equivalent) is {Adam: AdamW, Lion: Lion}.get(type(plain.recipe.equivalent), type(None))


@every_name
@given(spec=optimizers((Composed,)))
@examples(10)
def test_decoupled_decay_shrinks_and_then_steps_as_without(made, spec):
    spec = replace(switched(spec, made), weight_decay=0.01, decoupled_weight_decay=True)
    bare = replace(spec, weight_decay=0.0)
    shrunk = path(bare.build, lambda _optimizer, param, _step: param.mul_(1 - spec.lr * spec.weight_decay))
    assert_same(path(spec.build), shrunk)


@pytest.mark.parametrize("amsgrad", [False, True])
@given(spec=optimizers((Composed,)))
@examples(30)
def test_without_correction_it_is_adam_with_the_correction_taken_back(amsgrad, spec):
    spec = replace(switched(spec, ("average", "average")), amsgrad=amsgrad, decoupled_weight_decay=False)
    real = Adam(**{name: getattr(spec, name) for name in hypers(Adam)})

    def take_back(optimizer, _param, step):
        first, second = 1 - spec.beta1**step, (1 - spec.beta2**step) ** 0.5
        optimizer.param_groups[0].update(lr=spec.lr * first / second, eps=spec.eps / second)

    assert_same(path(spec.build), path(real.build, take_back))


@given(spec=optimizers((Composed,)))
@examples(30)
def test_nesterov_s_adam_is_torchs_nadam_once_its_momentum_has_grown(spec):
    spec = replace(switched(spec, ("average", "average", "bias_correction", "nesterov")), decoupled_weight_decay=False)
    torch.set_default_dtype(torch.float64)  # or torch would keep the product of the momenta in single precision
    try:
        real = path(
            lambda params: torch.optim.NAdam(
                params,
                lr=spec.lr,
                betas=(spec.beta1, spec.beta2),
                eps=spec.eps,
                weight_decay=spec.weight_decay,
                momentum_decay=1e5,  # 0.96 to this power is nothing
                maximize=spec.maximize,
            )
        )
    finally:
        torch.set_default_dtype(torch.float32)
    assert_same(path(spec.build), real)


@pytest.mark.parametrize("first", ["none", "sum", "average"])
@given(spec=optimizers((Composed,)))
@examples(30)
def test_signed_steps_follow_the_sign_of_torchs_velocity(first, spec):
    spec = replace(switched(spec, (first, "none", "sign")), decoupled_weight_decay=False)
    momentum = 0.0 if first == "none" else spec.beta1
    shared = {"weight_decay": spec.weight_decay, "maximize": spec.maximize}

    def follow(optimizer, param, step):
        given = param.grad.clone()
        twin.grad = given
        twin.copy_(param)
        velocity.step()
        kept = velocity.state[twin].get("momentum_buffer")
        slope = (-given if spec.maximize else given) + spec.weight_decay * param
        param.sub_(spec.lr * torch.sign(slope if kept is None else kept))
        param.grad.zero_()

    twin = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
    velocity = torch.optim.SGD([twin], lr=0.0, momentum=momentum, **shared)
    assert_same(path(spec.build), path(lambda params: torch.optim.SGD(params, lr=0.0), follow))


def test_every_combination_is_refused_or_runs_and_names_differ():
    flags = [name for name, domain in hypers(Composed).items() if isinstance(domain, Flag)]
    moments = hypers(Composed)["first_moment"].options
    refused, names = 0, {}
    for first, second, *on in product(moments, moments, *[(False, True)] * len(flags)):
        given = {"first_moment": first, "second_moment": second} | dict(zip(flags, on, strict=True))
        try:
            spec = Composed(lr=RATE, **given)
        except SpecError:
            refused += 1
            continue
        assert torch.isfinite(path(spec.build)).all()
        if spec.recipe is not None and not (spec.maximize or spec.decoupled_weight_decay):
            names.setdefault(spec.recipe.name, set()).add((first, second, *on))
    assert refused > 0
    assert {name: len(found) for name, found in names.items() if len(found) > 1} == {"Signum": 2, "Lion": 2}


def test_names_of_the_way_from_descent_to_adam():
    way = [{}, {"second_moment": "average"}, {"first_moment": "average"}, {"bias_correction": True}]
    way += [{"weight_decay": 0.1}, {"decoupled_weight_decay": True}]
    spec, names = Composed(), []
    for change in way:
        spec = replace(spec, **change)
        names.append(spec.variant_name)
    assert names == ["SGD", "RMSprop", "Adam without bias correction", "Adam", "Adam", "AdamW"]
    assert replace(spec, first_moment="sum").variant_name is None
    assert replace(spec, beta1=0.0, weight_decay=0.0).variant_name == "Adam with β₁ = 0"


def test_every_recipe_has_its_text():
    assert set(RECIPES.values()) == set(NAMES)
    for language in LANGUAGES:
        assert all(f"recipe.{key}" in load(language) for key in NAMES)
