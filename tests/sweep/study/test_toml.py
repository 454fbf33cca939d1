"""The TOML file of a study: its round trip, its content and its errors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optim_core.base.errors import SpecError
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.specs.sweep import Axis
from optim_core.surfaces import Beale, Rosenbrock, Transformed
from optim_core.sweep.study import Study, StudyContender, read_study, study_of, study_toml
from optim_core.sweep.study.plan import canonical, chunks, runs_of, trials
from tests.strategies import ON_SURFACES

EXAMPLE = (Path(__file__).parents[3] / "docs" / "study.toml").read_text(encoding="utf-8")
SURFACE = '[surface]\nname = "Rosenbrock"\n'
SGD_TABLE = '[[optimizers]]\nname = "SGD"\n'
MODEL = """
[dataset]
name = "Moons"
[model]
name = "MLP"
[run]
epochs = 2
seeds = [0, 1, 2, 7, 8]
"""

RACE = SurfaceRun(surface=Beale(), optimizers=(Adam(beta2=0.99), SGD(momentum=0.9, nesterov=True)), start=(1, 4))
STUDIES = {
    "example": read_study(EXAMPLE),
    "model": read_study(MODEL + SGD_TABLE + "lr = { from = 1e-3, to = 1, count = 10 }"),
    "basins": study_of(RACE, {"start.x": np.linspace(-3, 3, 40).tolist(), "start.y": (0.1, 0.2, 0.7)}),
    "turned": study_of(
        replace(RACE, surface=Transformed(inner=Beale(), angle=30, scale=10), noise=0.1, noise_kind="student", tail=5),
        {"lr": (0.1, 0.01)},
    ),
    "three axes": study_of(RACE, {"lr": (0.1, 0.01), "weight_decay": (0, 0.1, 0.3), "maximize": (False, True)}),
    "noise": Study(
        base=SurfaceRun(surface=Rosenbrock(), optimizers=(SGD(),), noise=0.1),
        contenders=(StudyContender(optimizer=SGD()), StudyContender(optimizer=Adam(), axes=(Axis("lr", (0.1, 0.2)),))),
        starts=((0, 1), (2, 3), (0.1, -5)),
        seeds=(3, 1, 4),
    ),
}
every_study = pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)


@every_study
def test_a_study_comes_back_from_its_file(study):
    assert read_study(study_toml(study)) == study


@every_study
def test_the_chunks_contain_each_trial_once(study):
    wanted = [canonical(trial.run) for trial in trials(study)]
    done = [canonical(run) for chunk in chunks(study) for run in runs_of(chunk)]
    assert len(set(wanted)) == len(wanted) == study.trials
    assert sorted(done) == sorted(wanted)


def test_the_example_is_the_study_it_describes():
    study = STUDIES["example"]
    assert study.labels == ("SGD momentum 0", "SGD momentum 0.9", "Adam")
    assert [one.shape for one in study.contenders] == [(25,), (25,), (25, 5)]
    assert study.contenders[0].axes[0].values[:2] == (1e-5, pytest.approx(1e-5 * 10**0.25))
    assert study.base.steps == 500


def test_an_optimizer_without_settings_has_torchs_defaults():
    for cls in ON_SURFACES:
        text = SURFACE + f'[[optimizers]]\nname = "{cls.__name__}"\n'
        assert read_study(text).contenders == (StudyContender(optimizer=cls()),)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("x", "STUDY"),
        ("a = " + "[" * 5_000, "STUDY"),
        (SURFACE, "optimizers"),
        ("[surface]\nname = 'Nowhere'", "surface.name"),
        ("[surface]\nname = 'Rosenbrock'\nb = -1\n" + SGD_TABLE, "surface.b"),
        ("surface = 3", "surface"),
        (SURFACE + "[run]\nspeed = 3\n" + SGD_TABLE, "run"),
        (SURFACE + "[run]\nsteps = 1e9\n" + SGD_TABLE, "run.steps"),
        (SURFACE + "[run]\nstarts = [[0, 1], [nan, 0]]\n" + SGD_TABLE, "run.starts[2].x"),
        (SURFACE + "[run]\nstarts = [[0, 1], [0, 1]]\n" + SGD_TABLE, "run.starts"),
        (SURFACE + "[run]\nstarts = [[0, 1]]\nstart = {}\n" + SGD_TABLE, "run.starts"),
        (SURFACE + "[run]\nstart = { x = { from = 0, to = 1, count = 3 }, z = 1 }\n" + SGD_TABLE, "run.start"),
        (SURFACE + "[run]\nseeds = [1, 2]\n" + SGD_TABLE, "run.seeds"),
        (MODEL + "sharpness = true\n" + SGD_TABLE, "run"),
        (MODEL.replace("epochs = 2", "epochs = 20000") + SGD_TABLE, "run.epochs"),
        (SURFACE + SGD_TABLE + SGD_TABLE + "lr = { values = [0.1, -1] }", "optimizers[2].lr.values[2]"),
        (SURFACE + SGD_TABLE + "lr = { values = [] }", "optimizers[1].lr.values"),
        (SURFACE + SGD_TABLE + "lr = { values = [1, 1.0] }", "optimizers[1].lr.values"),
        (SURFACE + SGD_TABLE + "lr = { from = 1e-3, to = 1, count = 1 }", "optimizers[1].lr.count"),
        (SURFACE + SGD_TABLE + "lr = { from = 1e-3, to = 1 }", "optimizers[1].lr.count"),
        (SURFACE + SGD_TABLE + "lr = { from = 1e-3, to = 1, count = 9, by = 2 }", "optimizers[1].lr"),
        (SURFACE + SGD_TABLE + "momentum = { from = 0, to = 0.9, count = 9, scale = 'log' }", "optimizers[1].momentum"),
        (SURFACE + SGD_TABLE + "nesterov = { from = 0, to = 1, count = 2 }", "optimizers[1].nesterov"),
        (SURFACE + SGD_TABLE + "nesterov = true", "optimizers[1].nesterov"),
        (SURFACE + SGD_TABLE + "beta1 = 0.9", "optimizers[1]"),
        (SURFACE + "[run]\nstart = { x = { from = 0, to = 1, count = 9999 }, "
         "y = { from = 0, to = 1, count = 9999 } }\n" + SGD_TABLE, "run.start"),
        (SURFACE + SGD_TABLE + "lr = { from = 1e-3, to = 1, count = 9999 }\n"
         "momentum = { from = 0, to = 0.9, count = 9999 }", "optimizers[1]"),
    ],
)  # fmt: skip
def test_an_error_names_its_entry(text, where):
    with pytest.raises(SpecError) as caught:
        read_study(text)
    assert caught.value.where == where
