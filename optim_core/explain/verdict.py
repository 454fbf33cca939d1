"""A sentence on the order of a training's contenders, as far as its seeds decide it."""

from collections.abc import Sequence

from optim_core.base.text import Translator
from optim_core.evidence.comparison import Comparison, Pair
from optim_core.evidence.power import LEVEL, MOST_SEEDS


def verdict(comparison: Comparison, names: Sequence[str], t: Translator) -> str:
    """Sentences on which differences are significant, which are not, and how many seeds would settle the latter.

    "" for fewer than two contenders with a result.

    `names` are the contenders' labels.
    """
    order = comparison.order
    if len(order) < 2:
        return ""
    if comparison.seeds < comparison.least:
        key = "one_seed" if comparison.seeds == 1 else "too_few"
        return t(f"verdict.{key}", seeds=comparison.seeds, count=len(order), least=comparison.least)
    worst = [t("verdict.no_result")] if comparison.incomplete else []
    return " ".join([*_sentences(comparison, names, t), *worst])


def useful_seeds(comparison: Comparison) -> int | None:
    """Number of seeds a training should have next: the least for a test, or as many as the closest rival needs.

    None if the best contender differs significantly from all others, or if no number of seeds is known.
    """
    if len(comparison.order) < 2:
        return None
    if comparison.seeds < comparison.least:
        return comparison.least
    rivals = _rivals(comparison)
    return _seeds_for(rivals[0], comparison) if rivals else None


def _sentences(comparison: Comparison, names: Sequence[str], t: Translator) -> list[str]:
    """Sentences on the contender in first place and on the others in order."""
    first, rivals = comparison.order[0], _rivals(comparison)
    level = f"{100 * LEVEL:g}"
    if not rivals:
        return [t("verdict.best", name=names[first], level=level)]
    others = ", ".join(names[_other(pair, first)] for pair in rivals)
    if any(pair.significant for pair in comparison.pairs):
        found = t("verdict.leads", name=names[first], others=others, level=level)
    else:
        found = t("verdict.nothing", seeds=comparison.seeds, level=level)
    needed, closest = _seeds_for(rivals[0], comparison), names[_other(rivals[0], first)]
    if rivals[0].equal:
        return [found, t("verdict.equal", one=names[first], other=closest)]
    if needed is None:
        return [found, t("verdict.too_close", one=names[first], other=closest, limit=MOST_SEEDS)]
    more = needed - comparison.seeds
    return [found, t("verdict.more", one=names[first], other=closest, more=more)]


def _rivals(comparison: Comparison) -> list[Pair]:
    """Pairs of the best contender with each that does not differ from it significantly, in their order."""
    first = comparison.order[0]
    return [pair for pair in comparison.pairs if first in (pair.better, pair.worse) and not pair.significant]


def _other(pair: Pair, one: int) -> int:
    return pair.worse if pair.better == one else pair.better


def _seeds_for(pair: Pair, comparison: Comparison) -> int | None:
    """The seeds that the pair takes in all: more than there are, which were not enough."""
    return None if pair.needed is None else max(pair.needed, comparison.seeds + 1)
