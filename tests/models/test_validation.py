"""Data for tuning: a quarter of the training data validates, and test data stay unseen."""

import pickle

import pytest
import torch

from optim_core.models.datasets import DATASETS, Digits, Moons
from optim_core.models.datasets.base import Split
from optim_core.models.validation import ValidationSplit


@pytest.mark.parametrize("cls", DATASETS, ids=lambda cls: cls.__name__)
def test_it_has_the_shape_and_task_of_its_source_and_only_its_training_data(cls):
    source = cls()
    data = ValidationSplit(source=source)
    split, (x, y) = data.split(), source.split()[:2]
    assert (data.task, data.kind, data.shape, data.outputs, data.inputs, data.places) == (
        *(source.task, source.kind, source.shape, source.outputs, source.inputs, source.places),
    )
    assert (len(split.train_y), len(split.test_y)) == (data.train_size, data.validation_size)
    assert data.train_size + data.validation_size == source.train_size
    assert data.validation_size == max(1, round(source.train_size / 4))
    together = torch.cat([split.train_x, split.test_x]).flatten(1)
    assert torch.equal(torch.sort(together.sum(1)).values, torch.sort(x.flatten(1).sum(1)).values)
    targets = torch.cat([split.train_y, split.test_y])
    assert torch.equal(torch.sort(targets, 0).values, torch.sort(y, 0).values)


def test_an_example_is_on_one_side_only_and_the_split_never_changes():
    source = Moons(samples=60)
    split = ValidationSplit(source=source).split()
    sides = [{tuple(row) for row in part.tolist()} for part in (split.train_x, split.test_x)]
    assert not sides[0] & sides[1]
    again = pickle.loads(pickle.dumps(ValidationSplit(source=source)))
    assert again == ValidationSplit(source=source)
    assert all(torch.equal(one, other) for one, other in zip(split, again.split(), strict=True))


def test_test_data_are_not_read(monkeypatch):
    x, y, *_ = Digits().split()
    monkeypatch.setattr(Digits, "split", lambda self: Split(x, y, None, None))
    split = ValidationSplit(source=Digits()).split()
    assert len(split.test_y) == round(len(y) / 4)
