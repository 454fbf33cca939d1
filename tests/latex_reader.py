r"""A reader of the LaTeX of formulas, with the conventions of print and none of the parser's code.

A minus stands first in a sum, and applies to the whole first term. Where readers would disagree, it raises: `\bmod` or
`cases` beside any other operation, two signs side by side, a power of a number in scientific notation.
"""

import re
from typing import Any

Tree = tuple[Any, ...]
"""An operation with its operands, ("number", value), or a letter such as ("x",)."""

TOKEN = re.compile(
    r" *(\\(?:left|right)(?:\\?[a-z]+|[(|)])|\\(?:begin|end)\{cases\}|\\\\|\\[a-z]+|[0-9.]+|[a-zA-Z]|[-+^_{}&<>=,])"
)
WORDS = re.compile(r"\\(?:mathrm|text)\{(\w+)\}")
COMPARISONS = {"<": "<", r"\le": "<=", ">": ">", r"\ge": ">=", "=": "==", r"\ne": "!="}
FENCED = {
    r"\left|": (r"\right|", "abs"),
    r"\left\lfloor": (r"\right\rfloor", "floor"),
    r"\left\lceil": (r"\right\rceil", "ceil"),
}
NAMES = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "min", "max")},
    **{name: name for name in ("relu", "sign", "sigmoid", "atantwo")},
    **{"arcsin": "asin", "arccos": "acos", "arctan": "atan", "ln": "log"},
    **{"arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh"},
}


def read_latex(text: str) -> Tree:
    """The tree of a formula in LaTeX, with a minus before the product whose first factor it could belong to."""
    reader = _Reader(text)
    tree = reader.sum()
    assert reader.next == "", reader.words[reader.index :]
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        text = WORDS.sub(lambda match: f"\\{match[1].replace('2', 'two')} ", text)
        self.words, self.index = [*TOKEN.findall(text), ""], 0
        assert "".join(self.words).replace(" ", "") == text.replace(" ", ""), text

    @property
    def next(self) -> str:
        return self.words[self.index]

    def take(self, *expected: str) -> str:
        word = self.next
        assert not expected or word in expected, (word, expected, self.words)
        self.index += 1
        return word

    def sum(self) -> Tree:
        if self.next == r"\begin{cases}":
            return self.cases()
        if self.next == "-" and self.take():
            tree: Tree = ("neg", self.term(self.power()))
        else:
            first = self.power()
            if self.next == r"\bmod" and self.take():
                return ("%", first, self.power())
            tree = self.term(first)
        while self.next in ("+", "-"):
            tree = (self.take(), tree, self.term(self.power()))
        return tree

    def term(self, tree: Tree) -> Tree:
        """The product that begins with the factor `tree`."""
        while self.next == r"\cdot":
            self.take()
            tree = ("*", tree, self.power())
        return tree

    def power(self) -> Tree:
        in_braces = self.next == "{"
        tree = self.atom()
        if self.next == "^":
            assert not in_braces, "a power of a number in scientific notation"
            self.take()
            tree = ("^", tree, self.group())
            assert self.next != "^"
        return tree

    def group(self) -> Tree:
        self.take("{")
        tree = self.sum()
        self.take("}")
        return tree

    def arguments(self) -> tuple[Tree, ...]:
        self.take(r"\left(")
        found = [self.sum()]
        while self.next == ",":
            self.take()
            found.append(self.sum())
        self.take(r"\right)")
        return tuple(found)

    def atom(self) -> Tree:
        word = self.next
        if word == "{":
            _, digits, power = self.group()
            return ("number", float(f"{digits[1]!r}e{_exponent(power)}"))
        if word == r"\left(":
            (tree,) = self.arguments()
            return tree
        self.take()
        if word[0] in "0123456789.":
            return ("number", float(word))
        if word in FENCED:
            end, name = FENCED[word]
            tree = self.sum()
            self.take(end)
            return (name, tree)
        if word == r"\frac":
            return ("/", self.group(), self.group())
        if word == r"\sqrt":
            return ("sqrt", self.group())
        if word == r"\log":
            self.take("_")
            return (f"log{self.group()[1]:g}", *self.arguments())
        name = word.removeprefix("\\").replace("lambda", "lamda")
        return (NAMES[name].replace("two", "2"), *self.arguments()) if name in NAMES else (name,)

    def cases(self) -> Tree:
        self.take(r"\begin{cases}")
        one = self.sum()
        self.take("&")
        condition = self.joined(r"\lor")
        self.take(r"\\")
        other = self.sum()
        self.take("&")
        self.take(r"\otherwise")
        self.take(r"\end{cases}")
        return ("where", condition, one, other)

    def joined(self, sign: str) -> Tree:
        below = self.comparison if sign == r"\land" else lambda: self.joined(r"\land")
        tree = below()
        while self.next == sign:
            self.take()
            tree = ("or" if sign == r"\lor" else "and", tree, below())
        return tree

    def comparison(self) -> Tree:
        begin = self.index
        if self.next == r"\left(":
            try:
                self.take()
                tree = self.joined(r"\lor")
                self.take(r"\right)")
            except AssertionError:
                self.index = begin
            else:
                return tree
        left = self.sum()
        return (COMPARISONS[self.take(*COMPARISONS)], left, self.sum())


def _exponent(ten_to: Tree) -> int:
    """The exponent n of 10^{n}."""
    assert ten_to[0] == "^"
    assert ten_to[1] == ("number", 10.0)
    tree = ten_to[2]
    return -int(tree[1][1]) if tree[0] == "neg" else int(tree[1])
