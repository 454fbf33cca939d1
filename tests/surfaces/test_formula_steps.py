"""Formulas on which x and y have an effect through conditions only: autograd has nothing to follow."""

import pytest
import torch

from optim_core.descend import descend
from optim_core.descend.programs import surface_programs
from optim_core.export import surface_script
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Formula
from tests.scripts import printed

STEPS = (
    "where(x > 0, 1, 0)",
    "2*where(x > 0 and y > 0, 1, -1)",
    "max(where(x > y, 1, 2), 1.5)",
    "-where(x > 0, 3, 4)",
    "7",
)


@pytest.mark.slow
@pytest.mark.parametrize("text", STEPS)
def test_a_formula_of_steps_has_a_gradient_of_zero(text, tmp_path):
    run = SurfaceRun(surface=Formula(text=text), optimizers=(SGD(),), steps=2)
    (path,) = descend(run)
    assert path.grad.tolist() == [[0.0, 0.0]] * 3
    assert len(set(path.loss.tolist())) == 1
    assert surface_programs(run.surface) is not None
    assert any(f"{path.loss[-1]:g}" in line for line in printed(surface_script(run), tmp_path))


def test_conditions_beside_a_gradient_change_nothing():
    surface = Formula(text="where(x > y, 1, 0) + x^2")
    xy = torch.tensor([[2.0, 1.0]], dtype=torch.float64, requires_grad=True)
    (grad,) = torch.autograd.grad(surface(xy).sum(), xy)
    assert grad.tolist() == [[4.0, 0.0]]
