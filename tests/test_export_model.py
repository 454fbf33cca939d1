"""The exported script is run by itself and prints the app's own numbers."""

import subprocess
import sys

import pytest

from optim_core.datasets import DATASETS, Digits, Moons
from optim_core.export_model import model_script
from optim_core.labels import labels
from optim_core.models import MLP, MODELS, Logistic
from optim_core.optimizers import OPTIMIZERS, SGD, Adam, RMSprop
from optim_core.results import Status
from optim_core.specs import ModelRun
from optim_core.train import train


def outcome(run: ModelRun) -> list[str]:
    return [
        f"{name} loss={float(log.train_loss[-1])!r} test_accuracy={float(log.test_accuracy[-1])!r}"
        for name, log in zip(labels(run.optimizers), train(run), strict=True)
    ]


def printed(script: str, folder) -> list[str]:
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


RUNS = {
    "every optimizer": ModelRun(
        dataset=Digits(test_share=0.3),
        model=MLP(width=16, depth=2, activation="gelu"),
        optimizers=tuple(cls() for cls in OPTIMIZERS),
        epochs=2,
        seed=7,
    ),
    "one class with different values and a schedule": ModelRun(
        dataset=Moons(samples=100, noise=0.1),
        model=MLP(width=8, activation="relu"),
        optimizers=(
            RMSprop(momentum=0.9, momentum_decay=0.25),
            RMSprop(momentum=0.9),
            RMSprop(momentum=0.9, momentum_decay=0.5, centered=True),
        ),
        epochs=5,
        batch_size=32,
    ),
    "equal contenders and one uphill": ModelRun(
        dataset=Digits(), model=Logistic(), optimizers=(Adam(), Adam(), SGD(lr=0.1, maximize=True)), epochs=1
    ),
    "diverging within an epoch": ModelRun(
        dataset=Moons(), model=MLP(depth=4), optimizers=(SGD(lr=1e3, weight_decay=1.0), SGD()), epochs=3
    ),
    "diverging with one batch an epoch": ModelRun(
        dataset=Moons(), model=MLP(), optimizers=(SGD(lr=1e3, weight_decay=1.0),), epochs=20, batch_size=500
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_script_prints_the_apps_numbers_to_the_last_bit(name, tmp_path):
    assert printed(model_script(RUNS[name]), tmp_path) == outcome(RUNS[name])


def test_the_diverging_examples_diverge():
    for name in ("diverging within an epoch", "diverging with one batch an epoch"):
        assert train(RUNS[name])[0].status in (Status.LEFT_DOMAIN, Status.NOT_FINITE)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("model", MODELS, ids=lambda cls: cls.__name__)
def test_the_script_holds_nothing_of_this_project_and_passes_its_linter(dataset, model):
    run = ModelRun(dataset=dataset(), model=model(), optimizers=(Adam(), RMSprop(momentum=0.9, momentum_decay=0.5)))
    script = model_script(run)
    assert "optim_core" not in script
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,W", "--ignore", "E501", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
