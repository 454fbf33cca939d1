"""What the signature of a class from elsewhere declares, and which class is refused before anybody meets it."""

import os
import re
from enum import IntEnum
from typing import Any

import pytest
import torch

from optim_core.base.domains import Flag, Real, Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.descend import descend
from optim_core.export import surface_script
from optim_core.optimizers.plugins import PluginError, plugins_from
from optim_core.optimizers.schedules import ConstantLR, CosineAnnealingLR, ReduceLROnPlateau
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Sphere
from tests.scripts import printed


class Norm(IntEnum):
    TWO = 2


class Plain(torch.optim.SGD):
    pass


class Counted(torch.optim.SGD):
    def __init__(
        self,
        params,
        lr=1,
        share: "float" = 2,
        decay: float | None = 3,
        some: Any = 4,
        rate=1,
        every: int | None = 5,
        count=6,
        start=-1,
        many: "int" = 300,
        norm=Norm.TWO,
        sizes: tuple[int, ...] = (2, 3),
        betas=[0.9, 0.999],  # noqa: B006
        eps=(1e-30, 1e-3),
        schedule=1.0,
        fallback_optimizer=2,
        flat=False,
        off=True,
    ):
        assert all(type(each) is int for each in (every, count, start, many, norm.value, *sizes))
        assert (norm, schedule, fallback_optimizer, flat, off) == (Norm.TWO, 1.0, 2, False, True)
        self.told = (tuple(betas), tuple(eps))
        super().__init__(params, lr=lr)


class Halved(torch.optim.SGD):
    def __init__(self, params, lr=0.1, share=0.3):
        super().__init__(params, lr=lr * share)


class Twice(torch.optim.SGD):
    def __init__(self, params, lr=0.1, beta2=0.9, betas=(0.9, 0.999)):
        super().__init__(params, lr=lr)


class Still(torch.optim.SGD):
    def __init__(self, params, lr=-0.1):
        super().__init__(params, lr=abs(lr))


class Fast(torch.optim.SGD):
    def __init__(self, params, lr=1e4):
        super().__init__(params, lr=lr)


class Wide(torch.optim.SGD):
    def __init__(self, params, lr=0.1, limit=10**400):
        super().__init__(params, lr=lr)


class Yes(torch.optim.SGD):
    def __init__(self, params, lr=True):
        super().__init__(params, lr=0.1)


class Elsewhere(torch.optim.SGD):
    def step(self, closure=None):
        for param in self.param_groups[0]["params"]:
            param.data = param.data - param.grad


class Rateless(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, {})

    def step(self, closure=None):
        pass


class Coarse(torch.optim.SGD):
    def step(self, closure=None):
        for param in self.param_groups[0]["params"]:
            self.state[param]["mean"] = param.detach().bfloat16()


class Flatland(torch.optim.SGD):
    def step(self, closure=None):
        if any(param.ndim > 1 for param in self.param_groups[0]["params"]):
            raise RuntimeError("no\nmatrices")


def one(cls):
    (made,) = plugins_from(f"{__name__}:{cls.__name__}", ())
    return made


def test_a_default_of_0_is_no_whole_number_unless_the_class_says_so():
    made = one(Plain)
    assert {type(domain) for name, domain in hypers(made).items() if name != "lr"} == {Real, Flag}
    assert made(weight_decay=0.01, momentum=0.5).torch_kwargs()["weight_decay"] == 0.01


def test_numbers_are_whole_by_annotation_or_by_default():
    domains = hypers(one(Counted))
    whole = {name for name, domain in domains.items() if isinstance(domain, Whole)}
    assert whole == {"every", "count", "start", "many", "size1", "size2"}
    assert set(domains) == whole | {"lr", "share", "decay", "some", "rate", "beta1", "beta2", "eps1", "eps2"}


def test_whole_numbers_are_bounded_for_a_step_may_repeat_them():
    domains, made = hypers(one(Counted)), one(Counted)
    assert {name: (domains[name].low, domains[name].high) for name in ("every", "start", "many")} == {
        "every": (1, 100),
        "start": (-1, 100),
        "many": (1, 3000),
    }
    with pytest.raises(SpecError):
        made(every=1_000_000)


def test_lists_and_eps_are_tuples_of_numbers():
    made = one(Counted)
    assert [defaults(made)[name] for name in ("beta1", "beta2", "eps1", "eps2")] == [0.9, 0.999, 1e-30, 1e-3]
    assert made(beta1=0.5, eps2=0.1).build([torch.nn.Parameter(torch.zeros(2))]).told == ((0.5, 0.999), (1e-30, 0.1))


@pytest.mark.parametrize(
    ("cls", "why"),
    [
        (Twice, "beta2 stands for two of its arguments"),
        (Still, "Still.lr"),
        (Fast, "Fast.lr"),
        (Wide, "by default, and numbers go to 1e+09"),
        (Yes, "has no lr with a number for its default"),
        (Elsewhere, "it puts new tensors in the place of its parameters' data"),
        (Rateless, "it has no lr in its parameter groups"),
        (Coarse, "BFloat16"),
        (Flatland, "RuntimeError: no matrices"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_class_that_cannot_run_by_default_is_refused_at_start(cls, why):
    with pytest.raises(PluginError, match=cls.__name__) as caught:
        one(cls)
    assert why in str(caught.value)


PACKAGE = "AdaFactor AdaGO AdaHessian AdaLOMO FAdam Muon SophiaH SpectralSphere"


@pytest.mark.parametrize("name", ["torch.optim:SparseAdam", *(f"pytorch_optimizer:{name}" for name in PACKAGE.split())])
def test_classes_of_packages_that_cannot_run_are_refused_at_start(name):
    with pytest.raises(PluginError, match=f"{name} cannot be run, "):
        list(plugins_from(name, ()))


def test_one_that_needs_a_closure_is_tried_with_one():
    (made,) = plugins_from("torch.optim:LBFGS", ())
    assert made.uses_closure


@pytest.mark.parametrize(
    ("schedule", "of_torch"),
    [
        (CosineAnnealingLR(T_max=4), lambda real: torch.optim.lr_scheduler.CosineAnnealingLR(real, 4)),
        (
            ReduceLROnPlateau(patience=0, threshold=0.9),
            lambda real: torch.optim.lr_scheduler.ReduceLROnPlateau(real, patience=0, threshold=0.9),
        ),
        (None, None),
    ],
    ids=["cosine", "plateau", "none"],
)
def test_a_schedule_starts_from_the_rate_that_the_class_makes_of_lr(schedule, of_torch):
    spec = one(Halved)(lr=0.1, schedule=schedule)
    (path,) = descend(SurfaceRun(surface=Sphere(), optimizers=(spec,), steps=6))
    param = torch.nn.Parameter(torch.tensor(path.xy[0]))
    real = Halved([param], lr=0.1)
    scheduler = of_torch(real) if of_torch else None
    for row in path.xy[1:]:
        real.zero_grad()
        loss = Sphere()(param)
        loss.backward()
        real.step()
        assert row == pytest.approx(param.detach().numpy(), rel=1e-12)
        if scheduler:
            scheduler.step(*[loss.item()] if isinstance(schedule, ReduceLROnPlateau) else [])


def test_a_schedule_that_changes_nothing_changes_no_bit():
    made = one(Halved)
    specs = (made(lr=0.1), made(lr=0.1, schedule=ConstantLR(factor=1.0)))
    plain, scheduled = descend(SurfaceRun(surface=Sphere(), optimizers=specs, steps=3))
    assert plain.xy.tolist() == scheduled.xy.tolist()


def test_a_run_taken_up_again_keeps_the_rate_it_began_with():
    spec = one(Halved)(lr=0.1, schedule=CosineAnnealingLR(T_max=4))
    first, again = (spec.build([torch.nn.Parameter(torch.zeros(2))]) for _ in range(2))
    for step in (1, 2, 3):
        spec.apply_schedule(first, step)
    again.load_state_dict(first.state_dict())
    spec.apply_schedule(first, 4)
    spec.apply_schedule(again, 4)
    assert again.param_groups[0]["lr"] == first.param_groups[0]["lr"] < 0.03 / 4


@pytest.mark.parametrize(
    "schedule", [CosineAnnealingLR(T_max=4, warmup=2), ReduceLROnPlateau(patience=0, threshold=0.9)]
)
def test_a_script_starts_from_that_rate_too(schedule, tmp_path):
    run = SurfaceRun(surface=Sphere(), optimizers=(one(Halved)(lr=0.1, schedule=schedule),), steps=6)
    (line,) = printed(surface_script(run), tmp_path, [os.getcwd()])
    (path,) = descend(run)
    assert float(re.search(r"loss=(\S+)", line)[1]) == path.loss[-1]
