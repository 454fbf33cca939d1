import inspect

import pytest
import torch

from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.optimizers import OPTIMIZERS, SGD, Adam, AdamW, Muon, RMSprop, beyond_torch

NOT_FOR_PEOPLE = {"params", "foreach", "capturable", "differentiable", "fused"}
"""How torch computes rather than what."""

IN_TORCH = [cls for cls in OPTIMIZERS if cls.torch_class is not None]
every_optimizer_of_torch = pytest.mark.parametrize("cls", IN_TORCH, ids=lambda cls: cls.__name__)
BAD = [
    (cls, name, value)
    for cls in OPTIMIZERS
    for name, domain in hypers(cls).items()
    for value in domain.bad()
    if not (value is None and name in cls.none_values)
]


def torch_defaults(cls) -> dict:
    """What the installed torch says."""
    signature = inspect.signature(cls.torch_class).parameters.values()
    return {p.name: p.default for p in signature if p.name not in NOT_FOR_PEOPLE}


@every_optimizer_of_torch
def test_every_hyperparameter_of_torch_is_offered_with_its_default(cls):
    assert cls(**defaults(cls)).torch_kwargs() == torch_defaults(cls)


@every_optimizer_of_torch
def test_the_default_optimizer_is_the_one_torch_makes(cls):

    param = torch.nn.Parameter(torch.zeros(2, 2))
    plain = cls.torch_class([param], lr=cls().lr)
    ours = cls().build([param])
    assert ours.defaults | {"foreach": None} == plain.defaults | {"foreach": None}


def test_what_is_beyond_torch():
    found = {cls: beyond_torch(cls) for cls in OPTIMIZERS if beyond_torch(cls)}
    assert found == {RMSprop: {"momentum_decay"}, Muon: {"rest_lr"}}


def refused(cls, name, value):
    """Whether the error names the hyperparameter and its range."""
    try:
        cls(**{name: value})
    except SpecError as error:
        return str(error).startswith(f"{cls.__name__}.{name} must be in ")
    return False


def test_a_bad_value_is_refused_by_name():
    assert [bad for bad in BAD if not refused(*bad)] == []


def test_nesterov_needs_momentum_and_no_dampening():
    SGD(momentum=0.9, nesterov=True)
    for rest in ({}, {"momentum": 0.9, "dampening": 0.1}):
        with pytest.raises(SpecError, match=r"^SGD\.nesterov needs momentum > 0 and dampening = 0, got momentum = "):
            SGD(nesterov=True, **rest)


def test_equal_fields_do_not_make_equal_optimizers():
    adam, adamw = Adam(weight_decay=0.01), AdamW(weight_decay=0.01)
    assert adam != adamw
    assert repr(adam) != repr(adamw)
