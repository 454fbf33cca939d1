"""Exported scripts and tables hold the app's numbers."""

import csv
import io
import re
import subprocess
import sys
from math import ceil

import numpy as np
import pytest

from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.export import surface_script
from optim_core.export.csv_tables import model_csv, surface_csv
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop
from optim_core.optimizers.labels import labels
from optim_core.specs import MAX_OPTIMIZERS, ModelRun, SurfaceRun
from optim_core.surfaces import SURFACES, Beale, Branin, Himmelblau, Michalewicz, Quadratic, Rosenbrock, Saddle
from optim_core.train import train
from tests.descend.test_descend import POLYNOMIALS
from tests.settings import switched
from tests.strategies import ON_SURFACES, RULED, in_races

FIRST, *OTHERS = in_races(tuple(cls() for cls in ON_SURFACES))
EVERY_SETTING = tuple(optimizer for cls in RULED for optimizer in switched(cls))
COUNT = ceil(len(EVERY_SETTING) / MAX_OPTIMIZERS)
VARIANTS = [EVERY_SETTING[number::COUNT] for number in range(COUNT)]
"""Races of different classes: labels of many variants of one class would be longer than a line of a script."""
SWITCHED = (
    SGD(lr=1e-3, momentum=0.9, nesterov=True, weight_decay=0.1),
    SGD(lr=1e-3, momentum=0.5, dampening=0.25, maximize=True),
    Adam(lr=0.02, beta1=0.5, beta2=0.9, eps=1e-6, amsgrad=True, weight_decay=0.5),
    RMSprop(lr=0.01, alpha=0.9, momentum=0.9, momentum_decay=0.05, centered=True, eps=1e-6),
    RMSprop(lr=0.01, alpha=0.9, momentum=0.9, momentum_decay=0.5, maximize=True),
    Adagrad(lr=0.5, lr_decay=0.01, initial_accumulator_value=0.5, weight_decay=0.01),
    AdamW(lr=0.05, amsgrad=True, weight_decay=0.25),
    AdamW(lr=0.05, amsgrad=True, weight_decay=0.25),
)
RUNS = {cls.__name__: SurfaceRun(surface=cls(), optimizers=FIRST, steps=60) for cls in SURFACES} | {
    **{f"others {n}": SurfaceRun(surface=Himmelblau(), optimizers=these) for n, these in enumerate(OTHERS, 1)},
    **{
        f"variants {n}": SurfaceRun(surface=Himmelblau(), optimizers=some, steps=60)
        for n, some in enumerate(VARIANTS, 1)
    },
    "switches": SurfaceRun(surface=Rosenbrock(), optimizers=SWITCHED, steps=150),
    "noise": SurfaceRun(surface=Quadratic(kappa=3, rotation=30), optimizers=SWITCHED, noise=0.3, seed=11, steps=100),
    "knobs and a start": SurfaceRun(surface=Michalewicz(m=3), optimizers=SWITCHED, start=(1, -0.0), steps=80),
    "left the domain": SurfaceRun(surface=Rosenbrock(), optimizers=(SGD(lr=0.1), Adam()), start=(-1.5, 2), steps=50),
    "downhill for ever": SurfaceRun(surface=Saddle(), optimizers=(SGD(lr=0.5),), start=(0, 1), steps=200),
    "not finite": SurfaceRun(surface=Beale(), optimizers=(SGD(lr=1e3), Adam(lr=1e3)), start=(1e9, 1e9)),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, list[str]]:
    """What each script prints, all run by one Python that cannot see this project."""
    folder = tmp_path_factory.mktemp("scripts")
    for number, run in enumerate(RUNS.values()):
        (folder / f"{number}.py").write_text(surface_script(run), encoding="utf-8")
    loop = f"import runpy\nfor i in range({len(RUNS)}):\n    runpy.run_path(f'{{i}}.py')\n    print('#')"
    done = subprocess.run([sys.executable, "-I", "-c", loop], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    blocks = [block.strip().splitlines() for block in done.stdout.split("#")]
    return dict(zip(RUNS, blocks[:-1], strict=True))


@pytest.mark.parametrize("name", RUNS)
def test_the_script_prints_the_apps_numbers(name, printed):
    run = RUNS[name]
    lines = [re.fullmatch(r"(.*): step=(\d+) x=(\S+) y=(\S+) loss=(\S+)", line).groups() for line in printed[name]]
    assert [line[0] for line in lines] == list(labels(run.optimizers))
    for line, one in zip(lines, descend(run), strict=True):
        assert int(line[1]) == one.steps
        numbers, expected = [float(text) for text in line[2:]], [*one.xy[-1], one.loss[-1]]
        if type(run.surface) in POLYNOMIALS:
            assert numbers == expected
        else:
            # exp and sin of one number and of several at once may differ in the last bit
            np.testing.assert_allclose(numbers, expected, rtol=1e-12, atol=1e-12)


def test_the_diverging_examples_diverge():
    ends = {name: descend(RUNS[name])[0].status for name in ("left the domain", "downhill for ever", "not finite")}
    assert ends == {
        "left the domain": Status.LEFT_DOMAIN,
        "downhill for ever": Status.LEFT_DOMAIN,
        "not finite": Status.NOT_FINITE,
    }


def test_scripts_know_nothing_of_this_project_and_are_well_made(tmp_path):
    for number, run in enumerate(RUNS.values()):
        script = surface_script(run)
        assert "optim_core" not in script
        (tmp_path / f"race_{number}.py").write_text(script, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--select", "E,F,W,I,B,N,UP,RET"], ["format", "--check"]):
        flags = ["--isolated", "--line-length", "120", "--no-cache", "."]
        done = subprocess.run([*ruff, *command, *flags], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_a_script_tells_only_what_it_needs():
    plain = surface_script(SurfaceRun(surface=Branin(), optimizers=(Adam(), RMSprop(momentum=0.9))))
    assert "decayed_momentum" not in plain
    assert "randn" not in plain
    assert 'descend("Adam", lambda params: torch.optim.Adam(params, lr=0.001))\n' in plain


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_of_a_race_is_its_arrays():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(*SWITCHED[:6], SGD(lr=1.0), SGD()), steps=40, noise=0.1)
    paths = descend(run)
    rows = table(surface_csv(paths))
    assert len(rows) == sum(len(path.loss) for path in paths)
    for name, path in zip(labels(run.optimizers), paths, strict=True):
        own = [row for row in rows if row["contender"] == name]

        def column(*names, own=own):
            return np.array([[float(row[name]) for name in names] for row in own])

        assert [int(row["step"]) for row in own] == list(range(len(path.loss)))
        assert {row["status"] for row in own} == {path.status.value}
        np.testing.assert_array_equal(column("x", "y"), path.xy)
        np.testing.assert_array_equal(column("loss")[:, 0], path.loss)
        for array, values in {"grad": path.grad, "noise": path.noise, **path.state}.items():
            np.testing.assert_array_equal(column(f"{array}_x", f"{array}_y"), values)
        others = {name for other in paths for name in other.state} - set(path.state)
        assert all(row[f"{other}_{axis}"] == "" for row in own for other in others for axis in "xy")


def test_the_table_of_a_training_is_its_curves():
    optimizers = (Adam(), Adam(), SGD(lr=1e3, weight_decay=1.0), RMSprop(momentum=0.9, momentum_decay=0.5))
    run = ModelRun(dataset=Moons(samples=50), model=MLP(width=4), optimizers=optimizers, epochs=3, batch_size=20)
    logs = train(run)
    rows = table(model_csv(logs))
    for name, log in zip(labels(optimizers), logs, strict=True):
        own = [row for row in rows if row["contender"] == name]
        assert {row["status"] for row in own} == {log.status.value}
        for curve in ("train_loss", "test_loss", "train_score", "test_score"):
            points = [(row["unit"], int(row["at"]), float(row["value"])) for row in own if row["curve"] == curve]
            assert points == [("epoch", i, value) for i, value in enumerate(getattr(log, curve))]
        batches = [(row["unit"], int(row["at"]), float(row["value"])) for row in own if row["curve"] == "batch_loss"]
        assert batches == [("step", i, value) for i, value in enumerate(log.loss, start=1)]
        counted = [(int(row["at"]), int(row["value"])) for row in own if row["curve"] == "evaluations"]
        assert counted == [(i, i) for i in range(1, len(log.loss) + 1)]
    counts = [2 * len(log.loss) + 4 * len(log.test_loss) + log.grad_norm.size + log.update_ratio.size for log in logs]
    assert len(rows) == sum(counts)
