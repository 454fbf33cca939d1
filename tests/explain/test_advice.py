"""The sentence on which tuned contender to take, and what it rests on."""

import re

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.evidence.comparison import compare
from optim_core.explain.advice import Labels, advice

NAMES = ["SGD (lr 0.3)", "Adam (lr 0.01)", "NAdam (lr 0.01)"]
SWINGS = np.tile([0.0, 0.04, 0.01], 3)


def said(scores, language="en"):
    return advice(compare(np.array(scores)), Labels(names=NAMES, number="{:.2f}".format), load(language))


def test_it_names_the_first_what_is_like_it_and_how_far_the_others_are_behind():
    adam = 0.9 + SWINGS
    text = said([adam - 0.05, adam, adam + 0.01 - np.roll(SWINGS, 1)])
    assert text.startswith("For this data and model: Adam (lr 0.01). Cannot be told apart from it: NAdam (lr 0.01).")
    assert "Significantly worse even with its best setting: SGD (lr 0.3), by 0.05." in text
    assert "To tell NAdam (lr 0.01) apart from the first, it would take about " in text


def linked(text, contenders, seeds=None):
    return f"<{text}|{','.join(map(str, contenders))}|{seeds or ''}>"


def test_every_name_and_number_of_seeds_leads_to_its_training():
    adam = 0.9 + SWINGS
    labels = Labels(names=["S", "A", "N"], number="{:.2f}".format, linked=linked)
    text = advice(compare(np.array([adam - 0.05, adam, adam + 0.01 - np.roll(SWINGS, 1)])), labels, load("en"))
    assert all(part in text for part in ("model: <A|1|>.", "it: <N|1,2|>.", "setting: <S|1,0|>, by"))
    assert re.search(r"about <(\d+) fresh seeds\|1,2\|\1>\.$", text)
    few = advice(compare(np.array([[0.9, 0.8], [0.7, 0.6], [0.5, 0.4]])), labels, load("en"))
    assert "first: <S|0|>, <A|1|>, <N|2|>." in few
    assert "<7 fresh seeds|0,1,2|7>." in few


def test_too_few_seeds_give_an_order_and_no_advice():
    text = said([[0.9, 0.8], [0.7, 0.6], [0.5, 0.4]])
    assert text.startswith("The tuned contenders, best mean first: SGD (lr 0.3), Adam (lr 0.01), NAdam (lr 0.01).")
    assert "Needed at least: 7 fresh seeds." in text
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
