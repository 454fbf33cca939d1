"""Which tuned contender to take for a data set and a model, in words."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from optim_core.base.text import Translator
from optim_core.evidence.comparison import Comparison
from optim_core.explain.verdict import useful_seeds


def plain(text: str, _contenders: Sequence[int], _seeds: int | None = None) -> str:
    """The text without a link."""
    return text


@dataclass(frozen=True, kw_only=True)
class Labels:
    """How the advice names contenders and differences."""

    names: Sequence[str]
    """Labels of the contenders with their best settings."""
    number: Callable[[float], str]
    """Text of a difference of scores."""
    linked: Callable[[str, Sequence[int], int | None], str] = plain
    """A text as a link to the training of some contenders, with a number of seeds or that of the comparison."""

    def name(self, one: int, *others: int) -> str:
        """The name of contender `one`, as a link to a training of it and `others`."""
        return self.linked(self.names[one], (*others, one), None)


def advice(comparison: Comparison, labels: Labels, t: Translator) -> str:
    """Advice in words: the contender to take, those that do not differ from it significantly, and the worse ones.

    With too few seeds the text says how many more are needed. "" if no contender has a result.
    """
    order = comparison.order
    if not order:
        return ""
    first, others = order[0], order[1:]
    if others and comparison.seeds < comparison.least:
        least = labels.linked(t("advice.seeds", seeds=comparison.least), order, comparison.least)
        names = ", ".join(labels.name(one) for one in order)
        return t("advice.too_few", names=names, seeds=comparison.seeds, least=least)
    pairs = {frozenset((pair.better, pair.worse)): pair for pair in comparison.pairs}
    alike = [one for one in others if not pairs[frozenset((first, one))].significant]
    worse = [one for one in others if one not in alike]
    sentences = [t("advice.first", name=labels.name(first))]
    sentences += [t("advice.alike", names=", ".join(labels.name(one, first) for one in alike))] if alike else []
    behind = [(labels.name(one, first), pairs[frozenset((first, one))].difference) for one in worse]
    gaps = [name if math.isnan(gap) else t("advice.gap", name=name, gap=labels.number(gap)) for name, gap in behind]
    sentences += [t("advice.worse", names=", ".join(gaps))] if worse else []
    if alike and (seeds := useful_seeds(comparison)):
        needed = labels.linked(t("advice.seeds", seeds=seeds), (first, alike[0]), seeds)
        sentences.append(t("advice.more", name=labels.names[alike[0]], seeds=needed))
    return " ".join(sentences)
