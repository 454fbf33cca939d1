"""The microscope agrees with torch, and its LaTeX with its numbers."""

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given

from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.microscope import step_view
from optim_core.explain.optimizer_state import optimizer_state
from optim_core.explain.step_quantities import effective_lr, quantities
from optim_core.figures.learn.microscope import near_frame, step_drawing
from optim_core.figures.race.optimizer_state import state_drawing
from optim_core.optimizers import SGD, AbstractOptimizer, Adam, RMSprop, Rprop
from optim_core.optimizers.latex import letter, number
from optim_core.specs import SurfaceRun
from optim_core.surfaces import MuellerBrown, Quadratic, Rosenbrock
from optim_core.surfaces.grid import grid
from tests.quick import examples
from tests.settings import SETTINGS, switched
from tests.strategies import RULED, optimizers

every_optimizer = pytest.mark.parametrize("cls", RULED, ids=lambda cls: cls.__name__)
STEPS = 6


def path(optimizer, **run):
    (trajectory,) = descend(SurfaceRun(surface=Rosenbrock(), optimizers=(optimizer,), steps=STEPS, **run))
    return trajectory


def numerically_clear(trajectory, step):
    """Far from overflow, and without a variance that is a difference of nearly equal numbers."""
    shown = {q.name: q.value for q in step_view(trajectory, step).quantities}
    small = all(np.isfinite(value).all() and abs(value).max() < 1e150 for value in shown.values())
    return small and ("var" not in shown or (shown["var"] > 1e-3 * shown["square_avg"]).all())


@every_optimizer
def test_the_rule_shown_gives_torchs_step(cls):
    @examples(40, deadline=None)
    @given(optimizers((cls,)))
    def holds(optimizer):
        trajectory = path(optimizer, noise=0.1)
        for step in range(1, trajectory.steps + 1):
            if not numerically_clear(trajectory, step):
                return  # there the order of evaluation, or rounding, decides
            view = step_view(trajectory, step)
            assert view.exact, (step, view.deviation)
            named = {q.name: q for q in view.quantities}
            for name, history in trajectory.state.items():
                assert (named[name].value == history[step]).all()
                assert (named[name].before == history[step - 1]).all()

    holds()


def test_a_wrong_state_is_noticed():
    trajectory = path(Adam(lr=0.1))
    broken = {name: np.array(history) for name, history in trajectory.state.items()}
    broken["exp_avg"][3] *= 1 + 1e-9
    object.__setattr__(trajectory, "state", broken)
    assert step_view(trajectory, 2).exact
    assert not step_view(trajectory, 3).exact
    assert not step_view(trajectory, 4).exact


def value(latex):
    """The value of an expression of numbers, evaluated from its LaTeX."""
    text = latex.replace(r"\left(", "(").replace(r"\right)", ")").replace(r"\cdot", "*").replace(r"\ ", " ")
    for _ in range(9):
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
        text = re.sub(r"\\sqrt\{([^{}]*)\}", r"((\1)**0.5)", text)
        text = re.sub(r"\^\{([^{}]*)\}", r"**(\1)", text)
    text = (
        re.sub(r"10\*\*\((-?\d+)\)", r"1e\1", text).replace("^", "**").replace(r"\max", "max").replace(r"\min", "min")
    )
    text = text.replace(r"\lvert", "abs(").replace(r"\rvert", ")").replace(r"\operatorname{sign}", "sign")
    assert re.fullmatch(r"(max|min|abs|sign|[-+*/().,e\d\s])+", text), text
    return eval(text, {"sign": np.sign})


def test_no_optimizer_with_a_rule_is_left_out_of_the_settings():
    assert set(SETTINGS) == {cls.__name__ for cls in RULED}


@every_optimizer
def test_the_numbers_in_each_equation_evaluate_to_its_result(cls):
    for optimizer in switched(cls):
        trajectory = path(optimizer, noise=0.3)
        for step in (1, 2, trajectory.steps):
            view = step_view(trajectory, step)
            shown = {q.name: q.value for q in view.quantities} | {"update": view.end - view.start}
            names = [line.name for line in cls.rule.equations(trajectory.optimizer.values())]
            for name, line in zip(names, view.equations, strict=True):
                for axis in (0, 1):
                    substituted, _, result = line.numbers[axis].rpartition(" = ")
                    assert value(result) == pytest.approx(shown.get(name, view.gradient)[axis], rel=1e-3, abs=1e-12)
                    if substituted:
                        size = max(map(abs, map(float, re.findall(r"\d+\.?\d*", substituted))), default=1)
                        # every number is rounded to four digits; a difference of nearly equal ones has fewer
                        assert value(substituted) == pytest.approx(value(result), rel=0.02, abs=2e-3 * size), line


def dividend(trajectory, step, found):
    """What the effective learning rate multiplies, as the optimizer declares it (2,)."""
    optimizer = trajectory.optimizer
    unit = trajectory.state[optimizer.dividend_unit][step - 1] if optimizer.dividend_unit else 1.0
    return found[optimizer.dividend] / unit


@every_optimizer
def test_the_effective_lr_times_the_dividend_is_the_step(cls):
    undecayed = {name: 0.0 for name in ("weight_decay", "lambd") if name in hypers(cls)}
    undecayed |= {"d0": 0.1} if "d0" in hypers(cls) else {}  # from a millionth, steps drown in the digits of positions
    for chosen in SETTINGS[cls.__name__]:
        if cls is RMSprop and "momentum" in chosen:
            continue  # its momentum adds up steps that are divided already
        trajectory = path(cls(**chosen | {"lr": 0.001} | undecayed))
        assert trajectory.steps == STEPS
        for step in range(1, STEPS + 1):
            found = quantities(trajectory, step)
            lr = effective_lr(trajectory, step, found)
            assert np.isfinite(lr).all()
            moved = trajectory.state.get("z", trajectory.xy)  # Schedule-Free takes gradients elsewhere than it moves
            expected = abs(np.diff(moved, axis=0)[step - 1])
            np.testing.assert_allclose(lr * abs(dividend(trajectory, step, found)), expected, rtol=1e-9)


@every_optimizer
def test_the_divisor_is_a_quantity_of_the_rule_or_none_is_declared(cls):
    names = {line.name for optimizer in switched(cls) for line in cls.rule.equations(optimizer.values())}
    assert cls.divisor in names or cls.divisor == AbstractOptimizer.divisor


def test_a_sign_that_changes_stops_rprop_for_a_step():
    run = SurfaceRun(surface=Quadratic(), optimizers=(Rprop(lr=0.4),), start=(1.0, 1.0), steps=3)
    (trajectory,) = descend(run)
    views = [step_view(trajectory, step) for step in (1, 2, 3)]
    sizes = [next(q.value for q in view.quantities if q.name == "step_size").tolist() for view in views]
    assert sizes == [[0.4, 0.4], pytest.approx([0.48, 0.48]), pytest.approx([0.576, 0.576])]
    over = descend(replace(run, start=(0.3, 1.0)))[0]  # x passes its minimum at the first step
    named = {q.name: q.value for q in step_view(over, 2).quantities}
    assert (named["factor"].tolist(), named["update"][0], named["effective_lr"][0]) == ([0.5, 1.2], 0, 0)


@every_optimizer
def test_every_symbol_is_latex(cls):
    for domain in hypers(cls).values():
        assert letter(domain.symbol).isascii(), domain.symbol


def test_numbers_are_shortened_to_four_digits():
    assert [number(v) for v in (0.0314159, 100, 99999.9, -0.999, 0, 1.2346e-7)] == [
        "0.03142",
        "100",
        r"10^{5}",
        "-0.999",
        "0",
        r"1.235 \cdot 10^{-7}",
    ]
    assert number(0.99999, 12) == "0.99999"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quantity_has_a_text(language):
    t = load(language)
    for cls in RULED:
        on = {name: d or 1.0 for name, d in cls(lr=0.1).values().items()}
        for line in cls.rule.equations(on):
            assert f"microscope.quantities.{line.name}" in t, (cls, line.name)


def test_the_landing_is_where_the_next_step_lands():
    trajectory = path(SGD(lr=1e-3, momentum=0.9), noise=0.1)
    for step in range(1, STEPS):
        assert step_view(trajectory, step).landing == pytest.approx(trajectory.xy[step + 1], rel=1e-12)


def test_optimizer_state_is_torchs_along_the_run():
    trajectory = path(Adam(lr=0.1))
    inside = optimizer_state(trajectory)
    assert inside.steps.tolist() == list(range(1, STEPS + 1))
    assert list(inside.series) == ["exp_avg", "exp_avg_sq", "effective_lr"]
    for name in ("exp_avg", "exp_avg_sq"):
        assert (inside.series[name] == trajectory.state[name][1:]).all()
    corrected = np.sqrt(trajectory.state["exp_avg_sq"][3] / (1 - 0.999**3)) + 1e-8
    assert inside.series["effective_lr"][2] == pytest.approx(0.1 / corrected)
    drawing = state_drawing(inside, "exp_avg", "m", 0, load("en"))
    assert [line["name"] for line in drawing["data"]] == ["x", "y"]


def test_a_step_far_outside_can_be_drawn():
    run = SurfaceRun(surface=MuellerBrown(), optimizers=(SGD(lr=0.01),), steps=50)
    (trajectory,) = descend(run)
    assert trajectory.status.diverged
    view = step_view(trajectory, trajectory.steps)
    frame = near_frame(view, run.surface.domain)
    heights = grid(run.surface, 21, frame)
    assert np.nanmax(abs(heights.z)) > 1e38
    drawing = step_drawing(run.surface, heights, trajectory, view, frame, "SGD", 0, load("en"))
    assert np.isfinite(drawing["data"][0]["z"]).all()


def test_arrows_point_downhill_and_the_ellipse_has_the_divisors_proportions():
    run = SurfaceRun(surface=Quadratic(kappa=4.0), optimizers=(Adam(lr=0.1),), steps=STEPS)
    (trajectory,) = descend(run)
    view = step_view(trajectory, 2)
    frame = near_frame(view, run.surface.domain)
    drawing = step_drawing(run.surface, grid(run.surface, 21, frame), trajectory, view, frame, "Adam", 0, load("en"))
    roles = [trace["meta"]["role"] for trace in drawing["data"]]
    assert roles == ["surface", "minimum", "trail", "divisor", "arrow", "arrow", "arrow", "arrow", "here"]
    gradient = drawing["data"][4]
    way = np.array([np.diff(gradient[axis])[0] for axis in "xy"])
    leaf = torch.tensor(view.start, requires_grad=True)
    run.surface(leaf).backward()
    assert way / np.linalg.norm(way) == pytest.approx(-leaf.grad.numpy() / leaf.grad.norm().item())
    width, height = (np.ptp(drawing["data"][3][axis]) for axis in "xy")
    assert height / width == pytest.approx(view.divisor[1] / view.divisor[0], rel=2e-3)
    low, high = np.array(frame).T
    assert all((low < p).all() and (p < high).all() for p in (view.start, view.end, view.landing))
