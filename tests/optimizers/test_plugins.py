"""Classes from a package of PyPI, named in the environment of a process of its own."""

import os
import subprocess
import sys

import pytest

from optim_core.optimizers import OURS
from optim_core.optimizers.plugins import PluginError, plugins_from

NAMES = "pytorch_optimizer:Lion, pytorch_optimizer:AdamP"
USED = """
import subprocess, sys, tempfile
import numpy as np, pytorch_optimizer, torch
from optim_core.base import pool
from optim_core.explain.catalogue.measurements import measure
from optim_core.models.datasets import Moons
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.base.errors import SpecError
from optim_core.export import surface_script
from optim_core.export.model_script import model_script
from optim_core.base.hyper import defaults, hypers
from optim_core.explain.microscope import step_view
from optim_core.models import MLP
from optim_core.optimizers import OPTIMIZERS
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.specs import EqualBudgetRace, ModelRun, SurfaceRun, Sweep
from optim_core.sweep.equal_budget import equal_budget_race
from optim_core.surfaces import Rosenbrock
from optim_core.sweep import sweep
from optim_core.train import train

def printed(script):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()

def main():
    lion, adamp = OPTIMIZERS[-2:]
    assert (lion.__name__, adamp.__name__) == ("pytorch_optimizer_Lion", "AdamP"), "our own Lion keeps its name"
    assert {"lr", "beta1", "beta2", "weight_decay", "weight_decouple"} <= set(hypers(lion))
    assert defaults(lion)["beta2"] == 0.99 and defaults(lion)["lr"] == 1e-4

    run = SurfaceRun(surface=Rosenbrock(), optimizers=(lion(lr=0.01, beta1=0.8), adamp(lr=0.02)), steps=40)
    for path in descend(run):
        p = torch.nn.Parameter(torch.tensor(run.start, dtype=torch.float64))
        real = path.optimizer.torch_class([p], **path.optimizer.torch_kwargs())
        for _ in range(40):
            p.grad = None
            run.surface(p).backward()
            real.step()
        assert path.xy[-1].tolist() == p.tolist()
        assert path.state["exp_avg"].shape == (41, 2)
        assert step_view(path, 3).equations == ()
    assert read_surface_run(write_surface_run(run)) == run
    assert [found is not None for found in diagnose(run, descend(run))] == [True, True]
    (again, _) = pool.run(descend, run)
    assert again.optimizer == run.optimizers[0]

    ends = [" ".join(f"x={p.xy[-1, 0]!r} y={p.xy[-1, 1]!r}".replace("np.float64(", "").replace(")", "").split())
            for p in descend(run)]
    script = surface_script(run)
    assert "import pytorch_optimizer" in script and "optim_core" not in script
    assert all(end in line for end, line in zip(ends, printed(script), strict=True)), printed(script)

    axes = {"lr": [0.001, 0.01], "beta1": [0.5, 0.9]}
    found = sweep(Sweep(surface=Rosenbrock(), optimizer=lion(), axes=axes, steps=20))
    for index in np.ndindex(2, 2):
        (one,) = descend(found.spec.run_at(*index))
        assert found.final_xy[index].tolist() == one.xy[-1].tolist()
    race = equal_budget_race(EqualBudgetRace(surfaces=(Rosenbrock(),), optimizers=(lion(),), trials=3, steps=20))
    assert np.isfinite(race.contenders[0].trials.final_loss).all()

    model = ModelRun(dataset=Moons(samples=60), model=MLP(width=4), optimizers=(lion(lr=0.01),), epochs=2)
    (log,) = train(model)
    (line,) = printed(model_script(model))
    assert abs(float(line.split("loss=")[1].split()[0]) / log.train_loss[-1] - 1) < 1e-4
    assert measure(lion).memory == 1

    try:
        adamp(wd_ratio=5.0)
    except SpecError as error:
        assert (error.where, error.key) == ("AdamP", "refused") and "wd_ratio" in str(error)
    else:
        raise AssertionError("what the class refuses is refused")

if __name__ == "__main__":
    main()
"""


def run(code: str, names: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"OPTIM_OPTIMIZERS": names, "PYTHONPATH": os.getcwd()}
    return subprocess.run(
        [sys.executable, *code], env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_a_class_of_a_package_joins_every_view(tmp_path):
    (tmp_path / "used.py").write_text(USED, encoding="utf-8")
    done = run([str(tmp_path / "used.py")], NAMES)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no_such_package:Lion", "No module named 'no_such_package'"),
        ("pytorch_optimizer:NoSuchClass", "has no attribute 'NoSuchClass'"),
        ("pytorch_optimizer", "module:Class"),
        (":Lion", "module:Class"),
        ("pytorch_optimizer:", "module:Class"),
        (".halved:Halved", "module:Class"),
        ("pytorch_optimizer:Lion:AdamP", "module:Class"),
        ("pytorch optimizer:Lion", "module:Class"),
        ("../halved.py:Halved", "module:Class"),
        ("math:pi", "is no torch.optim.Optimizer"),
        ("this.that:X", "No module named 'this.that'"),
        ("pathlib:Path", "is no torch.optim.Optimizer"),
        ("pytorch_optimizer:Ranger21", "num_iterations has no default"),
        ("torch.optim:LBFGS, torch.optim:LBFGS", "is named twice"),
    ],
)
def test_a_bad_name_says_why(name, why):
    with pytest.raises(PluginError, match="OPTIM_OPTIMIZERS") as caught:
        list(plugins_from(name, (cls.__name__ for cls in OURS)))
    assert why in str(caught.value).splitlines()[-1]


def test_with_a_bad_name_nothing_starts():
    done = run(["-c", "import optim_core.optimizers"], "math:pi")
    assert done.returncode != 0
    assert "OPTIM_OPTIMIZERS" in done.stderr.splitlines()[-1]
    assert "is no torch.optim.Optimizer" in done.stderr.splitlines()[-1]


MODULE_THAT_RAISES = "raise RuntimeError('no licence')"
MODULE_THAT_EXITS = "import sys; sys.exit('bye')"
MODULE_THAT_IS_BROKEN = "def ("


@pytest.mark.parametrize("body", [MODULE_THAT_RAISES, MODULE_THAT_EXITS, MODULE_THAT_IS_BROKEN])
def test_a_module_that_cannot_be_imported_is_named(tmp_path, monkeypatch, body):
    (tmp_path / "broken_module.py").write_text(body, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginError, match="broken_module:X cannot be imported") as caught:
        list(plugins_from("broken_module:X", ()))
    assert "\n" not in str(caught.value)
