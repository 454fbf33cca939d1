"""The kinds of noise: what they add, that all contenders get the same, and that scripts and the microscope agree."""

import numpy as np
import pytest
import torch

from optim_core.base.errors import SpecError
from optim_core.descend import descend
from optim_core.descend.noise import gradient_noise
from optim_core.explain.microscope import step_view
from optim_core.export import surface_script
from optim_core.optimizers import SGD, Adam, RMSprop
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs import EqualBudgetRace, SurfaceRun, Sweep
from optim_core.surfaces import Booth, Quadratic, Rosenbrock, Slope
from optim_core.sweep import sweep
from optim_core.sweep.maps import MAPS_FORM
from optim_core.sweep.study import study_of

KINDS = ("gaussian", "student", "shift")
PAIR = (SGD(lr=1e-3), Adam(lr=0.02))
every_kind = pytest.mark.parametrize("kind", KINDS)


def race(kind: str, **more) -> SurfaceRun:
    given = {"surface": Quadratic(kappa=100), "optimizers": PAIR, "noise": 0.5, "steps": 60, "seed": 3}
    return SurfaceRun(**given | {"noise_kind": kind} | more)


def test_the_gaussian_draws_have_not_changed():
    drawn = 0.5 * torch.randn(61, 2, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    for path in descend(race("gaussian")):
        np.testing.assert_array_equal(path.noise, drawn)


def test_the_tails_are_student_s():
    """Of |t₃| in one coordinate: quantiles from its distribution function, by 10 000 draws of two."""
    run = race("student", steps=5_000, tail=3, noise=2.0)
    drawn = np.concatenate([gradient_noise(SurfaceRun(**vars(run) | {"seed": s})).draws for s in range(4)])
    share = np.abs(drawn) / 2
    assert np.quantile(share, [0.5, 0.9, 0.99]) == pytest.approx([0.7649, 2.3534, 5.8409], rel=0.06)
    length = np.linalg.norm(drawn, axis=1)
    far = drawn[length > np.quantile(length, 0.99)]
    angles = np.angle(far[:, 0] + 1j * far[:, 1], deg=True) % 90
    assert np.histogram(angles, bins=3, range=(0, 90))[0] == pytest.approx(np.full(3, len(far) / 3), rel=0.3)


def test_the_shift_is_the_gradient_at_a_shifted_point():
    run = race("shift", surface=Rosenbrock(), noise=0.05)
    draws = gradient_noise(run).draws
    for path in descend(run):
        leaf = (torch.tensor(path.xy) + draws).requires_grad_()
        (there,) = torch.autograd.grad(run.surface(leaf).sum(), leaf)
        np.testing.assert_allclose(path.grad + path.noise, there, rtol=1e-12, atol=1e-9)


def test_the_covariance_of_the_shift_is_that_of_the_curvature():
    steep = descend(race("shift", steps=5_000, optimizers=(SGD(lr=1e-4),)))[0].noise
    assert steep.std(axis=0) == pytest.approx([0.5, 50.0], rel=0.05)
    assert not descend(race("shift", surface=Slope()))[0].noise.any()


@every_kind
def test_draws_are_the_same_for_every_contender_and_begin_alike(kind):
    first, second = descend(race(kind))
    np.testing.assert_array_equal(first.noise[0], second.noise[0])
    assert first.noise[0].any()
    other = descend(race(kind, optimizers=PAIR[::-1]))[1]
    np.testing.assert_array_equal(first.xy, other.xy)


@every_kind
@pytest.mark.parametrize("surface", [Booth(), Rosenbrock()], ids=repr)
def test_the_microscope_is_exact(kind, surface):
    for path in descend(race(kind, surface=surface, optimizers=(*PAIR, RMSprop(lr=0.01, momentum=0.5)), noise=0.01)):
        assert all(step_view(path, step).exact for step in (1, 2, 30, 60))


@every_kind
def test_the_script_makes_the_same_noise(kind, capsys):
    run = race(kind, noise=0.05, tail=4)
    exec(compile(surface_script(run), "race.py", "exec"), {"__name__": "race"})  # our own source
    ends = [line.split() for line in capsys.readouterr().out.splitlines()]
    for path, words in zip(descend(run), ends, strict=True):
        assert float(words[-1].removeprefix("loss=")) == path.loss[-1]


def test_sweeps_and_equal_budget_races_accept_added_noise():
    spec = Sweep(surface=Booth(), optimizer=Adam(), axes={"lr": (0.01, 0.1)}, noise=0.3, noise_kind="student", tail=5)
    found = sweep(spec)
    for place in range(2):
        assert spec.run_at(place).tail == 5
        assert found.final_loss[place] == pytest.approx(descend(spec.run_at(place))[0].loss[-1], rel=1e-9)
    refused = r"must be in \{gaussian, student\}, got shift"
    with pytest.raises(SpecError, match=f"Sweep.noise_kind {refused}"):
        Sweep(surface=Booth(), optimizer=Adam(), axes={"lr": (0.1,)}, noise_kind="shift")
    with pytest.raises(SpecError, match=f"EqualBudgetRace.noise_kind {refused}"):
        EqualBudgetRace(surfaces=(Booth(),), optimizers=(Adam(),), noise_kind="shift")
    with pytest.raises(SpecError, match=f"Study.noise_kind {refused}"):
        study_of(race("shift"), {"lr": (0.01, 0.1)})
    kept, wrong = MAPS_FORM.clean({"surface": "Booth", "o1": "SGD", "noise_kind": "shift"})
    assert "noise_kind" not in kept
    assert [error.where for error in wrong] == ["noise_kind"]


def test_a_link_holds_kind_and_tail():
    query = write_surface_run(race("student", tail=7))
    assert query.items() >= {"noise": "0.5", "noise_kind": "student", "tail": "7", "seed": "3"}.items()
    assert read_surface_run(query) == race("student", tail=7)
    for entry in ({"noise_kind": "cauchy"}, {"tail": "0"}, {"tail": "2.5"}, {"tail": "nan"}):
        assert len(SURFACE_FORM.clean(query | entry)[1]) == 1
        with pytest.raises(SpecError, match=next(iter(entry))):
            read_surface_run(query | entry)
