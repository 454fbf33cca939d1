"""Parser of formulas: operator precedence over a list of tokens. Nothing is ever executed."""

from functools import lru_cache

from optim_core.surfaces.expression.error import wrong
from optim_core.surfaces.expression.names import PARAMETERS
from optim_core.surfaces.expression.node import Expression, Node
from optim_core.surfaces.expression.operations import (
    CONDITIONS,
    CONSTANTS,
    FUNCTIONS,
    INFIX,
    MINUS,
    OR,
    POWER,
    PRODUCT,
    SUM,
    VARIABLES,
)
from optim_core.surfaces.expression.tokens import Token, tokens

MAX_NODES = 150
MAX_DEPTH = 25
"""Maximum depth of brackets, signs and powers within each other."""
SIGNS = {**INFIX, **CONDITIONS}
VALUES = (*VARIABLES, *CONSTANTS, *PARAMETERS)


def parse(text: str) -> Expression:
    """Parse a formula of x, y, numbers, parameters and the listed operations, as books print it.

    Raises FormulaError, with its position, where the text is not a formula or is too large.
    """
    if not isinstance(text, str):  # before the cache asks for a hash
        raise wrong("empty", 1)
    return _parse(text)


@lru_cache(maxsize=512)
def _parse(text: str) -> Expression:
    expression = Expression(_Parser(tokens(text)).formula())
    _ = expression.folded
    return expression


class _Parser:
    """Converts tokens to nodes and limits their number and depth."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens, self.index = found, 0
        self.count = self.depth = 0
        self.bars: list[Token] = []
        """Bars | that are open within the innermost brackets."""
        self.closed: list[Node] = []
        """Conditions in brackets."""

    @property
    def next(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        self.index += 1
        return self.tokens[self.index - 1]

    def formula(self) -> Node:
        """The whole text."""
        tree = self.number(self.infix(OR))
        if self.next.kind != "end":
            raise self.unexpected()
        return tree

    def node(self, op: str, args: tuple[Node, ...], at: int, value: float = 0.0) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise wrong("large", at, limit=MAX_NODES)
        return Node(op, args, value, at)

    def infix(self, least: int) -> Node:
        """The longest formula whose operations bind at least as tightly as `least`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise wrong("deep", self.next.at, limit=MAX_DEPTH)
        left = self.prefix()
        while True:
            token = self.next
            if token.kind == "superscript":
                power = self.node("number", (), token.at, self.take().value)
                left = self.node("^", (self.number(left), power), left.at)
            elif token.word in SIGNS and SIGNS[token.word].binds >= least:
                left = self.joined(left, self.take())
            elif self.begins_value() and least <= PRODUCT:
                left = self.operation("*", left, self.infix(PRODUCT + 1))
            else:
                self.depth -= 1
                return left

    def joined(self, left: Node, sign: Token) -> Node:
        """`left`, the operation that was just taken, and its right operand. a < b < c means a < b and b < c."""
        op, own = sign.word, SIGNS[sign.word].binds
        right = self.infix(own if own == POWER else own + 1)
        if op not in CONDITIONS or op in ("and", "or") or left.op not in CONDITIONS:
            return self.operation(op, left, right)
        if any(left is one for one in self.closed):
            raise wrong("condition", left.at)
        middle = left.args[1] if left.op not in ("and", "or") else left.args[1].args[1]
        self.count += sum(1 for _ in middle.walk())
        return self.operation("and", left, self.operation(op, middle, right))

    def operation(self, op: str, left: Node, right: Node) -> Node:
        check = self.condition if op in ("and", "or") else self.number
        return self.node(op, (check(left), check(right)), left.at)

    def prefix(self) -> Node:
        """A number, name, call, bracket, |x| or signed value."""
        token = self.take()
        if token.kind == "number":
            return self.node("number", (), token.at, token.value)
        if token.word in VALUES:
            return self.node(token.word, (), token.at)
        if token.word in FUNCTIONS:
            return self.call(token)
        if token.word == "-":
            return self.node("neg", (self.number(self.infix(MINUS)),), token.at)
        if token.word == "+":
            return self.number(self.infix(MINUS))
        if token.word == "(":
            (inside,) = self.bracket()
            self.closed += [inside] * (inside.op in CONDITIONS)
            return inside
        if token.word == "|":
            return self.absolute(token)
        self.index -= 1
        raise self.unexpected(value=True)

    def absolute(self, bar: Token) -> Node:
        self.bars.append(bar)
        inside = self.number(self.infix(SUM))
        if self.next.word != "|":
            raise wrong("bar", bar.at)
        self.take()
        self.bars.pop()
        return self.node("abs", (inside,), bar.at)

    def bracket(self, *, commas: bool = False) -> tuple[Node, ...]:
        """The formula, or with `commas` the formulas, from the bracket that was just taken to its end."""
        bars, self.bars = self.bars, []
        found = [self.infix(OR)]
        while commas and self.next.word == ",":
            self.take()
            found.append(self.infix(OR))
        if self.next.word != ")":
            raise self.unexpected()
        self.take()
        self.bars = bars
        return tuple(found)

    def call(self, name: Token) -> Node:
        """A function with its arguments in brackets, or one short argument without: sin x, sin 2x, sin²x."""
        operation, power = FUNCTIONS[name.word], self.function_power(name)
        if self.next.word == "(":
            self.take()
            args = self.bracket(commas=True)
        elif operation.arity == 1:
            args = (self.short_argument(name),)
        else:
            raise self.no_brackets(name)
        if len(args) != operation.arity and not (operation.several and len(args) > 1):
            wanted = f"≥ {operation.arity}" if operation.several else operation.arity
            raise wrong("arguments", name.at, got=name.word, wanted=wanted, given=len(args))
        checks = [self.condition if name.word == "where" and not place else self.number for place in range(len(args))]
        args = tuple(check(arg) for check, arg in zip(checks, args, strict=True))
        made = self.node({"pow": "^", "mod": "%"}.get(name.word, name.word), args, name.at)
        return made if power is None else self.node("^", (made, power), name.at)

    def function_power(self, name: Token) -> Node | None:
        """The power between a function and its argument: sin²(x) is sin(x)²."""
        if self.next.kind == "superscript":
            power = self.take()
        elif self.next.word == "^" and self.tokens[self.index + 1].kind == "number":
            self.take()
            power = self.take()
        elif self.next.word == "^":
            raise wrong("inverse", name.at, got=name.word)
        else:
            return None
        if power.value < 0:
            raise wrong("inverse", name.at, got=name.word)
        return self.node("number", (), power.at, power.value)

    def short_argument(self, name: Token) -> Node:
        """Letters and numbers side by side, or one more function: 2πx in cos 2πx. √ takes the first of them."""
        if not (self.next.kind == "number" or self.begins_value()):
            raise self.no_brackets(name)
        found = self.infix(PRODUCT + 1)
        while self.next.word in VALUES and name.kind != "root":
            found = self.operation("*", found, self.infix(PRODUCT + 1))
        if name.kind != "root" and self.next.word in ("(", "|") and self.begins_value():
            raise self.no_brackets(name)
        return found

    def begins_value(self) -> bool:
        """Whether the next token begins a factor; FormulaError for a number, which needs its sign before it."""
        token = self.next
        if token.kind == "number":
            raise wrong("product", token.at, got=token.word)
        if token.word == "|":
            after = self.tokens[self.index + 1].word
            if not self.bars and after in INFIX:
                raise wrong("bar", token.at)
            return not self.bars
        return token.word == "(" or token.word in VALUES or token.word in FUNCTIONS

    def number(self, node: Node) -> Node:
        """The node; FormulaError if it is a condition."""
        if node.op in CONDITIONS:
            raise wrong("condition", node.at)
        return node

    def condition(self, node: Node) -> Node:
        """The node; FormulaError unless it is a condition."""
        if node.op not in CONDITIONS:
            raise wrong("no_condition", node.at)
        return node

    def unexpected(self, *, value: bool = False) -> Exception:
        """FormulaError at the next token; `value` says that a value should stand there."""
        token = self.next
        if self.bars:
            return wrong("bar", self.bars[-1].at)
        if token.kind == "end":
            return wrong("ends", token.at)
        if token.word == "," and not value:
            return wrong("comma", token.at)
        if token.word == "=":
            return wrong("equals", token.at)
        if token.word == "|":
            return wrong("bar", token.at)
        return wrong("value", token.at, got=token.word) if value else wrong("syntax", token.at, got=token.word)

    def no_brackets(self, name: Token) -> Exception:
        """FormulaError for a function whose arguments need brackets."""
        args = ("x > 0", "x", "y") if name.word == "where" else ("x", "y")[: FUNCTIONS[name.word].arity]
        return wrong("call", name.at, got=name.word, example=f"{name.word}({', '.join(args)})")
