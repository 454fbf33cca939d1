"""The package: its metadata, and a copy of what a wheel holds, run outside of the checkout."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from optim_core import __version__
from optim_core.explain.catalogue.experiments import experiments
from optim_core.explain.lessons import LESSONS
from tests.test_layers import NAMES, imports

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
OPTIONAL = {"distributed", "pyarrow"}
"""What the extras `dask` and `app` bring."""
READ = {"scikit-learn"}
"""Packages whose data files are read, without an import."""
NAMED = {"PIL": "pillow", "markdown_it": "markdown-it-py"}
"""Packages imported by another name."""


def pins(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and line[0] not in "#-"]


def test_the_extras_are_the_pins_of_the_app():
    extras = PROJECT["project"]["optional-dependencies"]
    assert extras == {"app": pins("requirements.txt"), "dask": pins("requirements-dask.txt")}


def test_the_pins_of_the_app_lie_in_the_ranges_of_the_library():
    ranges = {re.split(r"[<>=]", text)[0]: text for text in PROJECT["project"]["dependencies"]}
    for name, pin in (line.split("==") for line in pins("requirements.txt") if line.partition("==")[0] in ranges):
        bounds = re.findall(r"(>=|<)([\d.]+)", ranges[name])
        for sign, bound in bounds:
            below = [int(part) for part in pin.split(".")] < [int(part) for part in bound.split(".")]
            assert below == (sign == "<"), (name, pin, bound)


def test_the_library_depends_on_what_it_imports():
    sources = {name: source for name, source in NAMES.items() if name.startswith("optim_core")}
    used = {module.split(".")[0] for source in sources.values() for module in imports(source)}
    used = {NAMED.get(name, name) for name in used}
    foreign = used - set(sys.stdlib_module_names) - {"optim_core"} - OPTIONAL
    required = {re.split(r"[<>=]", text)[0] for text in PROJECT["project"]["dependencies"]}
    assert foreign | READ == required


def test_one_version():
    citation, changes = ((ROOT / name).read_text(encoding="utf-8") for name in ("CITATION.cff", "CHANGELOG.md"))
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [__version__]
    assert re.findall(r"^## \[(\d.*?)\] - \d{4}-\d\d-\d\d$", changes, re.MULTILINE)[0] == __version__
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "optim_core/__init__.py"


def test_the_container_copies_what_exists_and_all_that_a_wheel_holds():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for word in line.split()]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {*WHEEL["packages"], *WHEEL["force-include"]} <= set(copied)
    assert "pip install -r hosting/requirements.txt" in text
    assert {"requirements.txt", "hosting/requirements.txt"} <= set(copied)


def test_the_container_serves_on_one_port_as_a_user_that_it_has_made():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if re.match("[A-Z]+ ", line)]
    words = [name for name, _ in steps]
    value = dict(steps)  # of several, the last
    (made,) = re.findall(r"useradd --create-home (\S+)", text)
    assert value["USER"] == made
    assert steps.index(["RUN", f"useradd --create-home {made}"]) < words.index("USER") < words.index("HEALTHCHECK")
    assert max(at for at, name in enumerate(words) if name in ("COPY", "RUN")) < words.index("USER")
    assert f"http://127.0.0.1:{value['EXPOSE']}/_stcore/health" in value["HEALTHCHECK"]
    assert f'"--server.port={value["EXPOSE"]}"' in value["CMD"]
    assert '"--server.address=0.0.0.0"' in value["CMD"]
    series = re.fullmatch(r"python:(3\.\d+)-slim", value["FROM"])
    assert series
    assert f"Programming Language :: Python :: {series[1]}" in PROJECT["project"]["classifiers"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with what a wheel puts into site-packages."""
    folder = tmp_path_factory.mktemp("site-packages")
    unwanted = shutil.ignore_patterns("__pycache__")
    pairs = {name: name for name in WHEEL["packages"]} | WHEEL["force-include"]
    for source, target in pairs.items():
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, folder / target, **({"ignore": unwanted} if copy is shutil.copytree else {}))
    return folder


def python(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in that folder's parent with the folder on its path, before the checkout."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=installed.parent, env=environment, capture_output=True, text=True, check=False)


def test_an_installed_library_needs_no_file_of_the_checkout(installed):
    source = f"""
import optim_core, sys
assert optim_core.__file__.startswith({str(installed)!r})
sys.modules["streamlit"] = None
from optim_core.base.text import LANGUAGES, load
from optim_core.cli.serve import APP
from optim_core.explain.catalogue.experiments import experiments
from optim_core.explain.lessons import LESSONS
print(len(LESSONS), len(experiments()), all("app.name" in load(one) for one in LANGUAGES), APP.is_file())
"""
    done = python(installed, "-c", source)
    assert done.stderr == ""
    assert done.stdout == f"{len(LESSONS)} {len(experiments())} True True\n"


def test_an_installed_command_runs_a_race(installed):
    done = python(installed, "-m", "optim_core", "race", "surface=Beale&o1=Adam&o1.lr=0.05")
    assert done.stderr == ""
    assert done.stdout.splitlines()[1].split()[:3] == ["1", "Adam", "5.99115e-05"]


def test_the_library_is_typed():
    assert (ROOT / "optim_core" / "py.typed").exists()
    assert "optim_core" in WHEEL["packages"]
