"""Contenders compared by their results over the same seeds."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np

from optim_core.base.result import Array
from optim_core.evidence.bootstrap import Interval, mean_interval
from optim_core.evidence.letters import letters
from optim_core.evidence.permutation import holm, permutation_test
from optim_core.evidence.power import LEVEL, least_seeds, seeds_needed


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two contenders, by index; the differences speak for `better`, or else it has the better mean."""

    better: int
    worse: int
    difference: float
    """Mean of `better` minus that of `worse`, over the seeds in which both have a result; NaN if there is none."""
    interval: Interval | None
    """Bootstrap interval of that difference; None for fewer than `LEAST_VALUES` such seeds."""
    equal: bool
    """Whether the two have the same result with every seed in which both have one, and there is such a seed."""
    p: float
    """P-value of the paired permutation test, adjusted by Holm's method."""
    needed: int | None
    """About how many seeds in all would tell the two apart; None if that is not known, see `seeds_needed`."""

    @property
    def significant(self) -> bool:
        """Whether the two differ significantly."""
        return self.p <= LEVEL


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Comparison of k contenders by their results over n seeds."""

    seeds: int
    least: int
    """The fewest seeds with which these contenders can be told apart, see `least_seeds`."""
    order: tuple[int, ...]
    """Indices of the contenders with a result, best first: those that fewer others beat, then by seeds without a
    result, then by the mean."""
    beaten_by: tuple[int | None, ...]
    """How many others are significantly better than each contender (k,); None without any result."""
    letters: tuple[str, ...]
    """Letters of each contender (k,), see `letters.letters`; "" without any result."""
    intervals: tuple[Interval | None, ...]
    """Bootstrap interval of each mean over the seeds with a result (k,)."""
    pairs: tuple[Pair, ...]
    """All pairs of contenders with a result, in `order`."""
    incomplete: bool
    """Whether a contender in `order` lacks the result of a seed."""


def compare(results: Array) -> Comparison:
    """Compare contenders by `results` (k, n) over n seeds, where higher is better and -inf is a seed without a result.

    Such a seed counts as worse than any result. A contender without any result is not compared.
    """
    return _compare(tuple(map(tuple, results.tolist())), results.shape[1])


@lru_cache(64)
def _compare(rows: tuple[tuple[float, ...], ...], seeds: int) -> Comparison:
    results = np.array(rows, dtype=float).reshape(len(rows), seeds)
    present = np.isfinite(results)
    ranked = sorted(np.flatnonzero(present.any(1)).tolist(), key=lambda i: (-present[i].sum(), -_mean(results[i])))
    couples = list(combinations(ranked, 2))
    differences = np.stack([_difference(*results[list(couple)]) for couple in couples], 1) if couples else None
    signs, p = (np.empty(0), np.empty(0)) if differences is None else permutation_test(differences)
    adjusted, different = holm(p), np.zeros((len(rows), len(rows)), dtype=bool)
    beaten, directed = dict.fromkeys(ranked, 0), []
    for couple, sign, value in zip(couples, signs, adjusted, strict=True):
        better, worse = couple[::-1] if sign < 0 else couple
        directed.append((better, worse, float(value)))
        if value <= LEVEL:
            different[better, worse] = different[worse, better] = True
            beaten[worse] += 1
    order = sorted(ranked, key=beaten.__getitem__)  # stable
    found = dict(zip(order, letters(different[np.ix_(order, order)]), strict=True))
    place = {one: index for index, one in enumerate(order)}
    pairs = [_pair(better, worse, value, results, len(couples)) for better, worse, value in directed]
    return Comparison(
        seeds=seeds,
        least=least_seeds(len(couples)) if couples else 1,
        order=tuple(order),
        beaten_by=tuple(beaten.get(one) for one in range(len(rows))),
        letters=tuple(found.get(one, "") for one in range(len(rows))),
        intervals=tuple(mean_interval(row) for row in results),
        pairs=tuple(sorted(pairs, key=lambda pair: sorted((place[pair.better], place[pair.worse])))),
        incomplete=not present[ranked].all(),
    )


def _difference(one: Array, other: Array) -> Array:
    """The first minus the second (n,); 0 where both lack a result."""
    with np.errstate(over="ignore", invalid="ignore"):
        found: Array = np.where(np.isneginf(one) & np.isneginf(other), 0.0, one - other)
    return found


def _pair(better: int, worse: int, p: float, results: Array, pairs: int) -> Pair:
    both = np.isfinite(results[[better, worse]]).all(0)
    differences = _difference(results[better, both], results[worse, both])
    return Pair(
        better=better,
        worse=worse,
        difference=_mean(differences),
        interval=mean_interval(differences),
        equal=len(differences) > 0 and not differences.any(),
        p=p,
        needed=seeds_needed(differences, pairs),
    )


def _mean(values: Array) -> float:
    finite = values[np.isfinite(values)]
    with np.errstate(over="ignore"):
        return float(finite.mean()) if len(finite) else float("nan")
