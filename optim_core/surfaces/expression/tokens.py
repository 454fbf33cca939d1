"""Tokenizer of formulas; rejects unknown characters and names."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from optim_core.surfaces.expression.error import FLOATS, wrong
from optim_core.surfaces.expression.operations import CONSTANTS, FUNCTIONS, VARIABLES

LONGEST = 300
"""Maximum number of characters."""
MAX_DEPTH = 25
"""Maximum depth of nested brackets and of the tree."""
KNOWN = (*VARIABLES, *CONSTANTS, *FUNCTIONS)
SIGNS = "+ - * / % ^ ( ) , ."
TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<power>\*\*|\^)"
    r"|(?P<sign>[-+*/%(),])"
)


@dataclass(frozen=True)
class Token:
    """A token in Python's spelling, and the position of its first character, from 1."""

    word: str
    at: int


def tokens(text: str) -> list[Token]:
    """Split a text into tokens. Raises FormulaError at the first invalid token or unmatched bracket."""
    if not text.strip(" "):
        raise wrong("empty", 1)
    if len(text) > LONGEST:
        raise wrong("long", LONGEST + 1, length=len(text), limit=LONGEST)
    found, place = [], 0
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        match = TOKEN.match(text, place)
        if match is None:
            got = text[place] if text[place].isprintable() else ascii(text[place])[1:-1]
            raise wrong("character", place + 1, got=got, range=SIGNS)
        found.append(Token(_word(match, place + 1), place + 1))
        place = match.end()
    _check_brackets(found)
    _check_neighbours(found)
    return found


def _word(match: re.Match[str], at: int) -> str:
    text = match[0]
    if match["number"]:
        if not math.isfinite(value := float(text)):
            raise wrong("number", at, got=text[:20], range=FLOATS)
        return repr(value)
    if match["name"] and text not in KNOWN:
        raise wrong("name", at, got=text[:20], names=", ".join(KNOWN))
    return "**" if match["power"] else text


def _check_neighbours(found: list[Token]) -> None:
    """Reject two adjacent values, except a function and its bracket, and a comma before a closing bracket.

    Python would accept such a comma.
    """
    for left, right in pairwise(found):
        ends = left.word == ")" or left.word[-1].isalnum()
        begins = right.word == "(" or right.word[0].isalnum()
        if ends and begins and not (left.word in FUNCTIONS and right.word == "("):
            raise wrong("product", right.at, got=right.word)
        if left.word == "," and right.word == ")":
            raise wrong("syntax", right.at)


def _check_brackets(found: list[Token]) -> None:
    opened: list[Token] = []
    for token in found:
        if token.word == "(":
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                raise wrong("deep", token.at, limit=MAX_DEPTH)
        elif token.word == ")":
            if not opened:
                raise wrong("closing", token.at)
            opened.pop()
    if opened:
        raise wrong("opening", opened[-1].at)
