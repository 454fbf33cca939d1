"""What averaging the weights of a training has brought, contender by contender."""

from collections.abc import Sequence

import numpy as np

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.evidence.permutation import holm, permutation_test
from optim_core.evidence.power import LEVEL, least_seeds
from optim_core.explain.seed_summary import SeedSummary, last_score, seed_summary
from optim_core.specs.results import TrainingLog


def averaged_summary(group: Sequence[TrainingLog], measure: str) -> SeedSummary | None:
    """Statistics over the seeds with a result of a measure of the averaged weights after the last epoch.

    `measure` is one of "train_loss", "train_score", "test_loss" and "test_score". None without averaged weights,
    without a result, or if one of the averages has no finite measures at the end.
    """
    if not all(_is_measured(log) for log in group if log.status.has_result):
        return None
    return seed_summary(group, lambda log: log.averaged[measure][-1])


def averaging_verdict(groups: Sequence[Sequence[TrainingLog]], names: Sequence[str], t: Translator) -> str:
    """Sentences on which contenders score significantly better or worse on test data with averaged weights.

    "" without averaged weights, and with too few seeds to tell. `groups` hold one log per seed, `names` their labels.
    A contender with a seed that has no result is left out; the tests are corrected for the number of the others.
    """
    differences = {
        name: [float(log.averaged["test_score"][-1]) - last_score(log) for log in group]
        for name, group in zip(names, groups, strict=True)
        if all(log.status.has_result and _is_measured(log) for log in group)
    }
    if not differences or len(groups[0]) < least_seeds(len(differences)):
        return ""
    table: Array = np.array([*differences.values()]).T
    signs, p = permutation_test(table)
    outcomes = dict(zip(differences, np.where(holm(p) <= LEVEL, signs, 0), strict=True))
    kinds = {"better": 1, "worse": -1, "open": 0}
    found = {key: [name for name, sign in outcomes.items() if sign == kind] for key, kind in kinds.items()}
    level = f"{100 * LEVEL:g}"
    return " ".join(
        t(f"verdict.averaged_{key}", names=", ".join(some), level=level) for key, some in found.items() if some
    )


def _is_measured(log: TrainingLog) -> bool:
    return 0 < len(log.averaged.get("test_score", ())) == len(log.test_score)
