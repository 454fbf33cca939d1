"""Which tuned contender to take for a data set and a model, in words."""

import math
from collections.abc import Callable, Sequence

from optim_core.base.text import Translator
from optim_core.evidence.comparison import Comparison
from optim_core.explain.verdict import useful_seeds


def advice(comparison: Comparison, names: Sequence[str], number: Callable[[float], str], t: Translator) -> str:
    """What to take, what cannot be told apart from it and what is worse; where that is not known, what would tell.

    `names` are the labels of the contenders with their best settings, `number` formats a difference of scores. "" if no
    contender has a result.
    """
    order = comparison.order
    if not order:
        return ""
    first, others = order[0], order[1:]
    if others and comparison.seeds < comparison.least:
        return t("advice.too_few", names=_listed(order, names), seeds=comparison.seeds, least=comparison.least)
    pairs = {frozenset((pair.better, pair.worse)): pair for pair in comparison.pairs}
    alike = [one for one in others if not pairs[frozenset((first, one))].significant]
    worse = [one for one in others if one not in alike]
    sentences = [t("advice.first", name=names[first])]
    sentences += [t("advice.alike", names=_listed(alike, names))] if alike else []
    behind = [(names[one], pairs[frozenset((first, one))].difference) for one in worse]
    gaps = [name if math.isnan(gap) else t("advice.gap", name=name, gap=number(gap)) for name, gap in behind]
    sentences += [t("advice.worse", names=", ".join(gaps))] if worse else []
    seeds = useful_seeds(comparison)
    sentences += [t("advice.more", name=names[alike[0]], seeds=seeds)] if alike and seeds else []
    return " ".join(sentences)


def _listed(indices: Sequence[int], names: Sequence[str]) -> str:
    return ", ".join(names[index] for index in indices)
