"""Programs of formulas with every function and operator, against autograd."""

import itertools
import math
import random

import pytest
import torch

from optim_core.descend import descend
from optim_core.descend.programs import surface_parameters, surface_programs
from optim_core.export import surface_script
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Formula
from optim_core.surfaces.expression.operations import FUNCTIONS, INFIX, OPERATIONS
from tests.engine.node import ask_node, needs_node
from tests.scripts import printed

ARGUMENTS = ("x/4", "1 + y^2", "0.7", "x*y")
INSIDE = {"acosh": "({} + 9)"}
"""Function -> what keeps its argument where it has a value."""


def formulas() -> list[str]:
    """Every function of one and of two arguments, and every operator, of variables, numbers and parameters."""
    found = []
    for name in FUNCTIONS:
        count = 3 if name == "where" else OPERATIONS[name].arity
        for args in itertools.islice(itertools.permutations(ARGUMENTS, count), 3):
            shown = [INSIDE.get(name, "{}").format(arg) for arg in args]
            found.append(
                f"where({shown[0]} > {shown[1]}, x, {shown[2]})" if name == "where" else f"{name}({', '.join(shown)})"
            )
    pairs = itertools.permutations(("x", "y + 3", "2.5"), 2)
    found += [f"({left}) {infix} ({right})" for left, right in pairs for infix in INFIX]
    return [*found, *(text.replace("0.7", "a").replace("2.5", "b") for text in found if "0.7" in text or "2.5" in text)]


@pytest.mark.slow
@needs_node
def test_the_programs_of_formulas_give_value_and_gradient() -> None:
    generator, wrong, checked = random.Random(3), [], 0
    surfaces = [Formula(text=f"{text} + 0*x", a=0.7, b=2.5) for text in formulas()]
    points = [[generator.uniform(-2.9, 2.9), generator.uniform(-2.9, 2.9)] for _ in range(5)]
    programs = [surface_programs(surface) for surface in surfaces]
    assert None not in programs
    answers = ask_node(
        [
            {
                "ask": "programs",
                "programs": [one.to_json() for one in several or ()],
                "inputs": [
                    {"xy": point, "parameters": [one for one, _ in surface_parameters(surface).values()]}
                    for point in points
                ],
            }
            for surface, several in zip(surfaces, programs, strict=True)
        ]
    )
    for surface, found in zip(surfaces, answers, strict=True):
        for point, outputs in zip(points, found, strict=True):
            xy = torch.tensor([point], dtype=torch.float64, requires_grad=True)
            loss = surface(xy)
            (grad,) = torch.autograd.grad(loss.sum(), xy)
            expected = [float(loss.detach()), *grad.flatten().tolist()]
            shown = [math.nan if value is None else value for value in (*outputs["loss"], *outputs["grad"])]
            if not all(map(math.isfinite, expected)):
                continue  # JSON has no infinity
            checked += 1
            if not all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in zip(shown, expected, strict=True)):
                wrong.append((surface.text, point, shown, expected))
    assert wrong == []
    assert checked > 250


@pytest.mark.slow
def test_a_number_modulo_a_variable_has_a_gradient(tmp_path) -> None:
    run = SurfaceRun(surface=Formula(text="3 % (x*y + 4)"), optimizers=(SGD(lr=1e-3),), start=(-1.0, 3.5), steps=3)
    (path,) = descend(run)
    # 3 % u = 3 - u floor(3 / u) with u = x y + 4 = 0.5: the gradient is -6 (y, x)
    assert path.grad[0].tolist() == [-21.0, 6.0]
    assert any(f"{path.loss[-1]:.4g}"[:5] in line for line in printed(surface_script(run), tmp_path))
