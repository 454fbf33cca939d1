"""The sentence on which tuned contender to take, and what it rests on."""

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.evidence.comparison import compare
from optim_core.explain.advice import advice

NAMES = ["SGD (lr 0.3)", "Adam (lr 0.01)", "NAdam (lr 0.01)"]
SWINGS = np.tile([0.0, 0.04, 0.01], 3)


def said(scores, language="en"):
    return advice(compare(np.array(scores)), NAMES, "{:.2f}".format, load(language))


def test_it_names_the_first_what_is_like_it_and_how_far_the_others_are_behind():
    adam = 0.9 + SWINGS
    text = said([adam - 0.05, adam, adam + 0.01 - np.roll(SWINGS, 1)])
    assert text.startswith("For this data and model: Adam (lr 0.01). Cannot be told apart from it: NAdam (lr 0.01).")
    assert "Significantly worse even with its best setting: SGD (lr 0.3), by 0.05." in text
    assert "fresh seeds to tell NAdam (lr 0.01) apart from the first." in text


def test_too_few_seeds_give_an_order_and_no_advice():
    text = said([[0.9, 0.8], [0.7, 0.6], [0.5, 0.4]])
    assert text.startswith("The tuned contenders, best mean first: SGD (lr 0.3), Adam (lr 0.01), NAdam (lr 0.01).")
    assert "at least 7" in text
    assert "For this data" not in text


def test_a_contender_without_any_result_is_not_named_and_a_gap_that_is_not_known_is_left_out():
    lost, good = np.full(9, -np.inf), 0.9 + SWINGS
    assert said([lost, good, lost]) == "For this data and model: Adam (lr 0.01)."
    assert said([lost, lost, lost]) == ""
    half = np.where(np.arange(16) < 1, 0.1, -np.inf)
    other = np.where(np.arange(16) < 1, -np.inf, 0.9)
    assert "setting: SGD (lr 0.3)." in said([half, other])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_exists(language):
    good = 0.9 + SWINGS
    texts = {said([good - 0.05, good, good], language), said([[0.9], [0.8]], language), said([good], language)}
    assert len(texts) == 3
