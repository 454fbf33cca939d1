"""Optimizers that torch does not have, held to other libraries and to the formulas they were published with."""

import inspect
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import pytorch_optimizer
import schedulefree
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from optim_core.base.hyper import defaults
from optim_core.descend import descend
from optim_core.optimizers import (
    OPTIMIZERS,
    AbstractOptimizer,
    AdaBelief,
    Adan,
    BarzilaiBorwein,
    Lion,
    ScheduleFreeAdamW,
    ScheduleFreeSGD,
)
from optim_core.optimizers.adapter import RuleOptimizer
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Himmelblau, Quadratic, Rosenbrock
from tests.quick import examples
from tests.strategies import optimizers

Make = Callable[[list[torch.Tensor], AbstractOptimizer], torch.optim.Optimizer]

LIBRARY: dict[type[AbstractOptimizer], tuple[type[torch.optim.Optimizer], Make]] = {
    Lion: (
        pytorch_optimizer.Lion,
        lambda params, spec: pytorch_optimizer.Lion(
            params,
            lr=spec.lr,
            betas=(spec.beta1, spec.beta2),
            weight_decay=spec.weight_decay,
            foreach=False,
        ),
    ),
    AdaBelief: (
        pytorch_optimizer.AdaBelief,
        lambda params, spec: pytorch_optimizer.AdaBelief(
            params,
            lr=spec.lr,
            betas=(spec.beta1, spec.beta2),
            eps=spec.eps,
            weight_decay=spec.weight_decay,
            weight_decouple=spec.decoupled_weight_decay,
            rectify=spec.rectify,
            ams_bound=spec.amsgrad,
            foreach=False,
        ),
    ),
    Adan: (
        pytorch_optimizer.Adan,
        lambda params, spec: pytorch_optimizer.Adan(
            params,
            lr=spec.lr,
            betas=(spec.beta1, spec.beta2, spec.beta3),
            eps=spec.eps,
            weight_decay=spec.weight_decay,
            weight_decouple=spec.no_prox,
            foreach=False,
        ),
    ),
    ScheduleFreeSGD: (
        schedulefree.SGDScheduleFree,
        lambda params, spec: schedulefree.SGDScheduleFree(
            params,
            lr=spec.lr,
            momentum=spec.momentum or 1e-300,  # it takes no 0
            weight_decay=spec.weight_decay,
            warmup_steps=spec.warmup_steps,
            r=spec.r,
            weight_lr_power=spec.weight_lr_power,
            foreach=False,
        ),
    ),
    ScheduleFreeAdamW: (
        schedulefree.AdamWScheduleFree,
        lambda params, spec: schedulefree.AdamWScheduleFree(
            params,
            lr=spec.lr,
            betas=(spec.beta1, spec.beta2),
            eps=spec.eps,
            weight_decay=spec.weight_decay,
            warmup_steps=spec.warmup_steps,
            r=spec.r,
            weight_lr_power=spec.weight_lr_power,
            foreach=False,
        ),
    ),
}
OTHER_NAMES = {"weight_decouple": "decoupled_weight_decay", "ams_bound": "amsgrad"}
SMALLEST = 1e-290
"""An eps below is left out: subnormal numbers have few digits, so that the order of two divisions decides a step."""
every_library = pytest.mark.parametrize("cls", LIBRARY, ids=lambda cls: cls.__name__)


@every_library
def test_defaults_are_the_librarys(cls):
    found = {p.name: p.default for p in inspect.signature(LIBRARY[cls][0]).parameters.values()}
    names = [name for name in defaults(cls) if name.startswith("beta")]
    if "betas" in found:
        found |= dict(zip(names, found.pop("betas"), strict=True))
    if cls is Adan:
        found["no_prox"] = found.pop("weight_decouple")
    found = {OTHER_NAMES.get(name, name): value for name, value in found.items()}
    ours = {name: value for name, value in defaults(cls).items() if name != "maximize"}
    assert ours == {name: found[name] for name in ours}


def steps(optimizer: torch.optim.Optimizer, param: torch.nn.Parameter, count: int) -> list[np.ndarray]:
    """The points after so many steps, as far as they are within reach, on a bowl, where rounding does not grow."""
    if hasattr(optimizer, "train"):
        optimizer.train()
    points = []
    for _ in range(count):
        optimizer.zero_grad()
        Quadratic(kappa=10, rotation=30)(param).backward()
        optimizer.step()
        points.append(param.detach().numpy().copy())
        if not np.abs(points[-1]).max() < 1e4:
            break
    return points


@every_library
def test_paths_are_the_librarys(cls):
    @examples(60, deadline=None)
    @given(spec=optimizers((cls,)), lr=st.sampled_from((1e-3, 1e-2, 0.1)))
    def holds(spec, lr):
        spec = replace(spec, lr=lr, maximize=False)
        assume(not 0 < getattr(spec, "eps", 1) < SMALLEST)
        # AdaBelief divides by a difference of gradients, which with a small β₁ is one of all but equals
        share = 1e-6 if cls is AdaBelief else 1e-11
        first, second = (torch.nn.Parameter(torch.tensor([-1.2, 1.0], dtype=torch.float64)) for _ in range(2))
        expected, ours = steps(LIBRARY[cls][1]([first], spec), first, 12), steps(spec.build([second]), second, 12)
        for one, other in zip(expected, ours, strict=False):
            np.testing.assert_allclose(other, one, rtol=share, atol=share)

    holds()


@pytest.mark.parametrize("cls", [*LIBRARY, BarzilaiBorwein], ids=lambda cls: cls.__name__)
def test_maximize_turns_the_gradient_round(cls):
    """The libraries' classes have no such switch, or apply it to the newest gradient alone (Adan)."""
    first, second = (torch.nn.Parameter(torch.tensor([-1.2, 1.0], dtype=torch.float64)) for _ in range(2))
    down, up = cls(lr=1e-3).build([first]), cls(lr=1e-3, maximize=True).build([second])
    for param, optimizer, sign in ((first, down, 1), (second, up, -1)):
        for _ in range(3):
            optimizer.zero_grad()
            (sign * Rosenbrock()(param)).backward()
            optimizer.step()
    assert torch.equal(first, second)


@pytest.mark.parametrize("short", [False, True])
def test_barzilai_and_borweins_step_by_step(short):
    """Their equations (5) and (6), with Raydan's bounds (1997) and no line search."""
    spec = BarzilaiBorwein(lr=1e-3, short=short, step_size_min=1e-4, step_size_max=0.05)
    (path,) = descend(SurfaceRun(surface=Himmelblau(), optimizers=(spec,), steps=60))
    xy, before = path.xy[0], None
    seen = set()
    for step in range(60):
        g = np.array(path.grad[step])
        alpha = spec.lr
        if before is not None:
            s, y = xy - before[0], g - before[1]
            if s @ y > 0:
                ratio = (s @ y) / (y @ y) if short else (s @ s) / (s @ y)
                alpha = min(max(ratio, 1e-4), 0.05)
                seen.add("bounded" if alpha != ratio else "free")
            else:
                seen.add("no minimum ahead")
        before = (xy, g)
        xy = xy - alpha * g
        np.testing.assert_allclose(path.xy[step + 1], xy, rtol=1e-9)
    assert seen >= {"free", "no minimum ahead"}
    assert short or "bounded" in seen  # s·y / y·y never is the longer one


def test_barzilai_and_borwein_see_a_parabolas_curvature_in_one_step():
    run = SurfaceRun(surface=Quadratic(kappa=100), optimizers=(BarzilaiBorwein(),), start=(0.0, 1.0), steps=3)
    (path,) = descend(run)
    assert path.xy[1, 1] == pytest.approx(1 - 1e-3 * 100)
    assert path.xy[2, 1] == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("lr", [0.07, 0.0137, 0.01])
def test_lion_moves_every_coordinate_by_exactly_lr_and_ends_swinging_by_lr(lr):
    """Chen et al. (2023), on parabolas: half the width of the tail is lr, with the published β."""
    run = SurfaceRun(surface=Quadratic(kappa=1), optimizers=(Lion(lr=lr),), start=(1.0, 0.83), steps=1000)
    (path,) = descend(run)
    np.testing.assert_allclose(np.abs(np.diff(path.xy, axis=0)), lr, rtol=1e-9)
    np.testing.assert_allclose(np.ptp(path.xy[-200:], axis=0) / 2, lr, rtol=1e-9)


def test_the_average_of_schedule_free_is_the_weighted_mean_of_its_fast_points():
    spec = ScheduleFreeSGD(lr=0.05, warmup_steps=10, r=0.5)
    (path,) = descend(SurfaceRun(surface=Himmelblau(), optimizers=(spec,), steps=40))
    t = np.arange(1, 41)
    rate = 0.05 * np.minimum(1, t / 10)
    weights = t**0.5 * np.maximum.accumulate(rate) ** 2
    mean = np.average(path.state["z"][1:], axis=0, weights=weights)
    np.testing.assert_allclose(path.state["ax"][-1], mean, rtol=1e-12)
    np.testing.assert_allclose(path.xy[-1], 0.1 * path.state["z"][-1] + 0.9 * mean, rtol=1e-12)


BEYOND = [cls for cls in OPTIMIZERS if cls.torch_class is None]


@pytest.mark.parametrize("cls", BEYOND, ids=lambda cls: cls.__name__)
def test_a_schedule_of_torchs_own_acts_at_once(cls):
    """As `param_groups` are what a rule reads at each step."""
    if not cls.param_requirement:
        first, second = (torch.nn.Parameter(torch.tensor([-1.2, 1.0], dtype=torch.float64)) for _ in range(2))
        plain, halved = cls(lr=1e-3).build([first]), cls(lr=2e-3).build([second])
        schedule = torch.optim.lr_scheduler.LambdaLR(halved, lambda step: 0.5)
        for param, optimizer in ((first, plain), (second, halved)):
            optimizer.zero_grad()
            Rosenbrock()(param).backward()
            optimizer.step()
        schedule.step()
        assert torch.equal(first, second)


def test_parameters_without_a_gradient_stay_and_a_closure_is_asked():
    still, moved = torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(3, 2))
    optimizer = Lion(lr=0.5).build([still, moved])

    def closure():
        optimizer.zero_grad()
        loss = moved.square().sum()
        loss.backward()
        return loss

    assert optimizer.step(closure).item() == 6
    assert (still == 1).all()
    assert (moved == 0.5).all()


def test_a_flat_rule_sees_all_parameters_of_a_group_as_one_vector():
    a, b, whole = (torch.nn.Parameter(torch.ones(shape)) for shape in ((2, 2), (3,), (7,)))
    apart, together = BarzilaiBorwein(lr=0.01).build([a, b]), BarzilaiBorwein(lr=0.01).build([whole])
    scale = torch.arange(1.0, 8.0)
    for _ in range(6):
        for optimizer, vector in ((apart, torch.cat([a.flatten(), b])), (together, whole)):
            optimizer.zero_grad()
            (scale * vector.square()).sum().backward()
            optimizer.step()
    assert torch.equal(torch.cat([a.flatten(), b]), whole)
    assert type(apart) is RuleOptimizer
