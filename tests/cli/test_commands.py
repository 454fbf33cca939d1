"""The command as a whole: its arguments, its exit statuses, and what runs without the app."""

import os
import subprocess
import sys

import pytest

from optim_core import __version__
from optim_core.cli import main, serve

LINK = "surface=Beale&steps=20&o1=Adam&o1.lr=0.05"
BLOCKED = "import sys; sys.modules.update(dict.fromkeys({blocked!r})); "
"""Source of a program for which the modules `blocked` are not installed."""


def python(source: str, *blocked: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BLOCKED.format(blocked=blocked) + source]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_race_and_library_run_without_streamlit_and_plotly():
    source = f"""
from optim_core.cli import main
assert main(["race", {LINK!r}]) == 0
from optim_core import descend, sweep, train
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock
print(descend(SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(lr=0.02), SGD())))[0].steps)
"""
    done = python(source, "streamlit", "plotly")
    assert done.stderr == ""
    assert done.stdout.startswith("rank")
    assert done.stdout.endswith("\n300\n")


def test_the_page_of_charts_needs_no_streamlit(tmp_path):
    done = python(f"from optim_core.cli import main; main(['export', {LINK!r}, {str(tmp_path)!r}])", "streamlit")
    assert done.stderr == ""
    assert (tmp_path / "race.html").exists()


@pytest.mark.parametrize("module", ["optim_core", "optim_core.base.text", "optim_core.cli"])
def test_what_a_worker_process_imports_needs_no_torch(module):
    assert python(f"import {module}", "torch", "numpy").stderr == ""


def test_the_module_is_the_command(capsys):
    done = subprocess.run(
        [sys.executable, "-m", "optim_core", "race", LINK], capture_output=True, text=True, check=True
    )
    main(["race", LINK])
    assert done.stdout == capsys.readouterr().out


def test_the_version(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"optim-race {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [[], ["nothing"], ["race"], ["race", LINK, "--nothing"], ["race", LINK, LINK], ["export"], ["sweep"]],
)
def test_wrong_arguments_have_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_a_plugin_that_cannot_be_used_ends_in_a_sentence():
    done = python(f"from optim_core.cli import main; main(['race', {LINK!r}])", OPTIM_OPTIMIZERS="nope:X")
    assert done.returncode == 2
    assert done.stderr.startswith("OPTIM_OPTIMIZERS: nope:X")
    assert done.stderr.count("\n") == 1


def test_serve_becomes_the_app_and_passes_its_options_on(monkeypatch):
    called = []

    def become(program: str, arguments: list[str]) -> None:
        called.append([program, *arguments])
        raise SystemExit(0)

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(serve, "find_spec", lambda name: name)
    with pytest.raises(SystemExit):
        main(["serve", "--server.port", "8123", "--server.headless=true"])
    app = [sys.executable, "-m", "streamlit", "run", str(serve.APP)]
    assert called == [[sys.executable, *app, "--server.port", "8123", "--server.headless=true"]]
    assert serve.APP.is_file()


def test_serve_without_the_app_says_how_to_install_it(monkeypatch, capsys):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    assert main(["serve"]) == 2
    assert "optim-race[app]" in capsys.readouterr().err
