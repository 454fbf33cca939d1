"""Models of other packages, named in the environment."""

import os
import subprocess
import sys

import pytest
import torch
from torch import nn

from optim_core.base.hyper import hypers
from optim_core.base.plugins import PluginError
from optim_core.models import MODELS
from optim_core.models.datasets import Diabetes, Moons
from optim_core.models.plugins import at_once, one_by_one, plugins_from
from optim_core.optimizers import SGD, Adam, Muon
from optim_core.specs import ModelRun
from optim_core.train import train
from tests.models import odd_models

HERE = "tests.models.odd_models"
(WIDE, BRANCHING) = plugins_from(f"{HERE}:Wide, {HERE}:Branching", (cls.__name__ for cls in MODELS))
USED = f"""
import subprocess, sys
from optim_core.base import pool
from optim_core.export.model_script import model_script
from optim_core.models import MODELS
from optim_core.models.datasets import Moons
from optim_core.optimizers import Adam
from optim_core.permalink import read_model_run, write_model_run
from optim_core.specs import ModelRun
from optim_core.train import train

if __name__ == "__main__":
    model = next(cls for cls in MODELS if cls.import_path == "{HERE}:Wide")(width=8)
    run = ModelRun(dataset=Moons(), model=model, optimizers=(Adam(lr=0.02),), epochs=3)
    (log,), (again,) = train(run), pool.run(train, run)
    assert log.test_score[-1] == again.test_score[-1], (log.test_score, again.test_score)
    assert read_model_run(write_model_run(run)) == run
    script = model_script(run)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shown = float(done.stdout.rpartition("test_score=")[2])
    assert abs(shown - log.test_score[-1]) < 1e-3, (shown, log.test_score)
    print(log.test_score[-1])
"""


def test_the_signature_declares_the_hyperparameters():
    assert list(hypers(WIDE)) == ["width", "scale", "residual"]
    assert WIDE().values() == {"width": 16, "scale": 1.5, "residual": True}


def test_copies_are_computed_at_once_where_that_works_and_else_one_by_one():
    assert WIDE.batched
    assert not BRANCHING.batched


@pytest.mark.parametrize("cls", [WIDE, BRANCHING])
@pytest.mark.parametrize("shared", [True, False])
def test_copies_are_those_of_single_modules(cls, shared):
    model = cls(width=4)
    modules = [model.build(2, 3) for _ in range(3)]
    params = {name: torch.stack([dict(one.named_parameters())[name] for one in modules]) for name in model.shapes(2, 3)}
    x = torch.rand(5, 2) if shared else torch.rand(3, 5, 2)
    expected = torch.stack([module(x if shared else x[i]) for i, module in enumerate(modules)])
    assert torch.allclose(model.forward(params, x), expected, atol=1e-6)
    for way in (one_by_one, *([at_once] if cls.batched else [])):
        assert torch.allclose(way(modules[0], params, x), expected, atol=1e-6)


@pytest.mark.parametrize("cls", [WIDE, BRANCHING])
def test_a_plugin_is_trained(cls):
    run = ModelRun(
        dataset=Moons(), model=cls(), optimizers=(Adam(lr=0.02), SGD(lr=0.5), Muon(lr=0.02)), epochs=10, seeds=2
    )
    assert all(log.test_score[-1] > 0.85 for log in train(run))
    (log,) = train(ModelRun(dataset=Diabetes(), model=cls(), optimizers=(SGD(lr=0.01),), epochs=3, sharpness=True))
    assert log.sharpness[-1] > 0


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("wide", "plugin_form"),
        ("nowhere.at.all:Wide", "plugin_missing"),
        (f"{HERE}:torch", "plugin_no_module"),
        ("torch.optim:SGD", "plugin_no_module"),
        (f"{HERE}:Wide,{HERE}:Wide", "plugin_twice"),
        (f"{HERE}:Unready", "plugin_signature"),
        (f"{HERE}:Dropping", "plugin_cannot_run"),
        (f"{HERE}:Buffered", "plugin_cannot_run"),
        (f"{HERE}:Fixed", "plugin_cannot_run"),
        (f"{HERE}:Raising", "plugin_cannot_run"),
    ],
)
def test_a_class_that_cannot_be_used_stops_the_server(name, key):
    known = {"odd_models_Wide", "tests_Wide"} if key == "plugin_twice" else ()
    with pytest.raises(PluginError) as caught:
        list(plugins_from(name, known))
    assert caught.value.key == key
    assert caught.value.where == "OPTIM_MODELS"


def test_a_name_that_is_taken_gets_its_package():
    (made,) = plugins_from(f"{HERE}:Wide", ("Wide",))
    assert made.__name__ == "tests_Wide"
    assert issubclass(odd_models.Wide, nn.Module)


def test_a_plugin_of_the_environment_is_in_the_menu_in_workers_and_in_scripts(tmp_path):
    (tmp_path / "used.py").write_text(USED)
    environment = os.environ | {"OPTIM_MODELS": f"{HERE}:Wide", "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "used.py")], capture_output=True, text=True, env=environment, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0.8
