"""What a formula means: the text, its preview, its source and its values agree, in whatever way it is typed."""

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch import Tensor

from optim_core.descend import descend
from optim_core.export import surface_script
from optim_core.formula import Formula, FormulaError, formula_latex, parse_formula
from optim_core.optimizers import SGD, Adam
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.specs import SurfaceRun, Sweep
from optim_core.surfaces.expression import LONGEST, parse
from optim_core.surfaces.expression.node import Node
from optim_core.sweep import sweep
from optim_core.sweep.study.spec import Study, StudyContender
from optim_core.sweep.study.toml_reader import read_study
from optim_core.sweep.study.toml_writer import study_toml
from tests.latex_reader import Tree, read_latex
from tests.quick import examples

XY = torch.tensor([[0.3, -1.7], [-2.0, 0.5], [1.25, 2.5], [-0.6, -0.4], [0.0, 1.0], [2.0, 2.0]], dtype=torch.float64)
X, Y = XY.unbind(-1)
VALUES = {"a": -1.5, "k": 2.0, "lamda": 0.25, "omega": 3.0}
LEAVES: dict[str, Tree] = {
    **{"x": ("x",), "y": ("y",), "X": ("x",), "ｙ": ("y",), "π": ("pi",), "e": ("e",), "a": ("a",), "k": ("k",)},
    **{"λ": ("lamda",), "ω": ("omega",), "pi": ("pi",), "½": ("number", 0.5), "１２": ("number", 12.0)},
    **{text: ("number", float(text)) for text in ("2", ".5", "3", "1.25", "1e-7", "4e8", "0.1", "1e30")},
}
TYPED = {
    **{"sin": "sin", "COS": "cos", "tan": "tan", "arcsin": "asin", "acos": "acos", "arctan": "atan", "sinh": "sinh"},
    **{"cosh": "cosh", "tanh": "tanh", "arsinh": "asinh", "arccosh": "acosh", "atanh": "atanh", "exp": "exp"},
    **{"ln": "log", "log": "log", "log2": "log2", "log₁₀": "log10", "sqrt": "sqrt", "√": "sqrt", "abs": "abs"},
    **{"relu": "relu", "floor": "floor", "ceil": "ceil", "sgn": "sign", "sigmoid": "sigmoid"},
}
"""Functions of one argument, as they may be typed -> their name."""
SIGNS = {
    **{"+": "+", "-": "-", " − ": "-", " – ": "-", "＋": "+", "*": "*", "·": "*", " × ": "*", "/": "/", "÷": "/"},
    **{"%": "%", "^": "^", "**": "^"},
}
COMPARED = {"<": "<", " ≤ ": "<=", ">": ">", ">=": ">=", " == ": "==", "≠": "!=", "＜": "<"}
LEVEL = {"+": 1, "-": 1, "neg": 3, "*": 2, "/": 2, "%": 2, "^": 4}
TORCH: dict[str, Callable[..., Any]] = {
    **{"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod},
    **{"^": operator.pow, "neg": operator.neg, "log": torch.log, "atan2": torch.atan2, "where": torch.where},
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne},
    **{"and": operator.and_, "or": operator.or_, "min": torch.minimum, "max": torch.maximum},
    **{name: getattr(torch, name) for name in TYPED.values()},
}

STEPS = {"floor", "ceil", "sign", "%", "where", "atan2"}
"""Operations that turn a rounding error into another value."""

Written = tuple[str, Tree]
"""A text and the tree that it means."""


def inside(one: Written, least: int) -> str:
    """The text, in brackets where its last operation binds more loosely than `least`."""
    text, tree = one
    return f"({text})" if LEVEL.get(tree[0], 5) < least else text


def infix(sign: str, left: Written, right: Written) -> Written:
    op = SIGNS[sign]
    first, second = (5, 3) if op == "^" else (LEVEL[op], LEVEL[op] + 1)
    return f"{inside(left, first)}{sign}{inside(right, second)}", (op, left[1], right[1])


def grown(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    """A text of texts, typed in one of the many ways."""
    compared = st.tuples(st.sampled_from(list(COMPARED)), inner, inner).map(
        lambda one: (f"{one[1][0]}{one[0]}{one[2][0]}", (COMPARED[one[0]], one[1][1], one[2][1]))
    )
    conditions = compared | st.tuples(compared, st.sampled_from(["and", "or"]), compared).map(
        lambda one: (f"{one[0][0]} {one[1]} {one[2][0]}", (one[1], one[0][1], one[2][1]))
    )
    several = st.tuples(st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=4))
    return st.one_of(
        st.tuples(st.sampled_from(list(TYPED)), inner).map(
            lambda one: (f"{one[0]}({one[1][0]})", (TYPED[one[0]], one[1][1]))
        ),
        inner.map(lambda one: (f"|{inside(one, 1) if one[0][0] != '|' else f'({one[0]})'}|", ("abs", one[1]))),
        inner.map(lambda one: (f"−{inside(one, 4)}", ("neg", one[1]))),
        inner.map(lambda one: (f"+{inside(one, 4)}", one[1])).map(lambda one: (f"({one[0]})", one[1])),
        st.tuples(st.sampled_from(list(SIGNS)), inner, inner).map(lambda one: infix(*one)),
        st.tuples(inner, st.sampled_from([("²", 2.0), ("³", 3.0), ("¹⁰", 10.0)])).map(
            lambda one: (f"{inside(one[0], 5)}{one[1][0]}", ("^", one[0][1], ("number", one[1][1])))
        ),
        st.tuples(inner, inner).map(lambda one: (f"{inside(one[0], 2)}({one[1][0]})", ("*", one[0][1], one[1][1]))),
        st.tuples(inner, st.sampled_from(["x", "y", "a", "π"])).map(
            lambda one: (f"{inside(one[0], 2)} {one[1]}", ("*", one[0][1], LEAVES[one[1]]))
        ),
        several.map(
            lambda one: (f"{one[0]}({', '.join(text for text, _ in one[1])})", (one[0], *(tree for _, tree in one[1])))
        ),
        st.tuples(inner, inner).map(lambda one: (f"arctan2({one[0][0]},{one[1][0]})", ("atan2", one[0][1], one[1][1]))),
        st.tuples(inner, inner).map(lambda one: (f"pow({one[0][0]}, {one[1][0]})", ("^", one[0][1], one[1][1]))),
        st.tuples(conditions, inner, inner).map(
            lambda one: (f"where({one[0][0]}, {one[1][0]}, {one[2][0]})", ("where", one[0][1], one[1][1], one[2][1]))
        ),
    )


WRITTEN = st.recursive(st.sampled_from(list(LEAVES.items())), grown, max_leaves=12)


def tree_of(node: Node) -> Tree:
    return ("number", node.value) if node.op == "number" else (node.op, *map(tree_of, node.args))


def names_in(tree: Tree) -> set[str]:
    return {tree[0]} if tree[0] == "number" else {tree[0]}.union(*map(names_in, tree[1:]))


def outward(tree: Tree) -> Tree:
    """The tree with each minus of a first factor before its product, where it gives the same bits."""
    if tree[0] == "number" or len(tree) == 1:
        return tree
    op, *args = tree[0], *map(outward, tree[1:])
    return ("neg", outward(("*", args[0][1], args[1]))) if op == "*" and args[0][0] == "neg" else (op, *args)


def value(tree: Tree, seen: list[Tensor]) -> Tensor:
    """The values at XY, by torch alone; `seen` collects those of all parts."""
    letters = {"x": X, "y": Y, "pi": torch.pi, "e": torch.e, **VALUES}
    if tree[0] == "number" or tree[0] in letters:
        leaf = tree[1] if tree[0] == "number" else letters[tree[0]]
        return torch.as_tensor(leaf, dtype=torch.float64).expand_as(X)
    args = [value(arg, seen) for arg in tree[1:]]
    found = reduce(TORCH[tree[0]], args) if tree[0] in ("min", "max") else TORCH[tree[0]](*args)
    seen.append(found.double())
    return found


def surface_of(text: str) -> Formula | None:
    """The surface; None where a constant part is not finite, or the text is too large."""
    if len(text) > LONGEST:
        return None
    try:
        return Formula(text=text, **VALUES)
    except FormulaError as error:
        if error.key in ("formula_constant", "formula_number", "formula_large", "formula_deep"):
            return None
        raise


@examples(600, deadline=None)
@given(written=WRITTEN)
def test_a_text_its_tree_its_preview_and_its_source_agree(written: Written) -> None:
    text, tree = written
    surface = surface_of(text)
    assume(surface is not None)
    assert surface is not None
    assert tree_of(parse(text).tree) == tree
    assert outward(read_latex(formula_latex(surface))) == outward(tree)
    definition, call = surface.script()
    scope: dict[str, Any] = {"torch": torch, "Tensor": Tensor, "xy": XY}
    exec(definition, scope)  # our own source
    found = surface(XY)
    assert torch.equal(eval(call, scope).nan_to_num(7), found.nan_to_num(7)), definition
    if not STEPS.intersection(names_in(tree)):
        seen = [torch.zeros_like(X)]
        expected = value(tree, seen)
        sound = torch.stack(seen).abs().amax(0) < 1e4  # beyond, rounding errors of parts exceed the whole
        torch.testing.assert_close(found[sound], expected[sound], rtol=1e-5, atol=1e-5)


AMBIGUOUS = [
    "-7%3*x",
    "x%2%3",
    "(x%2)^2 + x^(y%2)",
    "7 - x%2",
    "-(x%2)",
    "-x%2",
    "(-x)%2 * y",
    "x*(y%2)",
    "x*y%2",
    "x%(2*y)",
    "x%(-y)",
    "|x|%2",
    "x/y%2",
    "2 + mod(x, y)*3",
    "where(x%2 < 1, x, y)%2",
    "where(x > 0, 1, 2)^2*3 - where(y > 0, x, -x)",
    "where((x > 0 or y > 0) and x < 1, -x%2, 1)",
    "where(0 < x < 1 or 2 >= y > x, 1, 2)",
    "-x*y - -x*y",
    "x - (-x)*y",
    "x*-y + x^-y",
    "(-x)^2 - -x^2",
    "-(-x)",
    "x--x",
    "(-x*y)*y",
    "(x^2)^3 + x^2^3",
    "1e-7^2*x + x^1e-7 + 2^(1e-3*x)",
    "x*1e-7/1e20",
    "x - (y - (x + y))",
    "x/(y/2) + x/y/2 + (x/y)^2",
    "(x+y)(x-y)x^2",
    "0.1 + 0.30000000000000004*x",
    "sin²(y) + sin(x)^2",
    "|x|^2|y|",
    "√x^2 + (√x)^2",
    "max(x, -y, 1)^2 + min(x%2, y)",
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_the_preview_reads_as_it_is_computed(text: str) -> None:
    assert outward(read_latex(formula_latex(parse_formula(text)))) == outward(tree_of(parse(text).tree))


def test_the_preview_of_a_remainder_has_its_brackets() -> None:
    assert formula_latex(parse_formula("-7%3*x")) == r"\left(\left(-7\right) \bmod 3\right) \cdot x"
    assert float(parse_formula("-7%3*x")(torch.tensor([3.0, 0.0]))) == 6


@pytest.mark.parametrize(
    "wrong", [r"x \cdot y \bmod 2", r"-x \bmod 2", r"x \bmod 2 + 1", r"x - -y", r"{2 \cdot 10^{3}}^{2}"]
)
def test_the_reader_of_previews_refuses_what_readers_disagree_about(wrong: str) -> None:
    with pytest.raises(AssertionError):
        read_latex(wrong)


KINKS: dict[str, Callable[[Tensor], Tensor]] = {
    "|x|": torch.abs,
    "relu(x)": torch.relu,
    "max(x, 0)": lambda x: torch.maximum(x, torch.zeros_like(x)),
    "min(x, 0, -x)": lambda x: torch.minimum(torch.minimum(x, torch.zeros_like(x)), -x),
    "where(x > 0, x^2, -3x)": lambda x: torch.where(x > 0, x**2, -3 * x),
    "where(x >= 0, x^2, -3x)": lambda x: torch.where(x >= 0, x**2, -3 * x),
    "where(x != 0, sin(x)/x, 1)": lambda x: torch.where(x != 0, torch.sin(x) / x, torch.ones_like(x)),
    "sqrt(x^2)": lambda x: torch.sqrt(x**2),
    "|x|^2": lambda x: torch.abs(x) ** 2,
    "sign(x) + ceil(x)": lambda x: torch.sign(x) + torch.ceil(x),
}


@pytest.mark.parametrize("text", KINKS)
def test_gradients_at_kinks_are_torchs(text: str) -> None:
    at = torch.tensor([[-1.0, 0.5], [0.0, 0.0], [2.0, 1.0]], dtype=torch.float64)
    ours, theirs = at.clone().requires_grad_(), at[:, 0].clone().requires_grad_()
    (gradient,) = torch.autograd.grad(parse_formula(text)(ours).sum(), ours)
    (expected,) = torch.autograd.grad(KINKS[text](theirs).sum(), theirs)
    torch.testing.assert_close(gradient[:, 0], expected, rtol=0, atol=0, equal_nan=True)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_values_have_the_dtype_of_the_points(dtype: torch.dtype) -> None:
    for text in ("where(x > 0, 1, 2)", "max(1, 2, x)", "relu(-1) + x", "where(1 > 2, x, y)", "where(1 > 2, 3, 4)", "3"):
        assert parse_formula(text)(XY.to(dtype)).dtype == dtype


def test_parameters_are_numbers_of_the_surface() -> None:
    assert parse("c + a*x + c*λ").parameters == ("c", "a", "lamda")
    surface = Formula(text="a*(x - b)^2 + λ|y|", a=2, b=3, lamda=0.5)
    assert surface.parameters == {"a": 2.0, "b": 3.0, "lamda": 0.5}
    torch.testing.assert_close(surface(XY), 2 * (X - 3) ** 2 + 0.5 * Y.abs())
    assert surface == Formula(text="a*(x - b)^2 + λ|y|", a=2, b=3, lamda=0.5)
    assert repr(surface) != repr(Formula(text="a*(x - b)^2 + λ|y|", a=2, b=3))
    assert eval(repr(surface)) == surface  # our own text
    assert "omega" not in repr(surface)
    assert formula_latex(surface) == r"a \cdot \left(x - b\right)^{2} + \lambda \cdot \left|y\right|"


def test_a_parameter_that_makes_a_constant_infinite_is_refused_at_its_place() -> None:
    assert Formula(text="x + 1/a", a=2).a == 2
    with pytest.raises(FormulaError, match="character 5:"):
        Formula(text="x + 1/a", a=0)


@pytest.mark.parametrize("text", ["x\ty", "x\u00a0y", "x\ny", "x\u200by", "x\ufeffy"])
def test_spaces_of_all_kinds_become_ordinary_ones(text: str) -> None:
    assert Formula(text=text).text == "x y"


def test_parameters_travel_in_links_studies_scripts_and_sweeps(capsys: pytest.CaptureFixture[str]) -> None:
    surface = Formula(text="a*x² + λ|y|^1.5", a=2.5, lamda=0.125)
    run = SurfaceRun(surface=surface, optimizers=(SGD(lr=0.1), Adam(lr=0.1)), steps=20)
    query = write_surface_run(run)
    assert {"surface.a": "2.5", "surface.lamda": "0.125"}.items() <= query.items()
    assert read_surface_run(query) == run
    study = Study(base=run, contenders=(StudyContender(optimizer=SGD(lr=0.1)),))
    assert read_study(study_toml(study)).base.surface == surface
    script = surface_script(run)
    assert "# a = 2.5, lamda = 0.125" in script
    exec(script, {})  # our own script
    paths = descend(run)
    for line, path in zip(capsys.readouterr().out.splitlines(), paths, strict=True):
        assert line.endswith(f"loss={float(path.loss[-1])!r}")
    swept = sweep(Sweep(surface=surface, optimizer=SGD(), axes={"lr": (0.1, 0.2)}, steps=20))
    assert swept.final_loss[0] == pytest.approx(paths[0].loss[-1], rel=1e-12)


@pytest.mark.parametrize(
    "text", ["relu(x - 1) + max(x, -y, 0)²", "where(0 < x < 1 and y > 0, x², 2|x|) + y²", "acosh(2 + |x|)"]
)
def test_sweeps_and_scripts_of_the_whole_grammar_agree_with_torch(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = SurfaceRun(surface=parse_formula(text), optimizers=(SGD(lr=0.05),), steps=30)
    (path,) = descend(run)
    swept = sweep(Sweep(surface=run.surface, optimizer=SGD(), axes={"lr": (0.05, 0.01)}, steps=30))
    assert swept.final_xy[0].tolist() == pytest.approx(path.xy[-1].tolist(), rel=1e-9, abs=1e-12)
    exec(surface_script(run), {})  # our own script
    assert capsys.readouterr().out.rstrip().endswith(f"loss={float(path.loss[-1])!r}")
