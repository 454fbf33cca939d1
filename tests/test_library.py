"""What a user of the library meets: the names at the top, and the examples of README.md."""

import inspect
import re
import runpy
from pathlib import Path

import pytest

import optim_core
from optim_core import datasets, descend, sweep, train
from optim_core.base.errors import SpecError
from optim_core.models import MLP
from optim_core.models import datasets as same_datasets
from optim_core.optimizers import SGD, Adam
from optim_core.specs import ModelRun, SurfaceRun, Sweep
from optim_core.surfaces import Beale

README = Path(__file__).parents[1] / "README.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("source", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_readme_runs(source, tmp_path, capsys):
    script = tmp_path / "example.py"
    script.write_text(source, encoding="utf-8")
    runpy.run_path(str(script))
    assert capsys.readouterr().out.strip()


def test_the_readme_shows_training_sweep_schedule_and_formula():
    calls = ("descend(", "train(", "sweep(Sweep(", "schedule=", "Formula(")
    assert [call for call in calls if not any(call in source for source in EXAMPLES)] == []


def test_the_three_names_run_what_they_say():
    run = SurfaceRun(surface=Beale(), optimizers=(Adam(lr=0.05),), steps=20)
    (path,) = descend(run)
    assert path.loss.tolist() == descend.descend(run)[0].loss.tolist()
    assert path.loss.tolist() == optim_core.descend(run, seconds=10)[0].loss.tolist()
    assert sweep(Sweep(surface=Beale(), optimizer=SGD(), axes={"lr": (0.01, 0.02)})).final_loss.shape == (2,)
    (log,) = train(ModelRun(dataset=datasets.Moons(), model=MLP(), optimizers=(SGD(),), epochs=1))
    assert len(log.test_score) == 2


RACE = SurfaceRun(surface=Beale(), optimizers=(Adam(),))


@pytest.mark.parametrize(
    ("call", "given", "message"),
    [
        (descend, Beale(), "run must be an object of class SurfaceRun, got Beale"),
        (descend, SurfaceRun, r"run: SurfaceRun is a class, and an instance is needed, such as SurfaceRun\(\)"),
        (train, RACE, "run must be an object of class ModelRun, got SurfaceRun"),
        (sweep, RACE, "spec must be an object of class Sweep, got SurfaceRun"),
    ],
)
def test_what_is_no_spec_is_named_with_the_spec_that_is_wanted(call, given, message):
    with pytest.raises(SpecError, match=message):
        call(given)


@pytest.mark.parametrize("name", ["descend", "sweep", "train"])
def test_a_module_that_is_called_shows_the_arguments_of_its_function(name):
    module = getattr(optim_core, name)
    assert inspect.signature(module) == inspect.signature(getattr(module, name))


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        optim_core.nothing  # noqa: B018


def test_datasets_has_all_public_names():
    assert {name: getattr(datasets, name) for name in datasets.__all__} == {
        name: getattr(same_datasets, name) for name in same_datasets.__all__
    }
