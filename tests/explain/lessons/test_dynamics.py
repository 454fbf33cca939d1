"""What lessons say of motion on surfaces, against the formulas and other starts."""

import numpy as np
import pytest
import torch

from optim_core.descend import descend
from optim_core.explain.lessons import LESSONS, run_scene
from optim_core.optimizers import LBFGS
from optim_core.specs import SurfaceRun, metrics
from optim_core.surfaces import Quadratic, Rosenbrock


def of(name: str) -> dict[str, float]:
    lesson = LESSONS[name]
    return dict(lesson.numbers([run_scene(scene) for scene in lesson.scenes]))


def test_the_critical_momentum_is_the_double_root_of_the_heavy_ball():
    found = of("damping")
    critical = (1 - np.sqrt(found["lr"] * found["curvature"])) ** 2
    assert found["middle"] == pytest.approx(critical)
    for name, momentum in (("over", 0.5), ("critical", critical), ("under", 0.95)):
        x, v, arrived = 1.0, 0.0, 0
        for step in range(1, 301):
            v = momentum * v + x
            x -= found["lr"] * v
            arrived = step + 1 if abs(x) > 0.01 else arrived
        assert found[name] == arrived
    roots = {momentum: np.roots([1, found["lr"] - 1 - momentum, momentum]) for momentum in (0.5, critical, 0.95)}
    assert np.isreal(roots[0.5]).all(), "overdamped"
    assert np.iscomplex(roots[0.95]).all(), "underdamped"
    assert np.abs(roots[critical]) == pytest.approx(0.9, abs=1e-6)


def test_a_newton_step_lands_at_the_minimum_of_a_bowl():
    bowl, start = Quadratic(kappa=1_000), torch.tensor([3.0, -2.0], dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(bowl(start), start)
    hessian = torch.autograd.functional.hessian(bowl, start.detach())
    assert (start.detach() - torch.linalg.solve(hessian, gradient)).abs().max() < 1e-12


@pytest.mark.parametrize("start", [(0, 0), (2, 2), (-1.5, -0.5), (1.5, -1)])
def test_lbfgs_needs_tens_of_steps_from_other_starts_too(start):
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(LBFGS(max_iter=1),), start=start, steps=300)
    (path,) = descend(run)
    assert 20 < metrics.steps_to(path, run.surface, 1e-8) < 200
    assert path.evaluations[-1] == 300, "one gradient per step"


def test_one_step_of_lbfgs_leaves_the_map():
    (scene,) = LESSONS["second-order"].scenes
    path = descend(scene)[1]
    low, high = np.array(scene.surface.domain).T
    assert ((path.xy < low) | (path.xy > high)).any(axis=1).sum() == 1


def test_no_run_ends_at_a_minimum_that_is_too_sharp_for_its_learning_rate():
    found = of("edge-of-stability")
    for name in ("slow", "medium", "fast", "fastest"):
        assert found[name] <= 2 / found[f"{name}_lr"]
    assert found["fast"] < found["fastest"], "the largest lr does not end at the flattest minimum"
