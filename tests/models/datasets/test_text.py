"""The two texts: how they are taken apart, and that nothing of them is made up."""

from unicodedata import normalize

import pytest

from optim_core.models.datasets import LongTail, Text
from optim_core.models.datasets.korean_constitution import korean_constitution
from optim_core.models.datasets.us_constitution import us_constitution


@pytest.mark.parametrize(
    ("language", "source", "start"),
    [("english", us_constitution, "We the People"), ("korean", korean_constitution, "유구한 역사와 전통에")],
)
def test_the_stretches_are_the_text_without_rare_characters(language, source, start):
    dataset = Text(language=language)
    train_x, _, test_x, test_y = dataset.split()
    numbers = [*train_x.argmax(-1).flatten().tolist(), *test_x.argmax(-1).flatten().tolist(), int(test_y[-1, -1])]
    written = "".join(dataset.characters[number] for number in numbers)
    plain = normalize("NFD", " ".join(source().lower().split()))
    kept = "".join(one for one in plain if one in dataset.characters)
    assert kept.startswith(written)
    assert len(kept) - len(written) < 32
    assert source().split()[:3] == start.split()[:3]
    assert {one for one in plain if plain.count(one) >= 10} == set(dataset.characters)
    assert len(kept) > 0.99 * len(plain)


def test_characters_are_sorted_by_frequency_and_few_are_most_of_the_text():
    counts = Text().split().train_x.sum((0, 1))
    assert Text().characters[0] == " "
    assert counts[:7].sum() > counts.sum() / 2
    assert counts[-10:].sum() < 0.07 * counts.sum()


def test_the_long_tail_follows_zipfs_law_and_vanishes():
    counts = LongTail(skew=1.0).split().train_y.bincount().double()
    assert counts[0] / counts[9] == pytest.approx(10, rel=0.25)
    assert LongTail(skew=0.0).train_size == 2_000
    assert LongTail(skew=0.0).split().train_y.bincount().double().std() < 5
    assert LongTail().split().test_y.bincount().tolist() == [10] * 100
