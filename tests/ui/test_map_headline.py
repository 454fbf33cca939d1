"""The sentence above a map does not name one of equals as the best, and the one below it says the rule."""

from types import SimpleNamespace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.sweep.maps import BestCells
from optim_core.sweep.maps.cells import Scores
from ui.maps.headline import best_text, ties_rule

NAMES = {0: "SGD", 2: "Adam"}
ONE, TWO = (0, (1, 1)), (2, (3, 3))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "quantity", "decided"),
    [
        ("run", "final_loss", "loss"),
        ("run", "best_loss", "loss"),
        ("run", "minimum", "loss"),
        ("run", "steps_to", "steps"),
        ("model", "final_score", "score"),
    ],
)
def test_a_tie_is_said_and_what_decided_it(language, kind, quantity, decided):
    t = load(language)

    def text(best):
        return best_text(best, NAMES, "lr 0.1", kind, quantity, t)

    alone = t(f"maps.best.{kind}", name="SGD", run="lr 0.1")
    assert text(BestCells((ONE,), 1)) == alone
    assert text(BestCells((ONE,), 5)) == f"{alone}. {t(f'maps.decided.{decided}', count=5)}"
    tied = text(BestCells((ONE, TWO), 7))
    listed = {"en": "SGD and Adam", "ko": "SGD 및 Adam"}[language]
    assert tied == t(f"maps.tied.{kind}", count=2, contenders=listed, name="SGD", run="lr 0.1")
    assert alone.partition(":")[0] not in tied
    assert listed not in text(BestCells((ONE, ONE), 2))


def test_a_name_is_shown_as_it_is():
    text = best_text(BestCells((ONE,), 1), {0: "*a*"}, "", "run", "final_loss", load("en"))
    assert "*" not in text.replace(r"\*", "")


def panel(*losses):
    """One row of runs that all take equally many steps to the target; losses tie within 0.1."""
    scores = Scores(np.array([losses]), np.full((1, len(losses)), 3.0), 0.1, 0.0)
    return SimpleNamespace(scores=lambda quantity: scores)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "quantity", "rule"),
    [
        *(("run", "final_loss", "loss"), ("run", "best_loss", "loss"), ("run", "minimum", "loss")),
        *(("run", "steps_to", "steps"), ("model", "final_score", "score"), ("model", "train_loss", "training_loss")),
    ],
)
def test_the_rule_of_ties_is_said_where_runs_tie(language, kind, quantity, rule):
    t = load(language)
    words = t(f"maps.ties.{rule}")
    assert ties_rule([panel(1.0, 2.0), panel(1.05, 2.0)], kind, quantity, t) == words, "of two panels"
    assert ties_rule([panel(1.0, 2.0), panel(1.5, 1.55)], kind, quantity, t) == words, "within the worse panel"
    assert ties_rule([panel(1.0, 2.0), panel(1.5, 3.0)], kind, quantity, t) == ""
    assert ties_rule([panel(np.nan)], kind, quantity, t) == ties_rule([], kind, quantity, t) == ""
