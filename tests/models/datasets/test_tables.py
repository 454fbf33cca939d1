"""The real data sets are scikit-learn's."""

import pytest
import torch
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_wine

from optim_core.models.datasets import BreastCancer, Diabetes, Digits, Wine

TABLES = {
    Digits: lambda: load_digits(return_X_y=True),
    BreastCancer: lambda: load_breast_cancer(return_X_y=True),
    Wine: lambda: load_wine(return_X_y=True),
    Diabetes: lambda: load_diabetes(return_X_y=True, scaled=False),
}
every_table = pytest.mark.parametrize("cls", TABLES, ids=lambda cls: cls.__name__)


@every_table
@pytest.mark.parametrize("share", [0.1, 0.333, 0.5])
def test_every_example_is_there_once(cls, share):
    train_x, train_y, test_x, test_y = cls(test_share=share, standardise=False).split()
    features, targets = (torch.tensor(part, dtype=torch.float32) for part in TABLES[cls]())
    assert len(test_x) == round(len(features) * share)
    if cls is Digits:
        features = features / 16
    if cls is Diabetes:
        targets = (targets - targets.mean()) / targets.std(correction=0)
    ours = torch.cat([torch.cat([train_x, test_x]), torch.cat([train_y, test_y])[:, None].float()], dim=1)
    theirs = torch.cat([features, targets[:, None]], dim=1)
    assert sorted(ours.tolist()) == sorted(theirs.tolist())


@every_table
def test_standardised_inputs_have_mean_0_and_variance_1_in_training(cls):
    given, train_x = cls(standardise=False).split().train_x, cls(standardise=True).split().train_x
    moves = given.std(0) > 0
    assert train_x.mean(0).abs().max() < 1e-5  # float32 means of up to 1,348 numbers
    torch.testing.assert_close(train_x[:, moves].var(0, correction=0), torch.ones(int(moves.sum())), rtol=1e-4, atol=0)
    assert not train_x[:, ~moves].any()
