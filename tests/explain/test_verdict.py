"""Sentences on what seeds can tell, and the number of seeds that they name."""

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.evidence.comparison import compare
from optim_core.explain.verdict import useful_seeds, verdict

NAMES = ["Adam", "SGD", "Muon"]


def noisy(*means, seeds, spread=1.0):
    rng = np.random.default_rng(len(means) + seeds)
    return compare(np.array(means)[:, None] + spread * rng.normal(size=(len(means), seeds)))


def test_few_seeds_say_how_many_are_needed():
    t = load("en")
    one, five = noisy(0, 9, 5, seeds=1), noisy(0, 9, 5, seeds=5)
    assert verdict(one, NAMES, t).startswith("One seed tells nothing")
    assert "at least 7 seeds to tell 3 contenders apart" in verdict(one, NAMES, t)
    assert "With 5 seeds no difference between 3" in verdict(five, NAMES, t)
    assert useful_seeds(one) == useful_seeds(five) == 7


def test_enough_seeds_name_the_best_or_its_rivals():
    t = load("en")
    clear = noisy(0, 9, 5, seeds=10)
    assert verdict(clear, NAMES, t).startswith("SGD has a better final test score than every other contender")
    assert useful_seeds(clear) is None
    rivals = noisy(-9, 1, 0, seeds=10)
    text, seeds = verdict(rivals, NAMES, t), useful_seeds(rivals)
    assert text.startswith("In first place: ")
    assert seeds > 10
    assert f"about {seeds - 10} more seeds to tell" in text
    assert "Adam" not in text
    equal = compare(np.tile(np.random.default_rng(0).random(8), (3, 1)))
    assert "no two contenders" in verdict(equal, NAMES, t)
    assert "the same score with every seed" in verdict(equal, NAMES, t)
    assert useful_seeds(equal) is None
    swinging = np.tile([0.0, 1.0], 8)
    close = compare(np.stack([swinging, 1.001 - swinging]))
    assert "more than 1000 seeds" in verdict(close, NAMES, t)


def test_seeds_without_a_result_are_mentioned_and_a_single_contender_needs_no_words():
    t = load("en")
    results = np.random.default_rng(1).normal(size=(2, 8))
    assert "counts as the worst" not in verdict(compare(results), NAMES, t)
    results[0, 3] = -np.inf
    assert "counts as the worst" in verdict(compare(results), NAMES, t)
    results[0] = -np.inf
    assert verdict(compare(results), NAMES, t) == ""
    assert useful_seeds(compare(results)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_exists(language):
    t = load(language)
    found = [noisy(0, 9, 5, seeds=n) for n in (1, 5, 10)] + [noisy(0, 0, seeds=8), noisy(-9, 0, 0, seeds=12)]
    texts = [verdict(one, NAMES, t) for one in found]
    assert all(texts)
    assert len(set(texts)) == len(texts)
