"""Sentences about the best run of a map, or about the runs that tie as the best."""

from collections.abc import Mapping, Sequence

from optim_core.base.text import Translator
from optim_core.sweep.maps import AbstractCells, BestCells, best_cells
from ui.session.literal import literal


def best_text(
    best: BestCells, names: Mapping[int, str], description: str, kind: str, quantity: str, t: Translator
) -> str:
    """Markdown: which run is the best, or how many tie. `description` describes the first of the best runs.

    `names` holds the label of each contender whose index is in `best`; `kind` is "run" or "model".
    """
    contenders = [literal(names[index]) for index in dict.fromkeys(index for index, _ in best.cells)]
    if len(best.cells) > 1:
        count, (*others, last) = len(best.cells), contenders
        listed = t("maps.several", others=", ".join(others), last=last) if others else last
        return t(f"maps.tied.{kind}", count=count, contenders=listed, name=contenders[0], run=description)
    text = t(f"maps.best.{kind}", name=contenders[0], run=description)
    if best.tied == 1:
        return text
    decided = "score" if kind == "model" else "steps" if quantity == "steps_to" else "loss"
    return f"{text}. {t(f'maps.decided.{decided}', count=best.tied)}"


def ties_rule(panels: Sequence[AbstractCells], kind: str, quantity: str, t: Translator) -> str:
    """The rule of ties, as a sentence; empty if no runs tie in any panel or overall. `kind` is "run" or "model"."""
    found = [best_cells(group, quantity) for group in (*([panel] for panel in panels), panels)]
    if all(best is None or best.tied == 1 for best in found):
        return ""
    if kind == "model":
        return t(f"maps.ties.{'training_loss' if quantity == 'train_loss' else 'score'}")
    return t(f"maps.ties.{'steps' if quantity == 'steps_to' else 'loss'}")
