"""The contract of every model."""

import pytest
import torch

from optim_core.errors import SpecError
from optim_core.hyper import hypers
from optim_core.models import MLP, MODELS, Logistic

KNOBS = [(cls, name) for cls in MODELS for name in hypers(cls)]
SOME = [Logistic(), MLP(), MLP(width=1, depth=4), MLP(width=128, depth=2, activation="relu"), MLP(activation="gelu")]


@pytest.mark.parametrize("model", SOME, ids=repr)
@pytest.mark.parametrize(("inputs", "classes"), [(2, 2), (64, 10)])
def test_maps_features_to_logits_with_the_number_of_weights_it_says(model, inputs, classes):
    module = model.build(inputs, classes)
    logits = module(torch.rand(7, inputs))
    assert logits.shape == (7, classes)
    assert logits.dtype is torch.float32
    assert sum(weight.numel() for weight in module.parameters()) == model.parameters(inputs, classes)


@pytest.mark.parametrize("model", SOME, ids=repr)
def test_every_weight_gets_a_gradient(model):
    module = model.build(2, 2)
    module(torch.rand(50, 2)).square().sum().backward()
    assert all(weight.grad is not None for weight in module.parameters())


@pytest.mark.parametrize(("cls", "name"), KNOBS, ids=lambda part: getattr(part, "__name__", part))
def test_bad_knobs_are_refused_by_name(cls, name):
    for value in hypers(cls)[name].bad():
        with pytest.raises(SpecError) as error:
            cls(**{name: value})
        assert error.value.where == f"{cls.__name__}.{name}"


def test_depth_counts_hidden_layers():
    activations = [type(layer).__name__ for layer in MLP(depth=3, activation="relu").build(2, 2)]
    assert activations == ["Linear", "ReLU"] * 3 + ["Linear"]
