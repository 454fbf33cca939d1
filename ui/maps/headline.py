"""The sentence above the panels of a map: the chosen run, or the best of all and what ties with it."""

from collections.abc import Mapping

from optim_core.base.text import Translator
from optim_core.sweep.maps import BestCells
from ui.session.literal import literal


def best_text(
    best: BestCells, names: Mapping[int, str], description: str, kind: str, quantity: str, t: Translator
) -> str:
    """Markdown: which run is the best, or how many tie; `description` is that of the first of them.

    `names` holds the label of each contender whose index is in `best`; `kind` is "run" or "model".
    """
    contenders = [literal(names[index]) for index in dict.fromkeys(index for index, _ in best.cells)]
    if len(best.cells) > 1:
        count, listed = len(best.cells), ", ".join(contenders)
        return t(f"maps.tied.{kind}", count=count, contenders=listed, name=contenders[0], run=description)
    text = t(f"maps.best.{kind}", name=contenders[0], run=description)
    if best.tied == 1:
        return text
    decided = "score" if kind == "model" else "steps" if quantity == "steps_to" else "loss"
    return f"{text}. {t(f'maps.decided.{decided}', count=best.tied)}"
