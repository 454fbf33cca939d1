"""Comparisons over seeds: tests against SciPy, false alarms, letters by their definition, seeds that are needed."""

import itertools

import numpy as np
import pytest
from scipy import stats

from optim_core.evidence import comparison
from optim_core.evidence.bootstrap import LEAST_VALUES, mean_interval
from optim_core.evidence.comparison import compare
from optim_core.evidence.letters import letters
from optim_core.evidence.permutation import holm, permutation_test
from optim_core.evidence.power import LEVEL, least_seeds, seeds_needed

DRAWN = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "heavy tails": lambda rng, shape: rng.standard_t(2, size=shape),
    "skewed": lambda rng, shape: rng.exponential(size=shape),
    "accuracies of 50 examples": lambda rng, shape: rng.binomial(50, 0.9, size=shape) / 50,
    "some diverge": lambda rng, shape: np.where(rng.random(shape) < 0.1, -np.inf, rng.normal(size=shape)),
}


@pytest.mark.parametrize("name", DRAWN)
def test_one_optimizer_under_several_names_raises_a_false_alarm_in_at_most_5_percent_of_1000_races(name, monkeypatch):
    for unneeded in ("mean_interval", "seeds_needed"):  # which take longer than the tests
        monkeypatch.setattr(comparison, unneeded, lambda *_: None)
    rng, alarms = np.random.default_rng(18), 0
    for _ in range(1_000):
        names, seeds = rng.integers(2, 6), rng.integers(2, 17)
        luck = rng.normal(size=seeds)  # what a seed does to all contenders
        found = compare(DRAWN[name](rng, (names, seeds)) + luck)
        alarms += any(pair.significant for pair in found.pairs)
    assert alarms <= 50


@pytest.mark.parametrize("seeds", [5, 6, 8, 11])
def test_among_all_signs_of_any_differences_at_most_5_percent_are_significant(seeds):
    """The test's level is exact, not only on average: also with ties, zeros and infinite differences."""
    rng = np.random.default_rng(seeds)
    for sizes in (
        rng.exponential(size=seeds),
        rng.integers(0, 3, size=seeds).astype(float),
        np.r_[np.inf, np.inf, rng.random(seeds - 2)],
    ):
        signs = np.array(list(itertools.product([-1.0, 1.0], repeat=seeds)))
        p = permutation_test((signs * sizes).T).p
        assert (p <= 0.05).mean() <= 0.05
        assert (p <= 0.01).mean() <= 0.01


def test_p_values_are_those_of_scipy():
    rng = np.random.default_rng(1)
    for seeds in (2, 5, 9, 12):
        differences = rng.normal(0.4, 1, (seeds, 3))
        exact = stats.permutation_test(
            (differences,), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True, axis=0
        )
        assert permutation_test(differences).p == pytest.approx(exact.pvalue)
    infinite = np.array([3.0, -1.0, np.inf, 2.0, -0.5, 4.0, 0.25])
    ranked = stats.wilcoxon(np.where(np.isinf(infinite), 99, infinite), mode="exact")
    assert permutation_test(infinite[:, None]).p == pytest.approx([ranked.pvalue])
    many = rng.normal(0.3, 1, (40, 1))
    assert permutation_test(many).p[0] == pytest.approx(stats.ttest_1samp(many[:, 0], 0).pvalue, abs=0.01)
    assert permutation_test(many).p == permutation_test(many).p


def test_holm_multiplies_the_smallest_by_the_number_of_pairs_and_stays_in_order():
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.5, 0.9])) == pytest.approx([1.0, 1.0])
    assert len(holm(np.empty(0))) == 0


def test_letters_are_shared_exactly_by_those_that_do_not_differ():
    rng = np.random.default_rng(2)
    for count in (1, 2, 3, 5, 8):
        for _ in range(40):
            upper = np.triu(rng.random((count, count)) < rng.random(), 1)
            different = upper | upper.T
            found = letters(different)
            for i, j in itertools.combinations(range(count), 2):
                assert bool(set(found[i]) & set(found[j])) != different[i, j]
            groups = {letter: {i for i in range(count) if letter in found[i]} for letter in set("".join(found))}
            assert sorted(groups) == [chr(65 + i) for i in range(len(groups))]
            assert all(not one <= other for one, other in itertools.permutations(groups.values(), 2))
            assert "A" in found[0]
    middle = np.array([[0, 0, 1], [0, 0, 0], [1, 0, 0]], dtype=bool)
    assert letters(middle) == ("A", "AB", "B")
    assert len(set("".join(letters(np.kron(np.ones((3, 3)) - np.eye(3), np.ones((2, 2))).astype(bool))))) == 3


def test_intervals_cover_the_mean_and_grow_with_the_confidence_that_few_values_allow():
    rng = np.random.default_rng(3)
    for seeds in (LEAST_VALUES, 8, 16):
        intervals = [mean_interval(rng.normal(size=seeds)) for _ in range(4_000)]
        assert 0.93 <= np.mean([one.low <= 0 <= one.high for one in intervals]) <= 0.97
    assert mean_interval(np.full(6, 2.0)) == pytest.approx((2.0, 2.0))


def test_no_interval_is_no_more_than_the_range_of_a_few_values():
    rng = np.random.default_rng(5)
    for count in range(LEAST_VALUES):
        assert mean_interval(rng.normal(size=count)) is None
        assert mean_interval(np.append(np.full(9, -np.inf), rng.normal(size=count))) is None
    for count in (LEAST_VALUES, 16):
        values = rng.normal(size=count)
        low, high = mean_interval(values)
        assert values.min() < low < values.mean() < high < values.max()


def test_only_the_same_results_are_equal():
    few = np.array([[0.5, 0.7], [0.7, 0.5], [0.7, 0.5]])
    assert [(pair.difference, pair.equal) for pair in compare(few).pairs] == [(0, False), (0, False), (0, True)]


@pytest.mark.parametrize(("pairs", "least"), [(1, 6), (3, 7), (10, 9), (28, 11)])
def test_fewer_seeds_than_the_least_tell_nothing_whatever_the_difference(pairs, least):
    assert least_seeds(pairs) == least
    assert pairs * 2 / 2**least <= LEVEL < pairs * 2 / 2 ** (least - 1)
    contenders = {1: 2, 3: 3, 10: 5, 28: 8}[pairs]
    apart = np.arange(contenders)[:, None] * 1e3 + np.random.default_rng(4).random((contenders, least))
    assert not any(pair.significant for pair in compare(apart[:, :-1]).pairs)
    assert any(pair.significant for pair in compare(apart).pairs)
    assert compare(apart).least == least


def test_the_seeds_that_are_needed_find_the_difference_in_about_four_of_five_trials():
    rng = np.random.default_rng(5)
    example = rng.normal(size=40)
    example = (example - example.mean()) / example.std(ddof=1)
    needed = seeds_needed(example + 0.8, 1)
    assert needed == 15  # of a paired t-test with effect 0.8, level 5 %, power 80 %
    found = permutation_test(rng.normal(0.8, 1, (needed, 1_000))).p <= LEVEL
    assert 0.75 <= found.mean() <= 0.88
    assert seeds_needed(example + 0.8, 10) > needed
    assert seeds_needed(example * 1e-3 + 1, 1) == 6
    assert seeds_needed(np.full(6, 0.5), 3) == 7
    assert seeds_needed(example + 0.01, 1) is None
    assert seeds_needed(np.zeros(6), 1) is None
    assert seeds_needed(np.array([0.1]), 1) is None


def test_a_comparison_orders_names_directions_and_leaves_out_what_has_no_result():
    rng = np.random.default_rng(6)
    good, alike, bad = 0.9 + 0.01 * rng.random((3, 12))
    results = np.stack([bad - 0.5, good, np.full(12, -np.inf), alike])
    found = compare(results)
    assert found.order[-1] == 0
    assert set(found.order) == {0, 1, 3}
    assert [found.letters[i] for i in (0, 1, 2, 3)] == ["B", "A", "", "A"]
    assert found.beaten_by == (2, 0, None, 0)
    assert found.intervals[2] is None
    assert len(found.pairs) == 3
    assert not found.incomplete
    assert all(pair.difference >= 0 for pair in found.pairs)
    assert [pair.significant for pair in found.pairs] == [False, True, True]


def test_a_seed_without_a_result_counts_as_the_worst():
    rng = np.random.default_rng(7)
    steady, risky = rng.random((2, 14))
    risky[:9] = -np.inf
    found = compare(np.stack([risky + 0.1, steady]))
    assert found.order == (1, 0)
    assert found.incomplete
    (pair,) = found.pairs
    assert (pair.better, pair.worse, pair.significant) == (1, 0, True)
    both = compare(np.stack([np.r_[np.full(6, -np.inf), 1.0], np.r_[np.full(6, -np.inf), 2.0]]))
    assert both.pairs[0].p == 1.0


def test_extreme_numbers_and_single_contenders_are_compared_without_a_warning():
    huge = np.array([[1e308, -1e308, 1e308], [-1e308, 1e308, -1e308]])
    assert len(compare(huge).pairs) == 1
    alone = compare(np.array([[0.5, 0.6]]))
    assert (alone.pairs, alone.letters, alone.order) == ((), ("A",), (0,))
    assert compare(np.full((2, 3), -np.inf)).order == ()
