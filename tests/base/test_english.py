"""The English texts are plain American English: the wordings in `AVOIDED` never appear."""

import re

import pytest

from optim_core.base.text import load
from optim_core.explain.lessons.course import FOLDER as LESSONS

AVOIDED = [
    (r"\b\w+(?:is|ys)(?:e|es|ed|ing|ation|ations)\b", "-ize, -yze", "regularisation of the loss"),
    (r"\b(?:colour|behaviour|centre|tumour|grey|neighbour\w*)s?\b", "American spelling", "round the centre"),
    ("[Ww]hat torch has", "optimizers that PyTorch offers", "What torch has is run by torch.optim itself."),
    (r"\b(?:dear|lest|by heart|hears|for ever|of note)\b", "plain words", "Roots of matrices are dear"),
    (r"\b(?:everybody|nobody|whoever|whom|[Ww]ho)\b", "the contenders, which one", "Who has the lowest loss"),
    (r"\b(?:[Nn]umbers kept|[Pp]oints|[Cc]ells|lr|bit|evaluation|batches) an? (?!power)\w+", "per", "Cells a side"),
    ("^Is Adam|^Is plain|^Is Schedule", "a subject", "Is Adam with Nesterov's idea"),
    ("equal tuning effort|tuned races", "fair race", "races of equal tuning effort"),
    ("first gap|start's gap|within {target} of the gap", "the initial gap", "share of the first gap"),
    (r"[\d}] %", "no space before %", "{share} % of its steps"),
    ("surprises?", "deviation", "Average of the squared surprises"),
    ("stand in for|neither do|to and fro", "plain words", "alpha and beta2 stand in for each other"),
]
"""Pattern of a wording, what to write instead, and a text in which the wording stood."""

RIGHT = re.compile(
    r"\w*wise|\w*noise|(?:pre|de|con)cise|(?:comp|p)romis\w+|(?:a?r|advert|adv|rev|superv|exerc|disgu|ra)is\w+", re.I
)
"""Words that end like the British spelling of others."""
TEXTS = load("en").entries | {str(path): path.read_text(encoding="utf-8") for path in LESSONS.glob("*/en.md")}


@pytest.mark.parametrize(("wording", "instead", "old"), AVOIDED, ids=[instead for _, instead, _ in AVOIDED])
def test_a_wording_never_appears(wording, instead, old):
    def found(text: str) -> str:
        return " ".join(word for word in re.findall(wording, text) if not RIGHT.fullmatch(word))

    assert found(old), "the pattern finds the text that was mended"
    assert {key: found(text) for key, text in TEXTS.items() if found(text)} == {}, f"write {instead}"
