from typing import Any

import pytest
import torch

from optim_core.base.domains import AbstractDomain, Flag
from optim_core.base.hyper import defaults, hypers
from optim_core.export.definitions import definitions, import_block
from optim_core.export.optimizer_source import construct, optimizer_definitions
from optim_core.export.schedule_source import schedule_lines
from optim_core.optimizers import OPTIMIZERS, SGD, AbstractOptimizer, Adagrad, Adam, RMSprop
from optim_core.optimizers.base import PLAIN_LOOP
from optim_core.optimizers.lion import Lion
from optim_core.optimizers.schedules import SCHEDULES, CyclicLR, OneCycleLR, ReduceLROnPlateau


def unusual(cls: type[AbstractOptimizer]) -> AbstractOptimizer:
    """Every hyperparameter away from its default, as far as they go together."""
    values = {"lr": 0.123, "weight_decay": 0.5, "maximize": True, "eps": 1e-3, "momentum": 0.75, "alpha": 0.5}
    values |= {"beta1": 0.5, "beta2": 0.625, "amsgrad": True, "centered": True, "nesterov": True}
    values |= {"lr_decay": 0.25, "initial_accumulator_value": 2.0, "momentum_decay": 0.25}
    values |= {"etaminus": 0.25, "etaplus": 1.5, "step_size_min": 1e-5, "step_size_max": 10.0}
    values |= {"rho": 0.5, "lambd": 0.5, "t0": 10.0, "decoupled_weight_decay": True}
    values |= {"beta3": 0.75, "no_prox": True, "rectify": True, "short": True}
    values |= {"beta2_decay": -0.5, "eps1": 1e-3, "eps2": 1e-2, "d": 2.0}
    values |= {"max_iter": 3, "max_eval": 9, "history_size": 5, "line_search_fn": "strong_wolfe"}
    values |= {"tolerance_grad": 1e-3, "tolerance_change": 1e-4}
    values |= {"rest_lr": 0.5, "adjust_lr_fn": "match_rms_adamw", "ns_a": 3.0, "ns_b": -4.0, "ns_c": 2.0, "ns_steps": 3}
    values |= {"warmup_steps": 3, "r": 0.5, "weight_lr_power": 1.0}
    values |= {"decouple": False, "use_bias_correction": True, "safeguard_warmup": True}
    values |= {"d0": 1e-3, "d_coef": 2.0, "growth_rate": 1.5}
    values |= {"first_moment": "average", "second_moment": "average", "bias_correction": True}
    excluded = ("dampening", "sign")  # by the others
    domains = {name: domain for name, domain in hypers(cls).items() if name not in excluded}
    return cls(**{name: values.get(name, other(domain, defaults(cls)[name])) for name, domain in domains.items()})


def other(domain: AbstractDomain, default: Any) -> Any:
    """A value that is not the default."""
    offered = (False, True) if isinstance(domain, Flag) else getattr(domain, "options", getattr(domain, "ticks", ()))
    return next(value for value in offered if value != default)


def defined(optimizers: list[AbstractOptimizer]) -> dict:
    """The names that a script with them has."""
    imports, sources = optimizer_definitions(optimizers)
    space: dict = {"__name__": "script"}
    exec("\n".join([import_block(imports), *sources]), space)
    return space


@pytest.mark.parametrize("cls", OPTIMIZERS, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("make", [lambda cls: cls(), unusual], ids=["default", "unusual"])
def test_the_expression_makes_the_same_optimizer(cls, make):
    optimizer = make(cls)
    params = [torch.nn.Parameter(torch.zeros(2, 2))]
    made = eval(construct(optimizer, "params"), defined([optimizer]) | {"torch": torch, "params": params})
    expected = optimizer.build(params)
    assert type(made).__name__ == type(expected).__name__
    told = PLAIN_LOOP if "foreach" in made.defaults else {}
    assert made.defaults | told == expected.defaults


def test_only_what_differs_from_torch_is_told():
    assert construct(Adam(lr=0.001), "params") == "torch.optim.Adam(params, lr=0.001)"
    assert construct(Adam(lr=0.02, beta1=0.5), "net.parameters()") == (
        "torch.optim.Adam(net.parameters(), lr=0.02, betas=(0.5, 0.999))"
    )
    assert construct(SGD(lr=0.1, momentum=0.9, nesterov=True), "p") == (
        "torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True)"
    )


MOVING = (
    RMSprop(momentum=0.9, momentum_decay=0.125),
    RMSprop(momentum=0.9, momentum_decay=0.125, schedule=OneCycleLR(warmup=2)),
    SGD(lr=0.1, schedule=CyclicLR(mode="exp_range", gamma=0.9)),
    *(Adam(lr=0.1, schedule=cls(warmup=warmup)) for cls in SCHEDULES for warmup in (0, 3)),
    Lion(schedule=OneCycleLR()),
    Adagrad(schedule=ReduceLROnPlateau(patience=1, warmup=2, factor=0.25)),
)


@pytest.mark.parametrize("spec", MOVING, ids=repr)
def test_scheduled_lines_do_what_apply_schedule_does(spec):
    params = [torch.nn.Parameter(torch.zeros(2))]
    expected, given = spec.build(params), spec.build(params)
    space = defined([spec, spec, Adam()]) | {"optimizer": given}
    body = "\n".join(schedule_lines(spec))
    for step, loss in enumerate((3.0, 1.0, 2.0, 2.0, 2.0, 0.5, 0.7, 0.7, 0.6, 0.9), 1):
        spec.apply_schedule(expected, step, loss)
        exec(body, space | {"step": step, "loss": loss})
        one, other = ({k: v for k, v in of.param_groups[0].items() if k != "params"} for of in (given, expected))
        assert one == other


def test_a_schedule_is_defined_once_and_only_where_used():
    moving = RMSprop(momentum=0.9, momentum_decay=0.125)
    assert len(optimizer_definitions([moving, moving]).sources) == 1
    assert optimizer_definitions([RMSprop(), Adam()]) == ((), ())
    assert schedule_lines(RMSprop()) == []


def test_all_rules_that_scripts_take_along_go_into_one_script():
    beyond = [cls() for cls in OPTIMIZERS if cls.torch_class is None]
    space = defined(beyond)
    for optimizer in beyond:
        assert space[optimizer.rule.update.__name__].__module__ == "script"


def test_two_things_of_one_name_are_refused():
    with pytest.raises(ValueError, match="_update is defined in"):
        definitions([Adam.rule.update, SGD.rule.update])
