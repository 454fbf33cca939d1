"""Failures within a race are part of its result: values that are not finite, and exceptions of an optimizer."""

import pickle
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
import pytest
import torch

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.base.failures import MAX_TEXT, failure_of
from optim_core.base.result import Failure, Status, fell_to_zero
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.explain.summary import surface_rows
from optim_core.explain.training_rows import model_rows
from optim_core.export import surface_script
from optim_core.export.model_script import model_script
from optim_core.figures import curves_alt, curves_figure, race_alt, race_figure
from optim_core.figures.maps.text import cell_text, panel_text
from optim_core.models import MLP, Linear
from optim_core.models.datasets import Chebyshev, Moons
from optim_core.models.datasets.chebyshev import chebyshev
from optim_core.optimizers import LBFGS, SGD, Adagrad, Adam, AdamW, Muon, RMSprop
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.shared_hypers import LearningRate
from optim_core.specs import ModelRun, ModelSweep, SurfaceRun, Sweep
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import Formula, Sphere
from optim_core.surfaces.grid import grid
from optim_core.sweep import sweep
from optim_core.sweep.maps import MapView
from optim_core.sweep.maps.chunks import merged
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import advance, begin, finished, logs, train
from tests.scripts import printed
from tests.strategies import Cliff
from ui.components.result_tables import status_text

WOLFE = LBFGS(line_search_fn="strong_wolfe")
WALL = Formula(text="x-log(x)+y^2")
"""A case where the line search of torch's L-BFGS makes a step of length 0 and then raises IndexError."""


class Breaking(torch.optim.SGD):
    """Raises a long message at step `at`, or in the constructor if `at` is 0."""

    def __init__(self, params, lr=0.1, at=3, error=ValueError):
        super().__init__(params, lr=lr)
        self.at, self.error = at, error
        self.param_groups[0]["done"] = 0
        if at == 0:
            raise self.error("not even made")

    def step(self, closure=None):
        super().step(closure)
        if self.counted() == self.at:
            raise self.error("line one\n" + 500 * "x")

    def counted(self):
        self.param_groups[0]["done"] += 1
        return self.param_groups[0]["done"]


class OutOfMemory(Breaking):
    """Raises an error of the machine."""

    def __init__(self, params, lr=0.1, at=3):
        super().__init__(params, lr, at, MemoryError)


class Spoiling(Breaking):
    """Sets its state to NaN at step `at`, after the step that creates the state."""

    def step(self, closure=None):
        (param,) = self.param_groups[0]["params"]
        self.state[param]["kept"] = torch.full_like(param, torch.inf if self.counted() >= self.at else 1.0)


@dataclass(frozen=True, kw_only=True)
class Breaks(AbstractOptimizer):
    torch_class: ClassVar = Breaking
    lr: LearningRate = 0.1
    at: Annotated[int, Whole("", 0, 100)] = 3


@dataclass(frozen=True, kw_only=True)
class RunsOut(Breaks):
    torch_class: ClassVar = OutOfMemory


@dataclass(frozen=True, kw_only=True)
class Spoils(Breaks):
    torch_class: ClassVar = Spoiling


@dataclass(frozen=True, kw_only=True)
class Steep(Chebyshev):
    """Inputs up to 10⁴ and targets of 10¹⁸: losses are numbers in single precision, squares of gradients are not."""

    load: ClassVar = staticmethod(
        lambda samples: tuple(part * (1e18 if part.dim() == 1 else 1e4) for part in chebyshev(samples))
    )


def race(surface, *optimizers, start=(1.0, 1.0), steps=20, **given):
    return descend(SurfaceRun(surface=surface, optimizers=optimizers, start=start, steps=steps, **given), 600.0)


def test_a_coordinate_that_is_not_finite_ends_a_run_while_its_loss_is():
    adam, sgd = race(Formula(text="x^2"), Adam(lr=0.1, eps=0), SGD())
    assert (adam.status, adam.stopped_at, adam.steps) == (Status.NOT_FINITE, 1, 0)
    assert np.isfinite(adam.xy).all()
    assert adam.failure is None
    assert (sgd.status, sgd.steps) == (Status.RUNNING, 20)
    assert [
        row.rank for row in surface_rows(SurfaceRun(surface=Sphere(), optimizers=(Adam(), SGD())), (adam, sgd), 0.1)
    ] == [
        None,
        1,
    ]


@pytest.mark.parametrize("optimizer", [Adam(lr=0.1), AdamW(lr=0.1), RMSprop(), RMSprop(centered=True), Adagrad()])
@pytest.mark.parametrize("steepness", ["1e155", "1e154", "5e153", "1e200"])
def test_a_state_that_is_not_finite_ends_a_run_at_its_step_also_in_a_sweep(optimizer, steepness):
    """The square of the gradient overflows, and the optimizer divides by it in all later steps."""
    surface = Formula(text=f"{steepness}*x+y^2")
    spec = Sweep(surface=surface, optimizer=optimizer, axes={"lr": [1e-9, 1e-7]}, start=(1.0, 1.0), steps=40)
    found = sweep(spec, 600.0)
    ends = []
    for index in np.ndindex(spec.shape):
        (path,) = descend(spec.run_at(*index), 600.0)
        assert found.status[index] is path.status
        assert found.stopped_at[index] == (-1 if path.stopped_at is None else path.stopped_at)
        np.testing.assert_allclose(found.final_xy[index], path.xy[-1], rtol=1e-12)
        assert all(np.isfinite(state).all() for state in path.state.values())
        ends.append(path.status)
    assert Status.NOT_FINITE in ends or steepness != "1e155"


@pytest.mark.parametrize("at", [1, 2, 7])
def test_the_state_of_a_class_without_a_rule_is_checked_too(at):
    """Also if it replaces its state tensors at each step."""
    (path,) = race(Sphere(), Spoils(at=at))
    assert (path.status, path.stopped_at, path.steps) == (Status.NOT_FINITE, at, at - 1)
    found = sweep(Sweep(surface=Sphere(), optimizer=Spoils(), axes={"at": [at, 100]}, steps=20), 600.0)
    assert found.status.tolist() == [Status.NOT_FINITE, Status.RUNNING]
    assert found.stopped_at.tolist() == [at, -1]


def test_an_exception_ends_one_optimizer_and_the_others_continue():
    wolfe, sgd = race(WALL, WOLFE, SGD(), start=(5.0, 1.0))
    assert (wolfe.status, wolfe.stopped_at, wolfe.steps) == (Status.FAILED, 1, 0)
    assert wolfe.failure == Failure("IndexError", "list index out of range")
    assert str(wolfe.failure) == "IndexError: list index out of range"
    assert (sgd.status, sgd.steps) == (Status.RUNNING, 20)
    assert pickle.loads(pickle.dumps(wolfe)).failure == wolfe.failure


@pytest.mark.parametrize("at", [0, 1, 2, 20])
def test_a_failed_run_has_the_points_before_the_failure(at):
    failed, whole = race(Sphere(), Breaks(at=at), Breaks(at=100))
    assert (failed.status, failed.stopped_at, failed.steps) == (Status.FAILED, at, max(at - 1, 0))
    np.testing.assert_array_equal(failed.xy, whole.xy[: failed.steps + 1])
    assert failed.failure.kind == "ValueError"
    assert "\n" not in failed.failure.text
    assert len(failed.failure.text) <= MAX_TEXT
    rows = surface_rows(
        SurfaceRun(surface=Sphere(), optimizers=(failed.optimizer, whole.optimizer)), (failed, whole), 0.1
    )
    assert [row.rank for row in rows] == [None, 1]
    assert rows[0].failure == failed.failure


def test_a_sweep_keeps_all_its_other_cells():
    axes = {"start.x": [1.5, 5.0, 6.0]}
    found = sweep(Sweep(surface=WALL, optimizer=WOLFE, axes=axes, start=(5.0, 1.0), steps=20), 600.0)
    assert found.status.tolist() == [Status.RUNNING, Status.FAILED, Status.FAILED]
    assert found.stopped_at.tolist() == [-1, 1, 1]
    assert found.final_xy[1:].tolist() == [[5.0, 1.0], [6.0, 1.0]]
    made = sweep(Sweep(surface=Sphere(), optimizer=Breaks(), axes={"at": [0, 3, 90]}, steps=80), 600.0)
    assert made.status.tolist() == [Status.FAILED, Status.FAILED, Status.CONVERGED]
    assert made.nearest_minimum.tolist() == [-1, -1, 0]


def test_a_start_without_a_value_is_an_error_even_if_no_optimizer_can_be_constructed():
    with pytest.raises(SpecError, match="start"):
        race(Cliff(), Breaks(at=0), start=(-1.0, 0.0))


def test_memory_that_has_run_out_is_no_result():
    with pytest.raises(MemoryError):
        race(Sphere(), RunsOut(at=2))
    with pytest.raises(torch.OutOfMemoryError):
        failure_of(torch.OutOfMemoryError("no room"))


def test_the_script_prints_a_failure_and_continues(tmp_path):
    run = SurfaceRun(surface=WALL, optimizers=(WOLFE, SGD()), start=(5.0, 1.0), steps=20)
    failed, going = printed(surface_script(run), tmp_path)
    assert failed.endswith(
        "step=0 x=5.0 y=1.0 loss=4.3905620875658995 failed at step 1: IndexError: list index out of range"
    )
    assert "step=20" in going
    assert "failed" not in going


def test_the_script_ends_where_a_coordinate_or_a_state_is_not_finite(tmp_path):
    for text, optimizer in (("x^2", Adam(lr=0.1, eps=0)), ("1e155*x+y^2", Adam(lr=0.1))):
        run = SurfaceRun(surface=Formula(text=text), optimizers=(optimizer,), start=(1.0, 1.0), steps=40)
        (path,) = descend(run, 600.0)
        assert path.status is Status.NOT_FINITE
        (line,) = printed(surface_script(run), tmp_path)
        assert f"step={path.steps} x={path.xy[-1, 0].item()!r}" in line


@pytest.mark.parametrize("optimizer", [SGD(lr=1e-10), Adam(lr=1e-10), LBFGS(lr=1e-10)])
@pytest.mark.parametrize("text", ["1e155*x+y^2", "1e-170*(x+y)", "1e-320*(x+y)", "1e200*(x-y)", "x"])
def test_a_gradient_that_has_not_fallen_has_not_converged(text, optimizer):
    """Also if the square of the gradient overflows or underflows."""
    surface = Formula(text=text)
    (path,) = race(surface, optimizer)
    assert path.status is not Status.CONVERGED
    axes = {"lr": [optimizer.lr]}
    assert (
        sweep(Sweep(surface=surface, optimizer=optimizer, axes=axes, start=(1.0, 1.0), steps=20), 600.0).status[0]
        is path.status
    )


@pytest.mark.parametrize("scale", [1e-310, 1e-170, 1.0, 1e155, 1e308])
def test_a_gradient_has_fallen_by_the_same_share_at_any_scale(scale):
    first = np.array([scale, -scale])
    for share, expected in ((0.0, True), (0.9e-6, True), (1.1e-6, False), (1.0, False)):
        assert fell_to_zero(first, share * first).item() is expected
    assert fell_to_zero(np.zeros(2), np.zeros(2))
    assert not fell_to_zero(np.zeros(2), first)


def test_a_start_at_a_minimum_stays_converged():
    for optimizer in (SGD(), Adam()):
        (path,) = race(Sphere(), optimizer, start=(0.0, 0.0))
        assert path.status is Status.CONVERGED
        found = sweep(
            Sweep(surface=Sphere(), optimizer=optimizer, axes={"lr": [0.1]}, start=(0.0, 0.0), steps=20), 600.0
        )
        assert found.status[0] is Status.CONVERGED


@pytest.mark.parametrize("language", ["en", "ko"])
def test_texts_and_marks_distinguish_failure_and_divergence(language):
    t, view = load(language), SurfaceView()
    run = SurfaceRun(surface=Sphere(), optimizers=(Breaks(at=3), SGD()), start=(1.0, 1.0), steps=20)
    paths = descend(run, 600.0)
    for alt in (race_alt(run, paths, view, t), curves_alt(run, paths, view, t)):
        assert str(paths[0].failure) in alt
        assert t("figure.alt.stops", name="Breaks", step=3) not in alt
    picture = race_figure(run, grid(run.surface, 21), paths, view, t, (0, 1))
    for drawing in (picture, curves_figure(run, paths, view, t, (0, 1))):
        words = " ".join(annotation.text for annotation in drawing.layout.annotations)
        assert t("figure.failed_at", step=3) in words
    assert t("status.failed", step=3) in status_text(paths[0].status, 3, t)
    spec = Sweep(surface=Sphere(), optimizer=Breaks(), axes={"lr": [0.1, 0.2], "at": [3, 50]}, steps=20)
    cells = merged(spec, [sweep(spec, 600.0)], 0.1)
    assert t("figure.map.failed_at", step=3) in cell_text(cells, (0, 0), MapView(), t)
    assert t("figure.map.failed_share", share="50") in panel_text(cells, MapView(), t)
    assert t("figure.map.diverged_share", share="50") not in panel_text(cells, MapView(), t)
    assert cells.best("final_loss") in ((0, 1), (1, 1))


TRAINING = ModelRun(
    dataset=Moons(samples=60),
    model=MLP(width=6),
    optimizers=(Breaks(at=5), SGD(lr=0.1)),
    epochs=4,
    batch_size=20,
    seeds=2,
)


@pytest.mark.parametrize("at", [0, 1, 2, 3, 5])
def test_an_exception_ends_only_the_networks_of_its_optimizer(at):
    """Also if the training is divided into segments."""
    run = replace(TRAINING, optimizers=(Breaks(at=at), SGD(lr=0.1)))
    checkpoint = begin(run)
    while not finished(run, checkpoint):
        checkpoint = advance(run, checkpoint, 0.0 if at == 5 else 600.0)
    found, whole = logs(run, checkpoint), train(replace(run, optimizers=(SGD(lr=0.1), SGD(lr=0.1))), 600.0)
    for log, other in zip(found[:2], whole[:2], strict=True):
        assert (log.status, log.stopped_at) == (Status.FAILED, at)
        assert log.failure.kind == "ValueError"
        np.testing.assert_array_equal(log.loss, other.loss[: max(at - 1, 0)])
        assert len(log.test_loss) == 1 + max(at - 1, 0) // run.steps_per_epoch
        assert not len(log.weights_at) or log.weights_at[-1] < max(at, 1)
    for log, other in zip(found[2:], whole[2:], strict=True):
        assert log.status is Status.RUNNING
        assert log.failure is None
        np.testing.assert_array_equal(log.weights, other.weights)
    failed, going = model_rows(found)
    assert (failed.rank, going.rank) == (None, 1)
    assert failed.failure == found[0].failure


def test_a_map_of_trainings_keeps_all_its_other_cells():
    spec = ModelSweep(
        dataset=TRAINING.dataset,
        model=TRAINING.model,
        optimizer=Breaks(),
        axes={"at": [0, 5, 50]},
        epochs=4,
        batch_size=20,
    )
    found = model_sweep(spec, 600.0)
    assert found.status.tolist() == [Status.FAILED, Status.FAILED, Status.RUNNING]
    assert found.stopped_at.tolist() == [0, 5, -1]


def test_the_script_of_a_training_prints_a_failure_and_continues(tmp_path):
    run = replace(TRAINING, optimizers=(Muon(lr=0.1, weight_decay=0.0), SGD(lr=0.1)))
    script = model_script(run).replace("torch.optim.Muon(", "broken(")
    script = script.replace(
        "def train(", "def broken(*given, **options):\n    raise KeyError('gone')\n\n\ndef train(", 1
    )
    lines = printed(script, tmp_path)
    assert [line.endswith(" failed at step 0: KeyError: 'gone'") for line in lines] == [True, True, False, False]


@pytest.mark.parametrize("optimizer", [Adam(lr=1e-3), SGD(lr=1e-3, momentum=0.9)])
def test_a_weight_or_a_state_that_is_not_finite_ends_a_training(optimizer):
    """The square of a large gradient overflows in float32: Adam would not move and would look finite."""
    steep = replace(TRAINING, dataset=Steep(), model=Linear(), optimizers=(optimizer,), seeds=1)
    (log,) = train(steep, 600.0)
    spec = ModelSweep(
        dataset=steep.dataset,
        model=steep.model,
        optimizer=optimizer,
        axes={"lr": [optimizer.lr]},
        epochs=4,
        batch_size=20,
    )
    found = model_sweep(spec, 600.0)
    assert log.status is found.status[0]
    assert (log.stopped_at or -1) == found.stopped_at[0]
    assert log.status.diverged
