"""The exported script is run by itself and prints the app's own numbers."""

import re
import subprocess
import sys

import pytest

from optim_core.base.result import Status
from optim_core.export.model_script import model_script
from optim_core.models import MLP, MODELS, Linear, Logistic
from optim_core.models.datasets import DATASETS, Diabetes, Digits, Moons
from optim_core.optimizers import SGD, Adam, AdamW, Lion, RMSprop
from optim_core.optimizers.clipping import ClipGradNorm
from optim_core.optimizers.labels import labels
from optim_core.optimizers.schedules import CosineAnnealingLR, LinearLR, ReduceLROnPlateau
from optim_core.specs import ModelRun
from optim_core.specs.results import by_contender
from optim_core.train import train
from tests.scripts import printed
from tests.strategies import STEPPED, in_races


def results(script: str, folder) -> list[tuple[str, float, float]]:
    """(name, loss, test score) of each line that the script prints."""
    lines = printed(script, folder)
    found = [re.fullmatch(r"(.*) loss=(\S+) test_score=(\S+)", line).groups() for line in lines]
    return [(name, float(loss), float(score)) for name, loss, score in found]


RUNS = {
    **{
        f"every optimizer, race {number}": ModelRun(
            dataset=Digits(test_share=0.3),
            model=MLP(width=16, depth=2, activation="gelu"),
            optimizers=contenders,
            epochs=2,
            batch_size=256,  # ten steps: by forty, RMSprop's first and largest make 2e-4 of it on some processors
            seed=7,
            seeds=2,
        )
        for number, contenders in enumerate(in_races(tuple(cls() for cls in STEPPED)), 1)
    },
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
    "a model and a schedule on a line": ModelRun(
        dataset=Diabetes(), model=Linear(), optimizers=(SGD(lr=1e-3, schedule=LinearLR()),), epochs=2
    ),
    "muP, with schedules and clipping": ModelRun(
        dataset=Digits(),
        model=MLP(width=96, depth=3, batch_norm=True, init="xavier", parametrization="mup"),
        optimizers=(
            SGD(lr=0.1, momentum=0.9, schedule=CosineAnnealingLR(T_max=8, warmup=3)),
            Adam(lr=0.01, clip=ClipGradNorm(max_norm=0.5)),
            AdamW(lr=0.01, schedule=ReduceLROnPlateau(patience=1)),
            RMSprop(momentum=0.9, momentum_decay=0.5),
            Lion(),
        ),
        epochs=1,
        batch_size=128,
        seeds=2,
    ),
    "diverging within an epoch": ModelRun(
        dataset=Moons(), model=MLP(depth=4), optimizers=(SGD(lr=1e3, weight_decay=1.0), SGD()), epochs=3
    ),
    "diverging with one batch an epoch": ModelRun(
        dataset=Moons(), model=MLP(), optimizers=(SGD(lr=1e3, weight_decay=1.0),), epochs=20, batch_size=500
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_script_prints_the_apps_numbers(name, tmp_path):
    """Up to 1e-4: single precision has 6e-8, and these 3 to 500 steps let it grow by no more than some hundred times.

    L-BFGS without a line search lets it grow without bounds and has its own test, as have those that take matrices.
    The last losses before a divergence are all growth, so there an example or two of the test set may differ too.
    """
    run = RUNS[name]
    script = results(model_script(run), tmp_path)
    logs = by_contender(train(run), run.seeds)
    expected = [(name, log) for name, seeds in zip(labels(run.optimizers), logs, strict=True) for log in seeds]
    for (told, loss, score), (name, log) in zip(script, expected, strict=True):
        assert told == f"{name} seed={log.seed}"
        assert loss == pytest.approx(log.train_loss[-1], rel=1e-4)
        assert score == pytest.approx(log.test_score[-1], abs=0.005)


def test_the_diverging_examples_diverge():
    for name in ("diverging within an epoch", "diverging with one batch an epoch"):
        assert train(RUNS[name])[0].status in (Status.LEFT_DOMAIN, Status.NOT_FINITE)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("model", MODELS, ids=lambda cls: cls.__name__)
def test_the_script_holds_nothing_of_this_project_and_passes_its_linter(dataset, model):
    if not model.fits(dataset):
        return
    run = ModelRun(dataset=dataset(), model=model(), optimizers=(Adam(), RMSprop(momentum=0.9, momentum_decay=0.5)))
    script = model_script(run)
    assert "optim_core" not in script
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,W", "--ignore", "E501", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
