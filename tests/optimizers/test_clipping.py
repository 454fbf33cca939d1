"""Clipped gradients: torch's own functions in races and trainings, and the same in all that follows the rules."""

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.explain.microscope import step_view
from optim_core.explain.step_quantities import effective_lr, quantities
from optim_core.export import surface_script
from optim_core.export.model_script import model_script
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import LBFGS, OPTIMIZERS, SGD, Adam, Composed, Muon, SparseAdam
from optim_core.optimizers.clipping import CLIPS, ClipGradNorm, ClipGradValue
from optim_core.optimizers.labels import labels
from optim_core.optimizers.schedules import StepLR
from optim_core.permalink import read_model_run, read_surface_run, write_model_run, write_surface_run
from optim_core.specs import Axis, ModelRun, ModelSweep, SurfaceRun, Sweep
from optim_core.surfaces import Himmelblau, Rosenbrock, Sphere
from optim_core.sweep import sweep
from optim_core.sweep.model_sweep import model_sweep
from optim_core.sweep.study import Study, StudyContender, read_study, study_toml
from optim_core.train import advance, begin, finished, logs, train
from optim_core.train.functions import batches
from tests.quick import examples
from tests.scripts import printed

STEPS = 40
NORM, VALUE = ClipGradNorm(max_norm=0.5), ClipGradValue(clip_value=0.2)
CLIPPED = [cls for cls in OPTIMIZERS if cls.unclippable() is None]
each_clip = pytest.mark.parametrize("clip", [NORM, VALUE], ids=lambda clip: type(clip).__name__)
on_surfaces = pytest.mark.parametrize(
    "cls", [cls for cls in CLIPPED if not cls.param_requirement], ids=lambda cls: cls.__name__
)


def by_torch(clip, params) -> None:
    """torch's function, written down independently of `clip`."""
    if isinstance(clip, ClipGradNorm):
        torch.nn.utils.clip_grad_norm_(params, clip.max_norm)
    else:
        torch.nn.utils.clip_grad_value_(params, clip.clip_value)


@each_clip
@examples(200)
@given(
    grad=st.lists(st.floats(-1e9, 1e9) | st.sampled_from((0.0, 1e-300, 1e200)), min_size=1, max_size=5),
    limit=st.floats(1e-6, 1e6),
    dtype=st.sampled_from((torch.float32, torch.float64)),
)
def test_a_row_is_clipped_as_torch_does_to_the_last_bit(clip, grad, limit, dtype):
    clip = replace(clip, **{clip.limit_name: limit})
    param = torch.nn.Parameter(torch.zeros(len(grad), dtype=dtype))
    param.grad = torch.tensor(grad, dtype=dtype)
    if not torch.isfinite(param.grad).all():
        return
    rows = clip.clipped(torch.stack([param.grad, 2 * param.grad]), clip.limit)
    by_torch(clip, [param])
    torch.testing.assert_close(rows[0], param.grad, rtol=0, atol=0, equal_nan=True)


@on_surfaces
@each_clip
def test_a_race_is_torchs_loop_with_torchs_function_to_the_last_bit(cls, clip):
    spec = cls(lr=0.01, clip=clip)
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(spec, cls(lr=0.01)), steps=STEPS, noise=0.1)
    path, free = descend(run)
    param = torch.nn.Parameter(torch.tensor(run.start, dtype=torch.float64))
    optimizer, losses = spec.build([param]), []
    for step in range(path.steps):
        optimizer.zero_grad()
        loss = run.surface(param)
        loss.backward()
        losses.append(loss.item())
        param.grad += torch.tensor(path.noise[step])
        by_torch(clip, [param])
        spec.apply_schedule(optimizer, step + 1, losses[-1])
        optimizer.step()
    np.testing.assert_array_equal(path.loss[:-1], losses)
    np.testing.assert_array_equal(path.xy[-1], param.detach())
    np.testing.assert_array_equal(path.grad[0], free.grad[0])  # the recorded gradient is the surface's own


@on_surfaces
@each_clip
def test_the_microscope_shows_the_clipped_gradient(cls, clip):
    spec = cls(lr=0.01, clip=clip)
    (path,) = descend(SurfaceRun(surface=Rosenbrock(), optimizers=spec, steps=STEPS, noise=0.1))
    for step in (1, 2, path.steps):
        view, noisy = step_view(path, step), path.grad[step - 1] + path.noise[step - 1]
        assert view.exact or cls.rule is None, view.deviation
        param = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
        param.grad = torch.tensor(noisy)
        by_torch(clip, [param])
        np.testing.assert_allclose(view.gradient, param.grad, rtol=1e-12)
        row = next(row for row in view.quantities if row.name == "clipped")
        np.testing.assert_array_equal(row.value, view.gradient)
        if cls.rule:
            assert view.equations[0].symbol == r"\bar g_t"
            assert not any("nabla" in line.formula for line in view.equations[1:])


def test_what_clipping_takes_away_is_taken_from_the_effective_lr():
    (path,) = descend(SurfaceRun(surface=Rosenbrock(), optimizers=SGD(lr=0.01, clip=NORM), steps=STEPS))
    for step in (1, 20):
        norm = np.hypot(*path.grad[step - 1])
        expected = 0.01 * min(1.0, 0.5 / (norm + 1e-6))
        np.testing.assert_allclose(effective_lr(path, step, quantities(path, step)), expected, rtol=1e-12)


@each_clip
def test_lanes_of_a_sweep_clip_as_races_do(clip):
    for spec in (SGD(momentum=0.5, clip=clip), Adam(clip=clip), Composed(clip=clip)):
        rates = (0.001, 0.01, 0.1)
        result = sweep(Sweep(surface=Rosenbrock(), optimizer=spec, axes={"lr": rates}, steps=STEPS))
        paths = descend(
            SurfaceRun(surface=Rosenbrock(), optimizers=tuple(replace(spec, lr=lr) for lr in rates), steps=STEPS)
        )
        np.testing.assert_allclose(result.final_loss, [path.loss[-1] for path in paths], rtol=1e-9)


def training(*optimizers, **more) -> ModelRun:
    given = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 4, "batch_size": 20} | more
    return ModelRun(optimizers=optimizers, **given)


@pytest.mark.parametrize("clip", [ClipGradNorm(max_norm=0.05), ClipGradValue(clip_value=0.01)], ids=repr)
@pytest.mark.parametrize("cls", [SGD, Adam, Muon], ids=lambda cls: cls.__name__)
def test_a_training_is_torchs_loop_with_the_norm_over_all_parameters_of_a_network(cls, clip):
    spec = cls(lr=0.05, clip=clip)
    run = training(spec, seeds=2)
    found, data, task = train(run), run.dataset.split(), run.dataset.task
    torch.manual_seed(1)
    model = run.model.build(run.dataset.inputs, run.dataset.outputs)
    matrices = [param for param in model.parameters() if param.dim() == 2]
    parts = [spec.build(matrices if cls is Muon else list(model.parameters()))]
    if spec.fallback_optimizer:
        parts.append(spec.fallback_optimizer.build([param for param in model.parameters() if param.dim() != 2]))
    losses = []
    for epoch in range(1, 5):
        for batch in batches(len(data.train_y), 20, 1, epoch):
            model.zero_grad()
            loss = task.loss(model(data.train_x[batch]), data.train_y[batch])
            loss.backward()
            losses.append(loss.item())
            by_torch(clip, list(model.parameters()))
            for part in parts:
                part.step()
    # as in test_matrices.py, where Muon's bfloat16 amplifies the last bit
    np.testing.assert_allclose(found[1].loss, losses, rtol=1e-3 if cls is Muon else 1e-5)
    assert np.linalg.norm(found[0].grad_norm[0]) > 0.2  # recorded before clipping
    (free,) = train(training(replace(spec, clip=None)))
    assert not np.allclose(found[0].loss, free.loss)


def test_however_a_clipped_training_is_cut_it_is_the_same_to_the_last_bit():
    run = training(SGD(lr=0.1, momentum=0.9, clip=NORM, schedule=StepLR(step_size=5)), Adam(clip=VALUE), seeds=2)
    cut = begin(run)
    while not finished(run, cut):
        cut = advance(run, cut, 0.0)
    for whole, pieced in zip(train(run), logs(run, cut), strict=True):
        np.testing.assert_array_equal(whole.loss, pieced.loss)


@each_clip
def test_lanes_of_a_model_sweep_clip_as_trainings_do(clip):
    spec, rates = SGD(momentum=0.5, clip=replace(clip, **{clip.limit_name: 0.02})), (0.01, 0.1)
    settings = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 3, "batch_size": 20}
    result = model_sweep(ModelSweep(optimizer=spec, axes={"lr": rates}, **settings))
    trained = train(ModelRun(optimizers=tuple(replace(spec, lr=lr) for lr in rates), **settings))
    np.testing.assert_allclose(result.final_loss, [log.train_loss[-1] for log in trained], rtol=1e-5)


def test_scripts_print_the_apps_numbers(tmp_path):
    race = SurfaceRun(
        surface=Rosenbrock(),
        optimizers=(SGD(lr=0.01, clip=NORM), Adam(lr=0.05, clip=VALUE, schedule=StepLR()), SGD(lr=1e-3)),
        steps=STEPS,
        noise=0.1,
    )
    lines = printed(surface_script(race), tmp_path)
    found = [list(map(float, re.findall(r"=(-?[\d.e-]+)", line)))[-1] for line in lines]
    assert found == [path.loss[-1] for path in descend(race)]
    run = training(SGD(lr=0.1, clip=ClipGradNorm(max_norm=0.05)), Muon(clip=ClipGradNorm(max_norm=0.05)))
    script = model_script(run)
    assert "for part in optimizer.parts for group in part.param_groups" in script
    for line, log in zip(printed(script, tmp_path), train(run), strict=True):
        assert float(re.search(r"loss=([\d.e-]+)", line)[1]) == pytest.approx(log.train_loss[-1], rel=1e-3)


def test_a_link_a_label_and_a_study_file_name_the_clipping():
    run = SurfaceRun(surface=Sphere(), optimizers=(SGD(clip=NORM), SGD(clip=VALUE), SGD(), Adam(clip=ClipGradNorm())))
    query = write_surface_run(run)
    assert query["o1.clip"] == "ClipGradNorm"
    assert query["o1.clip.max_norm"] == "0.5"
    assert "o4.clip.max_norm" not in query
    assert repr(read_surface_run(query)) == repr(run)
    trained = training(*run.optimizers)
    assert repr(read_model_run(write_model_run(trained))) == repr(trained)
    assert labels(run.optimizers) == ("SGD ClipGradNorm", "SGD ClipGradValue", "SGD", "Adam")
    assert labels([SGD(clip=NORM), SGD(clip=ClipGradNorm())]) == (
        "SGD ClipGradNorm max_norm 0.5",
        "SGD ClipGradNorm max_norm 1",
    )
    contender = StudyContender(optimizer=SGD(clip=NORM), axes=(Axis("lr", (0.1, 0.2)),))
    study = Study(base=replace(run, optimizers=(SGD(clip=NORM),)), contenders=(contender,), seeds=(0,))
    text = study_toml(study)
    assert 'clip = { name = "ClipGradNorm", max_norm = 0.5 }' in text
    assert read_study(text).contenders == study.contenders
    for wrong, where in (
        (text.replace("max_norm = 0.5", "max_norm = 0"), "optimizers[1].clip.max_norm"),
        (text.replace('clip = { name = "ClipGradNorm", max_norm = 0.5 }', "clip = 1"), "optimizers[1].clip"),
        (text.replace("ClipGradNorm", "Clip"), "optimizers[1].clip.name"),
        (text.replace('"SGD"', '"LBFGS"').replace("lr = {", "history_size = 5\nlr = {"), "optimizers[1].clip"),
    ):
        with pytest.raises(SpecError) as raised:
            read_study(wrong)
        assert raised.value.where == where


def test_what_cannot_be_clipped_is_refused_with_a_sentence():
    with pytest.raises(SpecError, match=r"^LBFGS\.clip: LBFGS evaluates the loss"):
        LBFGS(clip=NORM)
    with pytest.raises(SpecError, match=r"^SparseAdam\.clip: torch cannot clip"):
        SparseAdam(clip=NORM)
    with pytest.raises(SpecError, match=r"^SGD\.clip"):
        SGD(clip=0.5)
    for cls in CLIPS:
        for limit in (0.0, -1.0, np.nan, "1"):
            with pytest.raises(SpecError, match=rf"^{cls.__name__}\.{cls().limit_name} must be"):
                cls(**{cls().limit_name: limit})


def test_a_diagnosis_says_when_most_gradients_are_clipped():
    for clip, share in ((NORM, 100.0), (VALUE, 100.0), (ClipGradNorm(max_norm=1e6), None)):
        run = SurfaceRun(surface=Rosenbrock(), optimizers=SGD(lr=1e-3, clip=clip), steps=STEPS)
        (path,) = descend(run)
        (findings,) = diagnose(run, [path])
        found = {finding.key: finding for finding in findings}
        assert found["clipped"].values["share"] == share if share else "clipped" not in found
        if share:
            assert load("en")("finding.clipped", **found["clipped"].values)


def test_a_gradient_within_the_limit_is_left_as_it_is():
    free = SurfaceRun(surface=Himmelblau(), optimizers=(SGD(lr=0.01), Adam(lr=0.05)), steps=STEPS)
    wide = replace(free, optimizers=tuple(replace(one, clip=ClipGradNorm(max_norm=1e6)) for one in free.optimizers))
    for one, other in zip(descend(free), descend(wide), strict=True):
        np.testing.assert_array_equal(one.xy, other.xy)
