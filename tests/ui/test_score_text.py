"""Scores and differences between them as text."""

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.evidence.bootstrap import Interval
from optim_core.models.tasks import CLASSES, NUMBERS
from ui.components.score_text import difference_text, interval_text, score_text

POINTS = {"en": "16.9 percentage points", "ko": "16.9%p"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_difference_of_accuracies_is_in_percentage_points_and_no_percentage(language):
    t = load(language)
    assert difference_text(0.169, CLASSES, t) == POINTS[language]
    assert difference_text(0.169, CLASSES, t, signed=True) == "+" + POINTS[language]
    assert difference_text(-0.169, CLASSES, t, signed=True) == "-" + POINTS[language]
    assert difference_text(0.169, NUMBERS, t) == "0.169"
    assert difference_text(float("nan"), CLASSES, t) == "–"


def test_scores_and_their_intervals():
    assert (score_text(0.5, CLASSES), score_text(0.5, NUMBERS), score_text(None, NUMBERS)) == (
        "50.0%",
        "0.5",
        "–",
    )
    assert interval_text(Interval(0.25, 0.5), CLASSES) == "25.0%\N{NO-BREAK SPACE}– 50.0%"
    assert interval_text(None, CLASSES) == "–"
