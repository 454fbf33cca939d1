"""Tokenizer of formulas; rejects unknown characters and names."""

import math
import re
import unicodedata
from dataclasses import dataclass

from optim_core.surfaces.expression.characters import SUPERSCRIPTS, is_fraction, spelled
from optim_core.surfaces.expression.error import FLOATS, wrong
from optim_core.surfaces.expression.names import KNOWN, PARAMETERS, advice, canonical, split
from optim_core.surfaces.expression.operations import CONSTANTS, FUNCTIONS, VARIABLES

LONGEST = 300
"""Maximum number of characters."""
SIGNS = "+ - * / ^ % ( ) | , . < > ="
PAIRS = {"(": ")", "[": "]", "{": "}"}
TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<numbered>(?:log_?(?:2|10)|(?:atan|arctan|[xX])_?2|[xX]_?1)(?![0-9.]))"
    r"|(?P<name>[A-Za-z]+|[α-ω√])"
    rf"|(?P<superscript>[{''.join(SUPERSCRIPTS)}]+)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/%^(),<>=|\[\]{}])"
)
HEAD = re.compile(r" *(?:[fF] *\( *(?:[xX] *, *[yY]|[xX]_?1 *, *[xX]_?2) *\)|[fFzZ]) *=(?!=)")
"""What books print before a formula: f(x, y) = ."""


@dataclass(frozen=True)
class Token:
    """A token of a `kind`: number, name, root (√), superscript, sign or end. `at` is its text position, from 1."""

    kind: str
    word: str
    at: int
    value: float = 0.0


def check_length(text: str) -> None:
    """Raise FormulaError if the text has more than `LONGEST` characters."""
    if len(text) > LONGEST:
        raise wrong("long", LONGEST + 1, length=len(text), limit=LONGEST)


def tokens(text: str) -> list[Token]:
    """Split a text into tokens, the last of kind "end". Raises FormulaError at the first invalid one.

    Names are the canonical ones, and all brackets are round.
    """
    if not text.strip():
        raise wrong("empty", 1)
    check_length(text)
    source, places = spelled(text)
    head = HEAD.match(source)
    found: list[Token] = []
    typed: dict[str, str] = {}
    place = head.end() if head else 0
    while place < len(source):
        match, at = TOKEN.match(source, place), places[place]
        if source[place] == " ":
            place += 1
        elif match is None and is_fraction(source[place]):
            found.append(Token("number", source[place], at, unicodedata.numeric(source[place])))
            place += 1
        elif match is None:
            got = source[place] if source[place].isprintable() else ascii(source[place])[1:-1]
            raise wrong("character", at, got=got, range=SIGNS)
        else:
            found += _tokens(match, places, typed)
            place = match.end()
    end = len(text) + 1
    _check_brackets(found)
    return [*(Token(one.kind, _round(one.word), one.at, one.value) for one in found), Token("end", "", end)]


def _tokens(match: re.Match[str], places: list[int], typed: dict[str, str]) -> list[Token]:
    """The tokens of a match. `typed` holds how variables and parameters have been written so far."""
    text, at = match[0], places[match.start()]
    if match["number"]:
        if not math.isfinite(value := float(text)):
            raise wrong("number", at, got=text[:20], range=FLOATS)
        return [Token("number", text, at, value)]
    if match["superscript"]:
        digits = "".join(SUPERSCRIPTS[one] for one in text)
        if not re.fullmatch("[-+]?[0-9]{1,9}", digits):
            raise wrong("value", at, got=text)
        return [Token("superscript", text, at, float(digits))]
    if match["sign"]:
        return [Token("sign", "^" if text == "**" else text, at)]
    letters = text.replace("_", "")
    for spelling in (letters, letters.lower()):
        if names := split(spelling):
            return [_named(name, letters, places[match.start()], typed) for name in names]
    raise _unknown(letters, at)


def _named(name: str, typed_name: str, at: int, typed: dict[str, str]) -> Token:
    """A name; FormulaError if it would be one letter for two things: x2 beside y, or A beside a."""
    found = canonical(name)
    if found in VARIABLES:
        style = "x1" if name[-1].isdigit() else "x"
        if typed.setdefault("variables", style) != style:
            raise wrong("numbered", at, got=typed_name)
    elif found in PARAMETERS:
        style = typed_name if len(typed_name) == 1 and typed_name.isascii() else found
        if typed.setdefault(found, style) != style:
            raise wrong("letter", at, got=style, other=typed[found])
    return Token("root" if name == "√" else "name", found, at)


def _unknown(name: str, at: int) -> Exception:
    got = name[:20]
    if instead := advice(name.lower()):
        return wrong("name_instead", at, got=got, example=instead)
    functions = sorted(name for name in KNOWN if name in FUNCTIONS or name in CONSTANTS)
    return wrong("name", at, got=got, names=", ".join((*VARIABLES, *functions)))


def _round(word: str) -> str:
    return "(" if word in PAIRS else ")" if word in PAIRS.values() else word


def _check_brackets(found: list[Token]) -> None:
    opened: list[Token] = []
    for token in found:
        if token.word in PAIRS:
            opened.append(token)
        elif token.word in PAIRS.values():
            if not opened:
                raise wrong("closing", token.at)
            if PAIRS[opened.pop().word] != token.word:
                raise wrong("pair", token.at)
    if opened:
        raise wrong("opening", opened[-1].at)
