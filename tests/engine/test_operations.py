"""Programs and their operations in JavaScript, against exact arithmetic and torch."""

import math
import random
from fractions import Fraction

import pytest
import torch

from optim_core.engine.elementwise import PLAIN, UnsupportedOperation
from optim_core.engine.trace import Named, trace
from tests.engine.node import ask_node, needs_node

pytestmark = needs_node


def number(generator: random.Random) -> float:
    return math.ldexp(generator.uniform(-1, 1), generator.randrange(-60, 60))


def test_a_fused_product_is_rounded_once() -> None:
    generator = random.Random(1)
    triples = [(number(generator), number(generator), number(generator)) for _ in range(10_000)]
    triples += [(a, b, -a * b) for a, b, _ in triples]  # what the rounding of the product left
    triples += [(a, b, math.nextafter(-a * b, 0.0) / 3) for a, b, _ in triples[:10_000]]
    (found,) = ask_node([{"ask": "fma", "triples": triples}])
    assert [float(one) for one in found] == [float(Fraction(a) * Fraction(b) + Fraction(c)) for a, b, c in triples]


def test_javascript_has_every_operation() -> None:
    (names,) = ask_node([{"ask": "operations"}])
    assert set(PLAIN.values()) | {"add", "sub", "fma", "pow", "fround"} <= set(names)


def test_a_program_takes_the_branch_of_its_inputs() -> None:
    def function(given: Named) -> Named:
        x, y = given["x"], given["y"]
        for _ in range(2):
            x = x * 2 if x[0] > y[0] else x + y
        return {"sum": x, "constant": torch.full((1,), math.inf, dtype=torch.float64)}

    example = {name: torch.ones(1, dtype=torch.float64) for name in "xy"}
    programs = trace(function, example)
    assert len(programs) == 4
    inputs = [{"x": [x], "y": [y]} for x, y in ((1.0, 2.0), (3.0, 2.0), (-5.0, 2.0), (0.5, -2.0), (-3.0, -1.0))]
    (found,) = ask_node([{"ask": "programs", "programs": [one.to_json() for one in programs], "inputs": inputs}])
    expected = [function({name: torch.tensor(value) for name, value in one.items()})["sum"].tolist() for one in inputs]
    assert [one["sum"] for one in found] == expected


def test_repeated_and_unneeded_instructions_are_left_out() -> None:
    def function(given: Named) -> Named:
        x = given["x"]
        _ = x.exp()
        return {"y": (x * 1.0).sin() * x.sin() + torch.ones_like(x) * 2}

    (program,) = trace(function, {"x": torch.ones(1, dtype=torch.float64)})
    assert [name for name, _ in program.code] == ["sin", "mul", "add"]
    assert program.constants == (2.0,)


@pytest.mark.parametrize(
    "function",
    [
        lambda given: {"y": given["x"] * float(given["x"])},
        lambda given: {"y": torch.sort(given["x"]).values},
        lambda given: {"y": torch.special.gammaln(given["x"])},
    ],
)
def test_a_function_that_has_no_program_says_so(function) -> None:
    with pytest.raises(UnsupportedOperation):
        trace(function, {"x": torch.ones(2, dtype=torch.float64)[:1]})
