"""Settings of every optimizer that has a rule, so that a test can go through all its variants."""

from typing import Any

from optim_core.base.domains import Choice, Flag
from optim_core.base.hyper import defaults, hypers
from optim_core.optimizers import AbstractOptimizer

SETTINGS: dict[str, list[dict[str, Any]]] = {
    "SGD": [{}, {"momentum": 0.9, "dampening": 0.5, "weight_decay": 0.1}, {"momentum": 0.9, "nesterov": True}],
    "Adam": [
        {},
        {"amsgrad": True, "weight_decay": 0.1, "maximize": True},
        {"weight_decay": 0.1, "decoupled_weight_decay": True},
    ],
    "AdamW": [{}, {"amsgrad": True, "weight_decay": 0.0}],
    "RMSprop": [{}, {"centered": True, "momentum": 0.9, "momentum_decay": 0.1, "alpha": 0.5}],
    "Adagrad": [{}, {"lr_decay": 0.1, "initial_accumulator_value": 0.1}],
    "Rprop": [{}, {"lr": 0.5, "step_size_max": 0.6, "maximize": True}],
    "NAdam": [{}, {"weight_decay": 0.1}, {"weight_decay": 0.1, "decoupled_weight_decay": True, "momentum_decay": 1.0}],
    "RAdam": [{}, {"beta2": 0.9, "weight_decay": 0.1, "decoupled_weight_decay": True}],
    "Adadelta": [{}, {"rho": 0.5, "eps": 1e-2}],
    "Adamax": [{}],
    "Adafactor": [{}],
    "ASGD": [{}, {"lambd": 0.5, "t0": 1.0, "weight_decay": 0.1}],
    "Prodigy": [
        {"lr": 1.0, "d0": 1e-3},
        {"lr": 1.0, "d0": 1e-3, "growth_rate": 1.5, "weight_decay": 0.1, "use_bias_correction": True},
        {"lr": 1.0, "d0": 1e-3, "beta3": 0.5, "decouple": False, "weight_decay": 0.1, "safeguard_warmup": True},
    ],
    "Composed": [
        {},
        {"first_moment": "sum", "nesterov": True, "second_moment": "sum"},
        {"first_moment": "average", "nesterov": True, "second_moment": "average", "bias_correction": True},
        {"first_moment": "average", "second_moment": "average", "amsgrad": True, "bias_correction": True},
        {"first_moment": "average", "sign": True, "weight_decay": 0.1, "decoupled_weight_decay": True},
    ],
    "Lion": [{}, {"weight_decay": 0.1, "maximize": True}],
    "AdaBelief": [
        {"eps": 1e-8},
        {"amsgrad": True, "decoupled_weight_decay": False, "weight_decay": 0.1},
        {"rectify": True, "beta2": 0.9},
    ],
    "Adan": [{}, {"weight_decay": 0.1}, {"weight_decay": 0.1, "no_prox": True}],
    "BarzilaiBorwein": [{"step_size_max": 0.01}, {"step_size_max": 0.01, "short": True}],
    "ScheduleFreeSGD": [{}, {"warmup_steps": 5, "r": 1.5, "weight_decay": 0.1}],
    "ScheduleFreeAdamW": [{}, {"warmup_steps": 5, "r": 1.5, "weight_decay": 0.1, "weight_lr_power": 0.5}],
}
"""Name of the class -> settings that go together; the other hyperparameters have their defaults."""


def switched(cls: type[AbstractOptimizer]) -> list[AbstractOptimizer]:
    """The class with each of its `SETTINGS`, at lr 0.001 unless they say otherwise.

    Where no entry has an option of a switch, there is one more contender: the first entry with that option.
    """
    written = [{"lr": 0.001} | chosen for chosen in SETTINGS[cls.__name__]]
    default = defaults(cls)
    missing = [
        written[0] | {name: option}
        for name, domain in hypers(cls).items()
        for option in _options(domain)
        if option not in [chosen.get(name, default[name]) for chosen in written]
    ]
    return [cls(**chosen) for chosen in (*written, *missing)]


def _options(domain: object) -> tuple[Any, ...]:
    if isinstance(domain, Flag):
        return (False, True)
    return domain.options if isinstance(domain, Choice) else ()
