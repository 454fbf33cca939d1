"""The contract of every data set, and what is particular to each."""

import subprocess
import sys

import pytest
import torch
from sklearn.datasets import load_digits

from optim_core.datasets import DATASETS, Digits, Moons
from optim_core.errors import SpecError
from optim_core.hyper import hypers

KNOBS = [(cls, name) for cls in DATASETS for name in hypers(cls)]


@pytest.mark.parametrize("cls", DATASETS, ids=lambda cls: cls.__name__)
def test_parts_have_the_declared_shapes(cls):
    dataset = cls()
    train_x, train_y, test_x, test_y = dataset.split()
    assert train_x.shape == (dataset.train_size, dataset.inputs)
    assert test_x.shape == (len(test_y), dataset.inputs)
    assert len(train_y) == dataset.train_size
    for x, y in ((train_x, train_y), (test_x, test_y)):
        assert x.dtype is torch.float32
        assert x.isfinite().all()
        assert y.dtype is torch.int64
        assert y.unique().tolist() == list(range(dataset.classes))


@pytest.mark.parametrize("cls", DATASETS, ids=lambda cls: cls.__name__)
def test_loading_is_repeatable_and_leaves_torchs_generator_alone(cls):
    before = torch.get_rng_state()
    for once, again in zip(cls.load(**cls().values()), cls.load(**cls().values()), strict=True):
        assert torch.equal(once, again)
    assert torch.equal(torch.get_rng_state(), before)
    assert cls().split() is cls().split()


@pytest.mark.parametrize(("cls", "name"), KNOBS, ids=lambda part: getattr(part, "__name__", part))
def test_bad_knobs_are_refused_by_name(cls, name):
    for value in hypers(cls)[name].bad():
        with pytest.raises(SpecError) as error:
            cls(**{name: value})
        assert error.value.where == f"{cls.__name__}.{name}"


@pytest.mark.parametrize("share", [0.1, 0.25, 0.333, 0.5])
def test_digits_keeps_every_one_of_scikit_learns(share):
    train_x, train_y, test_x, test_y = Digits(test_share=share).split()
    assert len(train_x) == Digits(test_share=share).train_size
    assert len(test_x) == round(1797 * share)
    features, classes = load_digits(return_X_y=True)
    expected = torch.tensor(features / 16, dtype=torch.float32)
    ours = torch.cat([torch.cat([train_x, test_x]), torch.cat([train_y, test_y])[:, None]], dim=1)
    theirs = torch.cat([expected, torch.tensor(classes)[:, None]], dim=1)
    assert sorted(ours.tolist()) == sorted(theirs.tolist())


def test_digits_does_not_import_scikit_learn():
    code = "import sys, optim_core.datasets as d; d.Digits().split(); sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_moons_without_noise_lie_on_their_circles():
    train_x, train_y, *_ = Moons(noise=0.0).split()
    centres = torch.tensor([[0.0, 0.0], [1.0, 0.5]])[train_y]
    torch.testing.assert_close((train_x - centres).norm(dim=1), torch.ones(len(train_x)))


def test_moons_are_tested_on_the_same_points_whatever_their_number():
    few, many = Moons(samples=10).split(), Moons(samples=2_000).split()
    assert torch.equal(few.test_x, many.test_x)
    assert len(many.train_x) == 2_000
