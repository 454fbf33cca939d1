"""L-BFGS, which asks for the loss as often as it likes; torch's own class is the judge."""

import pickle
import re
import time
from dataclasses import replace

import numpy as np
import pytest
import torch

from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.explain.microscope import step_view
from optim_core.explain.optimizer_state import optimizer_state
from optim_core.explain.training_rows import model_rows
from optim_core.export import surface_script
from optim_core.export.model_script import model_script
from optim_core.figures import training_alt, training_figure
from optim_core.figures.training.curves import BESIDE
from optim_core.models import MLP, Embedding, MatrixFactorisation
from optim_core.models.datasets import Digits, Moons, Ratings, Words
from optim_core.optimizers import SGD
from optim_core.optimizers.lbfgs import LBFGS
from optim_core.specs import ModelRun, SurfaceRun, Sweep
from optim_core.specs.metrics import steps_to
from optim_core.specs.results import Trajectory, by_contender
from optim_core.specs.views import ModelView
from optim_core.surfaces import Himmelblau, Rosenbrock
from optim_core.sweep import sweep
from optim_core.train import advance, begin, finished, logs, train
from optim_core.train.functions import batches
from tests.clock import idle_seconds
from tests.scripts import printed

SETTINGS = (
    LBFGS(max_iter=1),
    LBFGS(lr=0.5, max_iter=4, history_size=2),
    LBFGS(line_search_fn="strong_wolfe", max_iter=3, tolerance_grad=1e-3),
    LBFGS(max_iter=1, line_search_fn="strong_wolfe", max_eval=25),
)


def path(optimizer: LBFGS, **run) -> Trajectory:
    given = {"surface": Rosenbrock(), "start": (-1.2, 1.0), "steps": 30} | run
    return descend(SurfaceRun(optimizers=(optimizer,), **given))[0]


def by_hand(optimizer: LBFGS, steps: int, noise: torch.Tensor) -> tuple[np.ndarray, list[int]]:
    """The points of a torch loop and how often its closure was called in all, after each step."""
    p = torch.nn.Parameter(torch.tensor([-1.2, 1.0], dtype=torch.float64))
    names = ("lr", "max_iter", "tolerance_grad", "tolerance_change", "history_size")
    given = {name: getattr(optimizer, name) for name in names} | {
        "max_eval": optimizer.max_eval if optimizer.max_eval else None,
        "line_search_fn": {"none": None, "strong_wolfe": "strong_wolfe"}[optimizer.line_search_fn],
    }
    real, points, counts, count = torch.optim.LBFGS([p], **given), [p.tolist()], [0], 0
    for draw in noise[:steps]:

        def closure(draw=draw):
            nonlocal count
            count += 1
            real.zero_grad()
            loss = (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2 + draw @ p
            loss.backward()
            return loss

        real.step(closure)
        points.append(p.tolist())
        counts.append(count)
    return np.array(points), counts


@pytest.mark.parametrize("optimizer", SETTINGS, ids=repr)
@pytest.mark.parametrize("noise", [0.0, 0.01])
def test_a_race_makes_torchs_steps_and_counts_its_evaluations(optimizer, noise):
    found = path(optimizer, steps=12, noise=noise, seed=4)
    points, counts = by_hand(optimizer, 12, torch.from_numpy(found.noise.copy()))
    assert found.evaluations.tolist() == counts
    np.testing.assert_allclose(found.xy, points, rtol=1e-6)  # the order of a sum's rounding is magnified on the way


def test_it_needs_61_steps_of_one_evaluation_each():
    """Fact 19."""
    found = path(LBFGS(max_iter=1), steps=61)
    assert found.evaluations.tolist() == list(range(62))
    assert found.loss[60] >= 1e-10 > found.loss[61]
    assert found.loss.max() > 1e7, "it shoots far off and comes back, which is no divergence"


def test_strong_wolfe_with_one_iteration_moves_only_with_more_evaluations():
    still = path(LBFGS(max_iter=1, line_search_fn="strong_wolfe"))
    assert (still.xy == still.xy[0]).all()
    assert path(LBFGS(max_iter=1, line_search_fn="strong_wolfe", max_eval=25), steps=60).loss[-1] < 1e-8


def test_a_long_step_does_not_outlive_the_budget():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(LBFGS(max_iter=100),), noise=1.0, steps=5_000)
    start = time.monotonic()
    (cut,) = descend(run, seconds=0.2)
    assert time.monotonic() - start < idle_seconds(1.0)
    assert (cut.status, cut.stopped_at) == (Status.OUT_OF_TIME, cut.steps)
    assert len(cut.loss) == len(cut.evaluations)


def test_every_cell_of_a_map_is_its_race():
    spec = Sweep(surface=Himmelblau(), optimizer=LBFGS(), axes={"lr": [0.01, 1.0], "max_iter": [1, 5]}, steps=10)
    found = sweep(spec)
    for index in np.ndindex(spec.shape):
        (one,) = descend(spec.run_at(*index))
        assert found.status[index] is one.status
        assert found.final_loss[index] == one.loss[-1]
        assert found.final_xy[index].tolist() == one.xy[-1].tolist()
        reached = steps_to(one, spec.surface, 0.01)
        assert found.steps_to(0.01)[index] == (-1 if reached is None else reached)


def test_cells_that_time_does_not_suffice_for_say_so():
    axes = {"start.x": np.linspace(-4, 4, 30).tolist(), "start.y": np.linspace(-4, 4, 30).tolist()}
    spec = Sweep(surface=Himmelblau(), optimizer=LBFGS(max_iter=1), axes=axes, steps=5_000)
    start = time.monotonic()
    found = sweep(spec, seconds=0.5)
    assert time.monotonic() - start < idle_seconds(2.0)
    assert (found.status == Status.OUT_OF_TIME).all()
    assert np.isfinite(found.final_loss).all()


def test_a_state_without_a_rule_is_torchs_own():
    found = path(LBFGS(max_iter=1), steps=10)
    step = np.diff(found.xy, axis=0)
    np.testing.assert_allclose(found.state["d"][1:] * found.state["t"][1:], step, rtol=1e-12)


def test_without_a_rule_only_what_was_seen_is_shown():
    found = path(LBFGS(max_iter=1), steps=10, noise=0.1)
    view, last = step_view(found, 3), step_view(found, 10)
    assert (view.equations, view.deviation, view.exact, view.divisor) == ((), None, False, None)
    assert [one.name for one in view.quantities] == ["gradient", "noise", "d", "t", "H_diag", "update", "theta"]
    assert view.landing.tolist() == found.xy[4].tolist()
    assert last.landing is None
    assert step_view(found, 1).quantities[2].before is None
    assert list(optimizer_state(found).series) == ["d", "t", "H_diag"]


def test_a_diagnosis_goes_by_the_path_alone():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=SETTINGS, start=(-1.2, 1.0), steps=25)
    said = diagnose(run, descend(run))
    assert "zigzag" in {finding.key for finding in said[0]}
    by_rule = {"stable", "unstable", "brief", "timid", "uneven", "shrunk", "jump", "diverged_limit"}
    assert not by_rule & {finding.key for each in said for finding in each}


def model_run(**others) -> ModelRun:
    given = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 3, "batch_size": 32, "seeds": 2} | others
    return ModelRun(**({"optimizers": (LBFGS(lr=0.5, max_iter=4), SGD(lr=0.1))} | given))


@pytest.mark.parametrize("optimizer", [LBFGS(lr=0.5, max_iter=4), LBFGS(line_search_fn="strong_wolfe", max_iter=3)])
def test_each_network_trains_by_closures_over_its_own_batches(optimizer):
    run = model_run(optimizers=(SGD(lr=0.1), optimizer), epochs=2)
    data, task = run.dataset.split(), run.dataset.task
    for log in train(run)[2:]:
        torch.manual_seed(log.seed)
        model, losses, counts = run.model.build(run.dataset.inputs, run.dataset.outputs), [], [0]
        real = torch.optim.LBFGS(model.parameters(), **optimizer.torch_kwargs())
        for epoch in range(1, run.epochs + 1):
            for batch in batches(len(data.train_y), run.batch_size, log.seed, epoch):

                def closure(batch=batch, real=real, model=model, counts=counts):
                    counts[-1] += 1
                    real.zero_grad()
                    loss = task.loss(model(data.train_x[batch]), data.train_y[batch])
                    loss.backward()
                    return loss

                counts.append(counts[-1])
                losses.append(real.step(closure).item())
        # the last bits are others where a whole batch of networks is multiplied at once, and secants magnify them
        np.testing.assert_allclose(log.loss, losses, rtol=1e-4)
        assert log.evaluations.tolist() == counts


def test_chunks_of_a_training_give_the_same_bits():
    run = model_run(optimizers=(LBFGS(line_search_fn="strong_wolfe", max_iter=3), LBFGS(max_iter=2, history_size=3)))
    cut = begin(run)
    while not finished(run, cut):
        cut = advance(run, pickle.loads(pickle.dumps(cut)), 0.0)
    for log, other in zip(train(run), logs(run, cut), strict=True):
        np.testing.assert_array_equal(log.loss, other.loss, strict=True)
        np.testing.assert_array_equal(log.weights, other.weights, strict=True)
        np.testing.assert_array_equal(log.evaluations, other.evaluations, strict=True)


def test_a_training_may_be_drawn_and_told_by_the_evaluation():
    run = model_run()
    trained, t = train(run), load("en")
    counts = np.mean([log.evaluations for log in trained[:2]], axis=0)
    assert counts[-1] > run.steps
    row, other = model_rows(trained)
    assert (row.evaluations, row.uses_closure) == (counts[-1], True)
    assert (other.evaluations, other.uses_closure) == (run.steps, False)
    view = ModelView(measure="loss", by="evaluation")
    drawn = training_figure(run, by_contender(trained, run.seeds), view, t, (0, 1))
    assert drawn.layout.xaxis.range == (-BESIDE * counts[-1], (1 + BESIDE) * counts[-1])
    of_steps, of_epochs = (next(one for one in drawn.data if one.meta["role"] == role) for role in ("train", "test"))
    np.testing.assert_allclose(of_steps.x, counts[:-1])
    np.testing.assert_allclose(of_epochs.x, counts[:: run.steps_per_epoch])
    most = max(log.evaluations[-1] for log in trained)
    assert f"up to {most} evaluations" in training_alt(run, by_contender(trained, run.seeds), view, t)


def test_histories_of_large_models_have_a_limit():
    large = {"dataset": Digits(), "model": MLP(width=128), "seeds": 16, "optimizers": (LBFGS(), LBFGS(lr=0.5))}
    with pytest.raises(SpecError, match=r"^ModelRun\.optimizers: .*history_size"):
        model_run(**large)
    model_run(**large | {"optimizers": (LBFGS(history_size=10),)})


def test_updates_that_would_hold_up_everyone_are_refused():
    with pytest.raises(SpecError, match=r"^ModelRun\.optimizers: .*max_iter"):
        model_run(seeds=16, optimizers=(LBFGS(max_iter=100, history_size=1),))
    model_run(seeds=16, optimizers=(LBFGS(max_iter=40, history_size=1),))


@pytest.mark.parametrize(("dataset", "model"), [(Words(), Embedding()), (Ratings(), MatrixFactorisation())])
def test_models_of_tables_train_too(dataset, model):
    (log,) = train(
        model_run(dataset=dataset, model=model, seeds=1, epochs=1, batch_size=512, optimizers=(LBFGS(max_iter=2),))
    )
    assert log.status is Status.RUNNING


def test_a_network_that_diverges_says_so_and_the_others_go_on():
    wild = LBFGS(lr=1e3, line_search_fn="none", max_iter=2)
    wilder = replace(wild, line_search_fn="strong_wolfe")
    statuses = [log.status for log in train(model_run(optimizers=(wild, SGD(lr=0.1), wilder), seeds=1))]
    assert statuses[0].diverged
    assert statuses[1] is Status.RUNNING


def numbers(script: str, folder, pattern: str) -> list[tuple[str, ...]]:
    return [re.fullmatch(pattern, line).groups() for line in printed(script, folder)]


@pytest.mark.parametrize("kind", ["gaussian", "shift"])
def test_a_surface_script_prints_the_apps_numbers(kind, tmp_path):
    few = (LBFGS(max_iter=1), SGD(lr=1e-4), LBFGS(line_search_fn="strong_wolfe", max_iter=3))
    run = SurfaceRun(surface=Rosenbrock(), optimizers=few, noise=0.05, noise_kind=kind, start=(-1.2, 1.0), steps=40)
    found = numbers(surface_script(run), tmp_path, r".*: step=(\S+) x=(\S+) y=(\S+) loss=(\S+)")
    expected = [[one.steps, *one.xy[-1].tolist(), float(one.loss[-1])] for one in descend(run)]
    assert [[float(text) for text in line] for line in found] == expected


def test_a_model_script_prints_the_apps_numbers(tmp_path):
    run = model_run(epochs=2)
    found = numbers(model_script(run), tmp_path, r".* loss=(\S+) test_score=(\S+)")
    for (loss, score), log in zip(found, train(run), strict=True):
        assert float(loss) == pytest.approx(log.train_loss[-1], rel=1e-4)
        assert float(score) == pytest.approx(log.test_score[-1])
