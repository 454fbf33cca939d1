"""The sentence above a map does not name one of equals as the best."""

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.sweep.maps import BestCells
from ui.maps.headline import best_text

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
    assert tied == t(f"maps.tied.{kind}", count=2, contenders="SGD, Adam", name="SGD", run="lr 0.1")
    assert alone.partition(":")[0] not in tied
    assert "SGD, Adam" not in text(BestCells((ONE, ONE), 2))


def test_a_name_is_shown_as_it_is():
    text = best_text(BestCells((ONE,), 1), {0: "*a*"}, "", "run", "final_loss", load("en"))
    assert "*" not in text.replace(r"\*", "")
