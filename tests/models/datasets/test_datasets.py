"""The contract of every data set."""

import subprocess
import sys

import pytest
import torch

from optim_core.base.domains import Choice, Flag
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.models.datasets import DATASETS, Associations
from optim_core.models.tasks import TOKENS, accuracy
from tests.sources import alone

KNOBS = [(cls, name) for cls in DATASETS for name in hypers(cls)]
every_dataset = pytest.mark.parametrize("cls", DATASETS, ids=lambda cls: cls.__name__)
every_knob = pytest.mark.parametrize(("cls", "name"), KNOBS, ids=lambda part: getattr(part, "__name__", part))


def extremes(cls, name) -> list:
    domain = hypers(cls)[name]
    if isinstance(domain, Choice):
        return [domain.options[0], domain.options[-1]]
    return [False, True] if isinstance(domain, Flag) else [domain.low, domain.high]


def check(dataset) -> None:
    train_x, train_y, test_x, test_y = dataset.split()
    assert train_x.shape == (dataset.train_size, *dataset.shape)
    targets = dataset.shape[:1] if dataset.task is TOKENS else ()
    assert train_y.shape == (dataset.train_size, *targets)
    assert test_x.shape == (len(test_y), *dataset.shape)
    assert dataset.inputs == train_x.shape[-1]
    for x, y in ((train_x, train_y), (test_x, test_y)):
        assert x.dtype is torch.float32
        assert x.isfinite().all()
        if dataset.task is TOKENS:
            assert x.sum(-1).unique().tolist() == [1.0]
            assert torch.equal(x[:, 1:].argmax(-1), y[:, :-1])
            assert set(y.unique().tolist()) <= set(range(dataset.outputs))
        elif dataset.task.score is accuracy:
            assert y.dtype is torch.int64
            assert y.unique().tolist() == list(range(dataset.outputs))
        else:
            assert dataset.outputs == 1
            assert y.dtype is torch.float32
            assert y.isfinite().all()
            assert y.std() > 0


@every_dataset
def test_parts_have_the_declared_shapes(cls):
    check(cls())


@every_knob
def test_parts_have_them_at_the_ends_of_every_knob(cls, name):
    for value in extremes(cls, name):
        check(cls(**{name: value}))


@every_knob
def test_every_knob_changes_what_is_learned_from(cls, name):
    low, high = (cls(**{name: value}).split() for value in extremes(cls, name))
    assert any(a.shape != b.shape or not torch.equal(a, b) for a, b in zip(low[:2], high[:2], strict=True))


@every_dataset
def test_loading_is_repeatable_and_leaves_torchs_generator_alone(cls):
    before = torch.get_rng_state()
    for once, again in zip(cls.load(**cls().values()), cls.load(**cls().values()), strict=True):
        assert torch.equal(once, again)
    assert torch.equal(torch.get_rng_state(), before)
    assert cls().split() is cls().split()


@every_dataset
def test_its_source_is_all_a_script_needs(cls):
    load = alone(cls.load, cls.helpers)
    for ours, theirs in zip(cls().split(), load(**cls().values()), strict=True):
        assert torch.equal(ours, theirs)


@every_knob
def test_bad_knobs_are_refused_by_name(cls, name):
    for value in hypers(cls)[name].bad():
        with pytest.raises(SpecError) as error:
            cls(**{name: value})
        assert error.value.where == f"{cls.__name__}.{name}"


@pytest.mark.slow
def test_scikit_learn_is_not_imported():
    split_all = "import sys, optim_core.datasets as d; [c().split() for c in d.DATASETS]"
    code = f"{split_all}; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("cls", [cls for cls in DATASETS if "label_noise" in hypers(cls)], ids=lambda cls: cls.__name__)
def test_label_noise_changes_that_share_of_the_training_labels_and_no_others(cls):
    clean, some, more = (cls(label_noise=share).split() for share in (0.0, 0.2, 0.4))
    for noisy, share in ((some, 0.2), (more, 0.4)):
        assert (noisy.train_y != clean.train_y).sum() == round(share * len(clean.train_y))
        assert torch.equal(noisy.train_x, clean.train_x)
        assert torch.equal(noisy.test_y, clean.test_y)
    wrong = some.train_y != clean.train_y
    assert torch.equal(some.train_y[wrong], more.train_y[wrong])


def test_associations_follow_zipfs_law_and_keys_are_as_alike_as_asked():
    train_x, train_y, keys, values = Associations(alike=0.75).split()
    assert train_y.bincount().tolist() == [23, 12, 8, 6, 5, 4, 3, 3]  # 23 / i, one batch of 64
    torch.testing.assert_close(keys @ keys.T, 0.25 * torch.eye(8) + 0.75)
    assert torch.equal(keys[train_y], train_x)
    assert values.tolist() == list(range(8))
