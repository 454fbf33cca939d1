"""Your own formula: what is understood, what is refused, and that neither takes long or runs anything."""

import gc
import math
import pickle
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from optim_core.base.errors import SpecError
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.export import surface_script
from optim_core.figures.heights import heights
from optim_core.formula import Formula, FormulaError, formula_gradient, formula_latex, formula_traps, parse_formula
from optim_core.optimizers import SGD, Adam
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Himmelblau, Rosenbrock
from optim_core.surfaces.expression.operations import CONDITIONS, CONSTANTS, FUNCTIONS
from optim_core.surfaces.grid import grid

LIMIT = 0.05
"""Seconds any answer may take."""
XY = torch.tensor([[0.3, -1.7], [-2.0, 0.5], [1.25, 2.5], [-0.6, -0.4]], dtype=torch.float64)


def answer(text: str) -> Formula | FormulaError:
    try:
        surface = parse_formula(text)
    except FormulaError as error:
        return error
    assert surface(XY).dtype == torch.float64
    assert surface(XY).shape == (4,)
    return surface


@pytest.fixture
def no_collector() -> Iterator[None]:
    """A full collection of all that pytest and torch hold takes longer than any answer may (83 ms measured)."""
    gc.disable()
    yield
    gc.enable()


def values(text: str, xy: Tensor = XY) -> Tensor:
    return parse_formula(text)(xy)


X, Y = XY.unbind(-1)
MEANINGS: dict[str, Tensor] = {
    "x^2*3": 3 * X * X,
    "-x^2": -(X * X),
    "2*x^2": 2 * X * X,
    "2^3^2 + 0*x": torch.full_like(X, 512),
    "x**2": X * X,
    "2^-x": 0.5**X,
    "x - y - 1": (X - Y) - 1,
    "x - (y - 1)": (X - Y) + 1,
    "x / y / 2": X / (2 * Y),
    "6 % 4 + x % 2": 2 + X.remainder(2.0),
    "-x % 3": (-X).remainder(3.0),
    "--x": X,
    "3": torch.full_like(X, 3),
    "007.50*x": 7.5 * X,
    "1e2*x + .5": 100 * X + 0.5,
    "pi*e*y": math.pi * math.e * Y,
    "log2(8) + log10(100) + log(e) + x": 6 + X,
    "max(x, 0.1)": X.clamp_min(0.1),
    "min(0.1, y)": Y.clamp_max(0.1),
    "atan2(y, x)": torch.atan2(Y, X),
    "sqrt(abs(x)) - sign(y)": X.abs().sqrt() - Y.sign(),
    "(1-x)^2 + 100*(y-x^2)^2": Rosenbrock()(XY),
    "(1−x₁)² + 100(x₂−x₁²)²": Rosenbrock()(XY),
    "f(x, y) = (1 - X)^2 + 100(Y - X²)²": Rosenbrock()(XY),
    "z = [x + y]{x - y}": (X + Y) * (X - Y),
    "ln(2 + x²)": (2 + X * X).log(),
    "+x": X,
    "x + +y": X + Y,
    "|x|": X.abs(),
    "||x| - 1|": (X.abs() - 1).abs(),
    "|x||y| - |-x|": X.abs() * Y.abs() - X.abs(),
    "2|x|y + |x + |y||": 2 * X.abs() * Y + (X + Y.abs()).abs(),
    "max(|x|, |y|)": torch.maximum(X.abs(), Y.abs()),
    "2x + 2(x+y)": 2 * X + 2 * (X + Y),
    "2(x)(y)": 2 * X * Y,
    "xy + 2xy + x y": 4 * X * Y,
    "1/2x": X / 2,
    "-2x^2y": -2 * X * X * Y,
    "x^-2y": Y / (X * X),
    "(x+1)y²": (X + 1) * Y * Y,
    "pow(x, 2) + pow(2, x)": X * X + 2**X,
    "mod(x, 3)": X.remainder(3.0),
    "arctan(x) + ARCTAN(y)": X.atan() + Y.atan(),
    "arcsin(x/9) + arccos(x/9)": torch.full_like(X, math.pi / 2),
    "arctan2(y, x)": torch.atan2(Y, X),
    "arcsinh(x) + artanh(x/9) + arcosh(4 + x)": X.asinh() + (X / 9).atanh() + (4 + X).acosh(),
    "min(x, y, 0.1) + max(1, 2, x, y)": torch.minimum(X, Y).clamp_max(0.1) + torch.maximum(X, Y).clamp_min(2),
    "relu(x) + ceil(y)": X.relu() + Y.ceil(),
    "where(x > 0, x, -2y)": torch.where(X > 0, X, -2 * Y),
    "where(0 < x < 1, 1, 0)": torch.where((X > 0) & (X < 1), 1.0, 0.0).double(),
    "where(x ≤ 0 or y ≥ 1 and y != 2, x, y)": torch.where((X <= 0) | ((Y >= 1) & (Y != 2)), X, Y),
    "where(1 < 2, x, y)": X,
    "where((x > 0) and (y == y), 3, 4) + x": torch.where(X > 0, 3 + X, 4 + X),
    "π x + pi*Y + 2πx": 3 * math.pi * X + math.pi * Y,
    "x² + x³ − y⁻¹": X * X + X * X * X - 1 / Y,
    "x·y × 2 ÷ 4 ∗ 2": X * Y,
    "ｘ＋（２．５＊ｙ）": X + 2.5 * Y,
    "𝑥 + 𝑦": X + Y,
    "x\u00a0+\ty": X + Y,
    "\ufeffx\u200b+\u2062y\r\n": X + Y,
    "½x² + ¼": X * X / 2 + 0.25,
    "√x² + √(4) + √|y|": X.abs() + 2 + Y.abs().sqrt(),
    "sin x cos y": X.sin() * Y.cos(),
    "sin²x + sin^2(y)": X.sin() ** 2 + Y.sin() ** 2,
    "cos 2πx + sin x²": (2 * math.pi * X).cos() + (X * X).sin(),
    "2sinx + exp(x)y": 2 * X.sin() + X.exp() * Y,
    "2e^x": 2 * X.exp(),
    "log_2(8) + log₁₀(100) + x": 5 + X,
    "-7%3*x": 2 * X,
    "a x + k(y + λ)": X + Y + 1,
}


@pytest.mark.parametrize(("text", "expected"), MEANINGS.items(), ids=MEANINGS)
def test_a_formula_means_what_a_mathematician_expects(text: str, expected: Tensor) -> None:
    torch.testing.assert_close(values(text), expected, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_known_and_counts_its_arguments(name: str) -> None:
    arity, inner = FUNCTIONS[name].arity, "0.5 + 0.1*sin(x)"
    shifted = "1 + " * (name == "acosh") + inner
    first = "x > 0" if name == "where" else shifted
    assert values(f"{name}({', '.join([first, *[shifted] * (arity - 1)])})").isfinite().all()
    for wrong in (0, arity - 1, *((arity + 1,) if not FUNCTIONS[name].several else ())):
        given = ["x > 0", "x", "y", "x"] if name == "where" else ["x"] * 4
        with pytest.raises(FormulaError):
            parse_formula(f"{name}({', '.join(given[:wrong])})")


POSITIONS = {
    "": 1,
    "   ": 1,
    "x +": 4,
    "x 2": 3,
    "x2x + x": 3,
    "x + foo(y)": 5,
    "x^2 + y ^ $": 11,
    "  (x": 3,
    "x)": 2,
    "(x]": 3,
    "sin": 1,
    "sin(x y": 4,
    "sin 2(x + 1)": 1,
    "x + sin(x, y)": 5,
    "x^2 + 1/0": 7,
    "x # y": 3,
    "x^^2": 3,
    "x // y": 4,
    "x, y": 2,
    "x = y": 3,
    "x + |y": 5,
    "x² + |y|x|": 10,
    "|x + (y + |x|": 6,
    "|x + ": 1,
    "x|-y|": 2,
    "1 + x > 0": 1,
    "where(x, y, 1)": 7,
    "(x > 0) == 1": 2,
    "sin^-1(x)": 1,
    "x²⁻": 2,
    "A x + a": 7,
    "x2 + x": 6,
    "1e999 + x": 1,
    "x" + " " * 300: 301,
    "(" * 26 + "x" + ")" * 26: 26,
    "sin(x,)": 7,
    "max(x, y, )": 11,
}


@pytest.mark.parametrize(("text", "position"), POSITIONS.items(), ids=lambda case: repr(case)[:30])
def test_an_error_points_at_its_character(text: str, position: int) -> None:
    with pytest.raises(FormulaError, match=f"character {position}:") as caught:
        parse_formula(text)
    assert caught.value.position == position
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (type(copy), str(copy)) == (FormulaError, str(caught.value))


def test_a_part_without_a_finite_value_is_not_called_a_number_out_of_range() -> None:
    for text, got in (("x + 1/0", "inf"), ("log(0)*y", "-inf"), ("sqrt(-1)", "nan")):
        with pytest.raises(FormulaError, match=f"this part is {got}, whatever x and y are"):
            parse_formula(text)
    with pytest.raises(FormulaError, match=r"a number must be in .*, got 1e999"):
        parse_formula("1e999")


ADVICE = {
    "lg(x)": "log10(x)",
    "sgm(x)": "sgn",
    "sigmoidal(x)": "sigmoid",
    "arctg2(x)": "",
    "sigmoit(x)": "sigmoid",
    "heaviside(x)": "where(x > 0, 1, 0)",
    "np.sin(x)": "sin(x)",
    "ab + x": "a*b",
    "abx + c": "a*b*x",
    "foo(x)": "",
    "zeta2z(x)": "",
}


@pytest.mark.parametrize(("text", "instead"), ADVICE.items(), ids=ADVICE)
def test_an_unknown_name_gets_advice(text: str, instead: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert caught.value.values.get("example", "") == instead
    for example in (instead,) if "(" in instead or "*" in instead else ():
        assert parse_formula(example).text == example


@pytest.mark.parametrize("given", [None, 3, b"x", [], {}, ["x"]], ids=repr)
def test_what_is_no_text_is_no_formula(given: Any) -> None:
    with pytest.raises(FormulaError, match="type a formula"):
        parse_formula(given)


@pytest.mark.parametrize(
    ("text", "shown"), [("x…", "…"), ("∞x", "∞"), ("x#", "#"), ("x\u202e", "\\u202e"), ("\x00", "\\x00")]
)
def test_a_character_is_shown_as_it_is_where_it_can_be_seen(text: str, shown: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert caught.value.values["got"] == shown


ATTACKS = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "x.__class__.__mro__",
    "x.real",
    "(1).__class__",
    "1..real",
    "9**9**9",
    "(9^9)^(9^9)",
    "-" * 100_000 + "1",
    "-" * 299 + "1",
    "- " * 140 + "x",
    "x" * 1_000_000,
    "(" * 1_000_000,
    "(" * 299,
    "(" * 149 + ")" * 149,
    "sin(" * 70,
    "sin(" * 25 + "x y" + ")" * 25,
    "max(" * 25 + "x," * 25,
    "+".join("x" * 150),
    "^".join("x" * 150),
    "x**" * 90 + "x",
    "[x for x in range(9**9)]",
    "[[[x for a in y] for b in y] for c in y]",
    "{x: y}",
    "lambda: x",
    "(lambda x: x)(y)",
    "x if y else 1",
    "x or y",
    "not x",
    "x == y",
    "x < y < 1",
    "x := 1",
    "(x := 1)",
    "x = 1",
    "x; y",
    "x\\\ny",
    "import os",
    "exec('1')",
    "eval(x)",
    "f'{x}'",
    '"x" * 9',
    "b'x'",
    "*x",
    "sin(*x)",
    "sin(**x)",
    "sin(x=1)",
    "max(x, key=y)",
    "(x,)",
    "x,",
    "()",
    "...",
    "_",
    "x_",
    "1_000",
    "0x10",
    "0b1",
    "1ej",
    "1if x",
    "1or x",
    "nan",
    "inf",
    "None",
    "True",
    "self",
    "torch",
    "х + у",  # Cyrillic
    "١ + x",
    "x\x00y",
    "\x00",
    "\ud800",
    "🙂",
    "# x",
    "`x`",
    "$x$",
    "<script>alert(1)</script>",
    "{0.__class__}",
    "%s%s%s",
    "{position}",
    "1e308*10 + x",
    "0/0*x",
    "0^-1 + x",
    "(-8)^(1/3) + x",
    "sqrt(-1)",
    "log(0) + y",
    "asin(2)",
    "|" * 300,
    "|x" * 140,
    "|" * 30 + "x" + "|" * 30,
    "²" * 300,
    "x" + "²" * 200,
    "x²⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹",
    "9⁹⁹⁹⁹⁹⁹",
    "√" * 299 + "x",
    "sin " * 70 + "x",
    "sin²" * 70 + "x",
    "+" * 299 + "x",
    "xy" * 150,
    "a" * 300,
    "(x)" * 100,
    "where(" * 40,
    "where(x>0," * 25 + "x",
    "0<" * 140 + "x",
    "where(0<" * 12 + "x" + "<1,x,y)" * 12,
    "where(" + "0<where(" * 12 + "x>0,x,y)" + "<1,x,y)" * 12,
    "where(" + "x<" * 100 + "y,x,y)",
    "where(" + "x>0 and " * 60 + "x>0,x,y)",
    "x > y",
    "(x > 0)*x",
    "where(x, y, 1)",
    "where(x > 0, x > 0, y)",
    "where((x > 0) == 1, x, y)",
    "where(x > 0 and y, 1, 2)",
    "not x > 0",
    "and",
    "x and y",
    "f(x)",
    "f(x, y) =",
    "f(x, y) = f(x, y) = x",
    "x^ˣ",
    "eˣ",
    "x′",
    "∑x",
    "∞",
    "x\u202ey",
    "x\u0332",
    "１_０",
    "㎡",
    "ﬁ",
    "x!",
    "a.b",
    "lambda x: x",
    "sin.__call__(x)",
    "α.x",
    "ℯval(x)",
    "ｅｖａｌ(x)",
    "＿＿ｉｍｐｏｒｔ＿＿('os')",
]


@pytest.mark.parametrize("text", ATTACKS, ids=lambda text: ascii(text)[:40])
def test_every_attack_gets_an_error_at_once(no_collector: None, text: str) -> None:
    begin = time.process_time()
    found = answer(text)
    assert time.process_time() - begin < LIMIT
    assert isinstance(found, FormulaError), text
    assert found.position >= 1
    assert len(str(found)) < 400
    str(found).encode()  # no lone surrogates


WORDS = [
    *FUNCTIONS,
    *CONSTANTS,
    "a",
    "λ",
    "and",
    "or",
    "ln",
    "x1",
    "sinx",
    "½",
    "x",
    "y",
    "1",
    "2.5",
    ".5",
    "1e3",
    "0",
    "__class__",
    "lambda",
    "if",
    "x2",
    "1e400",
]
SIGNS = [
    "+",
    "-",
    "*",
    "/",
    "^",
    "**",
    "%",
    "(",
    ")",
    "(",
    ")",
    ",",
    " ",
    ".",
    "=",
    "[",
    "]",
    "'",
    ":",
    "−",
    "|",
    "|",
    "²",
    "⁻",
    "<",
    ">=",
    "{",
    "}",
    "·",
    "√",
    "\u00a0",
    "\x00",
    "ｘ",
]


def generated(chance: random.Random) -> str:
    """A text of the words of formulas, a well-formed one, a damaged one, or noise."""
    kind = chance.randrange(4)
    if kind == 0:
        return "".join(chance.choice(WORDS + SIGNS) for _ in range(chance.randrange(60)))
    if kind == 1:
        return "".join(chr(chance.randrange(1, 0x2FFF)) for _ in range(chance.randrange(40)))
    text = grown(chance, chance.randrange(1, 6))
    if kind == 2:
        return text
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(WORDS + SIGNS) + text[place + chance.randrange(3) :]


def grown(chance: random.Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(["x", "y", "x", "y", "2", "0.5", "pi", "e", "3.7e-2"])
    if chance.random() < 0.4:
        name = chance.choice(list(FUNCTIONS))
        args = [grown(chance, depth - 1) for _ in range(FUNCTIONS[name].arity)]
        args[0] += f" {chance.choice(list(CONDITIONS)[:6])} {grown(chance, depth - 1)}" if name == "where" else ""
        return f"{name}({', '.join(args)})"
    if chance.random() < 0.2:
        return f"-({grown(chance, depth - 1)})"
    return f"({grown(chance, depth - 1)}) {chance.choice('+-*/%^')} {grown(chance, depth - 1)}"


@pytest.mark.slow
def test_ten_thousand_texts_are_answered_at_once(no_collector: None) -> None:
    chance, slow, surfaces = random.Random(6), [], 0
    for _ in range(10_000):
        text = generated(chance)
        begin = time.process_time()  # other processes' turns do not count
        surfaces += isinstance(answer(text), Formula)
        if time.process_time() - begin > LIMIT:
            slow.append(text)
    assert slow == []
    assert 2_000 < surfaces < 8_000  # both kinds of answers are put to the test


def test_the_largest_formulas_are_surveyed_quickly() -> None:
    """The marks on the page: 61 x 61 points, and Newton's method from at most 64 of them."""
    surface = parse_formula("+".join(f"sin({k}*x*y)" for k in range(1, 21)))
    begin = time.process_time()
    assert surface.minima
    assert time.process_time() - begin < 1.0


def test_source_is_torch_of_the_tree_alone_and_gives_the_same_bits() -> None:
    chance = random.Random(7)
    for _ in range(300):
        try:
            surface = parse_formula(grown(chance, 4))
        except FormulaError:
            continue
        definition, call = surface.script()
        scope: dict[str, Any] = {"torch": torch, "Tensor": Tensor, "xy": XY}
        exec(definition, scope)  # our own source
        assert torch.equal(eval(call, scope).nan_to_num(7), surface(XY).nan_to_num(7)), definition


def test_the_exported_script_races_the_formula(capsys: pytest.CaptureFixture[str]) -> None:
    run = SurfaceRun(surface=parse_formula("(x-1)^2 + abs(y)*2"), optimizers=(SGD(lr=0.1), Adam(lr=0.1)), steps=30)
    script = surface_script(run)
    assert "^" not in script
    exec(script, {})  # our own script
    lines = capsys.readouterr().out.splitlines()
    for line, trajectory in zip(lines, descend(run), strict=True):
        assert line.endswith(f"loss={float(trajectory.loss[-1])!r}")


def test_minima_are_found_and_called_numerical() -> None:
    surface = Formula(text="(x^2+y-11)^2 + (x+y^2-7)^2", x_low=-5, x_high=5, y_low=-5, y_high=5)
    assert surface.numerical
    assert sorted(surface.minima) == [pytest.approx(point, abs=1e-9) for point in sorted(Himmelblau().minima)]
    assert Formula(text="(1-x)^2 + 100*(y-x^2)^2", x_low=-2, x_high=2, y_low=-1).log_color
    assert not parse_formula("x^2 + y^2").log_color
    assert parse_formula("x^2 + y^2").minima == ((0.0, 0.0),)
    for none in ("x", "3", "x^2 - y^2", "abs(x) * abs(y)", "log(-1 - x^2)", "exp(exp(exp(x)))"):
        assert parse_formula(none).minima == ()


LATEX = {
    "x^2*3": r"x^{2} \cdot 3",
    "-x^2": "-x^{2}",
    "(-x)^2": r"\left(-x\right)^{2}",
    "(x+1)/(y-1)": r"\frac{x + 1}{y - 1}",
    "x-(y-1)": r"x - \left(y - 1\right)",
    "x*-y": r"x \cdot \left(-y\right)",
    "(x/y)^2": r"\left(\frac{x}{y}\right)^{2}",
    "sqrt(abs(x))+pi": r"\sqrt{\left|x\right|} + \pi",
    "log10(x)": r"\log_{10}\left(x\right)",
    "atan2(y, x)": r"\mathrm{atan2}\left(y, x\right)",
    "1e-7*x": r"{1 \cdot 10^{-7}} \cdot x",
}


@pytest.mark.parametrize(("text", "expected"), LATEX.items(), ids=LATEX)
def test_latex_is_the_formula_as_typed(text: str, expected: str) -> None:
    assert formula_latex(parse_formula(text)) == expected


TRAPS = {
    "x^2 + y^3": (),
    "x/2 + 2^y": (),
    "1/x": ("pole",),
    "x^-2": ("pole",),
    "x^-0.5": ("pole", "power"),
    "x^0.5": ("power", "root"),
    "x^1.5": ("power",),
    "tan(x)": ("tan",),
    "x^y": ("power",),
    "sqrt(x) + log(y)": ("sqrt", "log"),
    "abs(x) + max(x, y)": ("kink",),
    "floor(x) + x % 2": ("step",),
    "x % y": ("step", "remainder"),
    "asin(x/4)": ("arc",),
    "acosh(x)": ("hyperbolic",),
    "relu(x) + |y|": ("kink",),
    "where(x > 0, x, 1)": ("branch",),
    "pow(x, y)": ("power",),
    "exp(x) + cosh(x) + sinh(y)": (),
    "exp(-exp(300*y))": ("overflow",),
    "exp(x^2 * 100)": ("overflow",),
    "cosh(300*x) + x": ("overflow",),
    "2^(400*x)": ("overflow",),
    "x^(-2) + 1/(1 + 9^(400*x))": ("pole", "overflow"),
    "exp(exp(3*y))": ("overflow",),
    "exp(1/x)": ("pole", "overflow"),
}


@pytest.mark.parametrize(("text", "expected"), TRAPS.items(), ids=TRAPS)
def test_traps_are_told(text: str, expected: tuple[str, ...]) -> None:
    assert set(formula_traps(parse_formula(text))) == set(expected)


def test_every_trap_has_its_words() -> None:
    words = {key.rpartition(".")[2] for key in load("en").entries if key.startswith("formula.trap.")}
    assert words == {trap for told in TRAPS.values() for trap in told}


def test_whether_a_formula_overflows_depends_on_its_frame() -> None:
    assert formula_traps(Formula(text="exp(x)", x_high=800)) == ("overflow",)
    assert formula_traps(Formula(text="y^60", y_high=1e6)) == ("overflow",)
    assert formula_traps(Formula(text="exp(-x)", x_high=800)) == ()


TRAPPED = {"x % y": (1.0, 0.0), "y^0.5": (1.0, 0.0), "tan(x)": (math.pi / 2, 0.0), "exp(-exp(300*y))": (0.0, 3.0)}


@pytest.mark.parametrize(("text", "at"), TRAPPED.items(), ids=TRAPPED)
def test_a_trap_is_one(text: str, at: tuple[float, float]) -> None:
    surface = parse_formula(text)
    found = torch.tensor([*formula_gradient(surface, at), float(surface(torch.tensor(at, dtype=torch.float64)))])
    assert not (found.abs() < 1e15).all()


def test_the_gradient_is_the_formulas() -> None:
    assert formula_gradient(parse_formula("x^2 + 3*x*y"), (2.0, -1.0)) == (1.0, 6.0)
    assert formula_gradient(parse_formula("3"), (2.0, -1.0)) == (0.0, 0.0)


@pytest.mark.parametrize(
    "text", ["x", "3", "log(x)", "sqrt(x-2)", "x^y", "1/(x*y)", "exp(exp(x*3))", "floor(x)", "y^300"]
)
def test_whatever_can_be_raced_can_be_drawn(text: str) -> None:
    surface = parse_formula(text)
    shown = heights(surface, grid(surface, 41))
    assert torch.tensor(shown.z).float().isfinite().all()
    if text not in ("3", "floor(x)"):
        assert all(len(path.loss) for path in descend(SurfaceRun(surface=surface, optimizers=(Adam(),), steps=5)))


def test_what_has_no_value_anywhere_is_told_and_not_drawn_wrong() -> None:
    surface = parse_formula("log(-1 - x^2)")
    assert surface.holes == 1
    with pytest.raises(SpecError, match=r"^SurfaceRun\.start"):
        descend(SurfaceRun(surface=surface, optimizers=(Adam(),)))
    assert torch.tensor(heights(surface, grid(surface, 9)).z).isfinite().all()


@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, -2.0), (1e6 - 1e-7, 1e6), (0.0, 5e-324), (0.0, 1e-6)])
def test_a_frame_has_a_width(ends: tuple[float, float]) -> None:
    with pytest.raises(SpecError, match=r"^Formula\.x_high"):
        Formula(x_low=ends[0], x_high=ends[1])


def test_a_narrow_frame_is_surveyed() -> None:
    assert Formula(text="x^2 + y^2", x_low=-1e-6, x_high=1e-6, y_low=-1e-6, y_high=1e-6).minima == ((0.0, 0.0),)


def test_the_trip_through_a_link_and_to_a_worker() -> None:
    surface = Formula(text="x^2 % 3 + 50%7 + y", x_high=10)
    run = SurfaceRun(surface=surface, optimizers=(Adam(),))
    assert read_surface_run(write_surface_run(run)) == run
    assert pickle.loads(pickle.dumps(run)) == run
    assert repr(Formula(text="x")) != repr(Formula(text="y"))
    assert hash(Formula(text="x")) != hash(Formula(text="y"))
    with pytest.raises(FormulaError):
        read_surface_run({"surface": "Formula", "surface.text": "__import__('os')", "o1": "Adam"})
