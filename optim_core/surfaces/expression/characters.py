"""Characters of formulas as books, web pages and Asian keyboards write them, brought to one spelling."""

import unicodedata

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
"""Characters without any ink, which come along when a formula is copied from a page."""
SPELLINGS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\u02d7", "-"),
    **dict.fromkeys("·⋅∙•×∗✕", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("∣❘", "|"),
    **dict.fromkeys("≤≦⩽", "<="),
    **dict.fromkeys("≥≧⩾", ">="),
    "≠": "!=",
    "∧": "and",
    "∨": "or",
}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))


def without_invisible(text: str) -> str:
    """The text with an ordinary space for each white or invisible character; it keeps its length."""
    return "".join(" " if one.isspace() or one in INVISIBLE else one for one in text)


def spelled(text: str) -> tuple[str, list[int]]:
    """The text in one spelling, and for each of its characters the position in `text`, from 1.

    Superscripts and vulgar fractions stay, since ² is a power and ½ a number of its own.
    """
    found, places = [], []
    for place, one in enumerate(without_invisible(text), 1):
        spelling = one if one in SUPERSCRIPTS or is_fraction(one) else _spelling(one)
        found.append(spelling)
        places += [place] * len(spelling)
    return "".join(found), places


def is_fraction(one: str) -> bool:
    """Whether a character is a fraction such as ½."""
    return unicodedata.decomposition(one).startswith("<fraction>")


def _spelling(one: str) -> str:
    if one in SPELLINGS:
        return SPELLINGS[one]
    raised = unicodedata.decomposition(one).startswith("<super>")
    plain = one if raised else unicodedata.normalize("NFKC", one)
    return SPELLINGS.get(plain, plain) if len(plain) == 1 else one
