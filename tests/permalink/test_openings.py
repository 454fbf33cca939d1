"""No data set opens with a failure: its opening reaches a stated score, and follows when a data set is chosen."""

import pytest

from optim_core.models.datasets import DATASETS, OWN_DATA
from optim_core.models.openings import OPENINGS
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.permalink.openings import following
from optim_core.train import train

SCORES = {
    "Digits": 0.93,
    "BreastCancer": 0.95,
    "Wine": 0.93,
    "Diabetes": 0.5,
    "Moons": 0.95,
    "Circles": 0.95,
    "Spirals": 0.97,
    "XOR": 0.93,
    "Sine": 0.85,
    "Chebyshev": 0.85,
    "Words": 0.98,
    "Adding": 0.95,
    "Ratings": 0.9,
    "Associations": 0.95,
    "LongTail": 0.6,
    "Text": 0.36,
}
"""The test score that four of the five contenders reach with the opening of a data set."""
OPENED = MODEL_FORM.openings


def test_each_data_set_has_an_opening():
    assert set(OPENINGS) == {*DATASETS, *OWN_DATA}
    assert SCORES.keys() == {cls.__name__ for cls in DATASETS}
    assert MODEL_FORM.opening == OPENED["Digits"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SCORES)
def test_an_opening_reaches_its_score(name):
    query, wrong = MODEL_FORM.clean({"dataset": name})
    assert wrong == []
    assert query == OPENED[name]
    scores = sorted(float(log.test_score[-1]) for log in train(read_model_run(query)))
    assert scores[1] >= SCORES[name], scores


def test_what_nobody_has_changed_follows_the_data_set():
    query = {**OPENED["Digits"], "o1.lr": "0.3"}
    entries = following(query, OPENED["Digits"], OPENED["Spirals"])
    assert entries == {
        "epochs": "100",
        "model": "MLP",
        "model.depth": "2",
        "o2.lr": "0.02",
        "o3.lr": "0.01",
        "o4.lr": "0.2",
        "o5.lr": "0.02",
    }
    changed = {**query, "epochs": "7", "model.width": "8"}
    assert not {"epochs", "model"} & following(changed, OPENED["Digits"], OPENED["Spirals"]).keys()
    assert following(query, OPENED["Digits"], {}) == {}


def test_there_and_back_again_is_the_opening():
    there = OPENED["Digits"] | following(OPENED["Digits"], OPENED["Digits"], OPENED["Moons"])
    assert following(there, OPENED["Moons"], OPENED["Digits"])["o1.lr"] == OPENED["Digits"]["o1.lr"]
