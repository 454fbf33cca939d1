"""The contract of every model."""

import itertools

import pytest
import torch
from torch import nn
from torch.nn.functional import embedding_bag

from optim_core.base.domains import AbstractNumber, Choice
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.models import (
    CNN,
    MLP,
    MODELS,
    DeepLinear,
    Embedding,
    Linear,
    Logistic,
    MatrixFactorisation,
    Recurrent,
    Transformer,
)
from optim_core.models.datasets import DATASETS, OWN_DATA, Digits, Moons, Ratings, Words
from optim_core.models.default_models import DEFAULT_MODELS, compatible_models
from optim_core.models.tasks import TOKENS
from optim_core.specs import MAX_PARAMETERS
from tests.sources import alone

KNOBS = [(cls, name) for cls in MODELS for name in hypers(cls)]
SOME = [
    *(cls() for cls in MODELS),
    MLP(width=1, depth=4),
    MLP(width=128, depth=2, activation="relu", init="he"),
    MLP(activation="gelu", depth=2, batch_norm=True),
    DeepLinear(depth=2, width=3),
    DeepLinear(depth=5, init="xavier"),
    CNN(channels=3, init="large"),
    Recurrent(cell="gru", width=5),
    MatrixFactorisation(rank=1, scale=1.0),
    Transformer(depth=1, width=16),
]
PAIRS = [
    pytest.param(model, cls(), id=f"{model}-{cls.__name__}") for model in SOME for cls in DATASETS if model.fits(cls)
]
pairs = pytest.mark.parametrize(("model", "dataset"), PAIRS)


@pairs
def test_gives_the_outputs_that_the_task_asks_for(model, dataset):
    module = model.build(dataset.inputs, dataset.outputs)
    outputs = module(dataset.split().train_x[:7])
    places = dataset.shape[:1] if dataset.task is TOKENS else ()
    assert outputs.shape == (7, *places, dataset.outputs)
    assert outputs.dtype is torch.float32
    assert outputs.isfinite().all()
    dataset.task.loss(outputs, dataset.split().train_y[:7]).backward()
    assert all(weight.grad is not None for weight in module.parameters())
    assert not list(module.buffers())


@pairs
@pytest.mark.parametrize("own", [False, True], ids=["shared examples", "own examples"])
def test_networks_at_once_are_the_single_ones(model, dataset, own):
    """In double precision, so that nothing but the order of additions differs: 1e-10 of the largest number."""
    modules = [model.build(dataset.inputs, dataset.outputs).double() for _ in range(3)]
    stacked = zip(*(module.named_parameters() for module in modules), strict=True)
    params = {each[0][0]: torch.stack([p for _, p in each]).detach().requires_grad_() for each in stacked}
    data = dataset.split()
    x = data.train_x[:20].double() + torch.rand(20, *dataset.shape, dtype=torch.float64)
    y = data.train_y[:20] if data.train_y.dtype is torch.int64 else data.train_y[:20].double()
    given, answers = (torch.stack([x, x.roll(1, 0), 2 * x]), torch.stack([y, y.roll(1, 0), y])) if own else (x, y)
    each_x, each_y = (given, answers) if own else ([x] * 3, [y] * 3)

    outputs = model.forward(params, given)
    dataset.task.loss(outputs, answers).sum().backward()
    for k, module in enumerate(modules):
        single = module(each_x[k])
        torch.testing.assert_close(outputs[k], single, rtol=1e-10, atol=1e-10 * float(single.detach().abs().max()))
        dataset.task.loss(single, each_y[k]).backward()
        for name, param in module.named_parameters():
            atol = 1e-10 * float(param.grad.abs().max())
            torch.testing.assert_close(params[name].grad[k], param.grad, rtol=1e-10, atol=atol)


@pairs
def test_counts_and_names_its_weights_without_drawing_them(model, dataset):
    before = torch.get_rng_state()
    sizes, layers = (of(dataset.inputs, dataset.outputs) for of in (model.shapes, model.layers))
    count = model.parameters(dataset.inputs, dataset.outputs)
    assert torch.equal(torch.get_rng_state(), before)
    module = model.build(dataset.inputs, dataset.outputs)
    assert sizes == {name: tuple(weight.shape) for name, weight in module.named_parameters()}
    assert count == sum(weight.numel() for weight in module.parameters())
    assert [name for names in layers.values() for name in names] == list(sizes)


@pytest.mark.parametrize("model", SOME, ids=repr)
def test_its_source_is_all_a_script_needs(model):
    make = alone(model.make, model.helpers)
    torch.manual_seed(3)
    theirs = make(64, 2, **model.values())
    torch.manual_seed(3)
    ours = model.build(64, 2)
    for (name, weight), (other, twin) in zip(ours.named_parameters(), theirs.named_parameters(), strict=True):
        assert name == other
        assert torch.equal(weight, twin)


@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
def test_no_slider_goes_beyond_the_limit_on_any_data(cls):
    def ends(domain) -> list:
        if isinstance(domain, AbstractNumber):
            return [domain.ticks[0], domain.ticks[-1]]
        return list(domain.options) if isinstance(domain, Choice) else [False, True]

    for dataset in (data() for data in DATASETS if cls.fits(data)):
        for chosen in itertools.product(*map(ends, hypers(cls).values())):
            model = cls(**dict(zip(hypers(cls), chosen, strict=True)))
            assert model.parameters(dataset.inputs, dataset.outputs) <= MAX_PARAMETERS, (model, dataset)


@pytest.mark.parametrize(("cls", "name"), KNOBS, ids=lambda part: getattr(part, "__name__", part))
def test_bad_knobs_are_refused_by_name(cls, name):
    for value in hypers(cls)[name].bad():
        with pytest.raises(SpecError) as error:
            cls(**{name: value})
        assert error.value.where == f"{cls.__name__}.{name}"


def test_every_data_set_has_a_usual_model_that_fits_and_every_model_has_data():
    assert set(DEFAULT_MODELS) == {*DATASETS, *OWN_DATA}
    assert all(type(model) in compatible_models(dataset) for dataset, model in DEFAULT_MODELS.items())
    assert {model for dataset in DATASETS for model in compatible_models(dataset)} == set(MODELS)


def test_what_does_not_fit():
    assert not Linear.fits(Digits)
    assert not Logistic.fits(Ratings)
    assert not CNN.fits(Moons)
    assert not Recurrent().fits(Words())


def test_depth_counts_hidden_layers():
    activations = [type(layer).__name__ for layer in MLP(depth=3, activation="relu").build(2, 2)]
    assert activations == ["Linear", "ReLU"] * 3 + ["Linear"]


def test_layers_are_numbered_by_kind():
    layers = MLP(depth=1, batch_norm=True).layers(2, 2)
    assert layers == {
        "Linear 1": ("0.weight",),
        "BatchNorm1d": ("1.weight", "1.bias"),
        "Linear 2": ("3.weight", "3.bias"),
    }
    assert list(Recurrent(cell="gru").layers(2, 1)) == ["GRU", "Linear"]


@pytest.mark.parametrize(
    ("init", "deviation"), [("xavier", 0.1768), ("he", 0.25), ("small", 0.01768), ("large", 1.768)]
)
def test_first_weights_have_the_deviation_of_their_scheme(init, deviation):
    """√(2 / (32 + 32)) and √(2 / 32): 32 units before and after."""
    torch.manual_seed(0)
    module = MLP(width=32, depth=2, init=init, batch_norm=True).build(32, 2)
    for layer in (module[0], module[3]):
        assert layer.weight.std().item() == pytest.approx(deviation, rel=0.1)  # of 1,024 draws
    assert torch.equal(module[1].weight, torch.ones(32))
    assert not module[-1].bias.any()


def test_batch_norm_brings_hidden_units_to_mean_0_and_variance_1_in_evaluation_too():
    module = MLP(batch_norm=True).build(2, 2).eval()
    units = module[:2](5 + 3 * torch.randn(100, 2))
    assert units.mean(0).abs().max() < 1e-5
    torch.testing.assert_close(units.var(0, correction=0), torch.ones(32), rtol=1e-2, atol=0)  # eps takes a little


def test_one_example_is_too_few_for_batch_norm():
    assert (MLP().least_batch, MLP(batch_norm=True).least_batch) == (1, 2)
    with pytest.raises(ValueError, match="more than 1 value"):
        MLP(batch_norm=True).build(2, 2)(torch.rand(1, 2))


def test_word_vectors_are_torchs_embedding_bag():
    counts = Words().split().train_x[:5]
    module = Embedding().build(counts.shape[1], 2)
    words = [torch.repeat_interleave(torch.arange(counts.shape[1]), text.long()) for text in counts]
    offsets = torch.tensor([0, *map(len, words[:-1])]).cumsum(0)
    bags = embedding_bag(torch.cat(words), module.vectors.weight, offsets, mode="mean")
    torch.testing.assert_close(module(counts), module.head(bags))


def test_factors_are_looked_up():
    pairs, *_ = Ratings().split()
    module = MatrixFactorisation().build(30, 1)
    rows, columns = (nn.functional.embedding(pairs[:, i].argmax(1), f.weight) for i, f in enumerate(module.children()))
    torch.testing.assert_close(module(pairs)[:, 0], (rows * columns).sum(1))


def test_a_convolution_sees_a_shifted_stroke_alike():
    module = CNN().build(64, 10)
    image = torch.zeros(1, 8, 8)
    image[0, 2:4, 2:4] = 1
    here, there = (module[1](module[0](each.flatten(1))) for each in (image, image.roll(2, 2)))
    torch.testing.assert_close(here.roll(2, 3), there)
