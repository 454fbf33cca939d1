"""The notebook of a training: valid, and its cells run in order print the numbers of the script."""

import json
import math

import nbformat
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.export.model_notebook import model_notebook
from optim_core.export.model_script import model_script
from optim_core.models import MLP, Linear
from optim_core.models.datasets import Diabetes, Moons, NumberTable
from optim_core.models.datasets.own_data import with_file
from optim_core.models.datasets.table_arrays import digest_of
from optim_core.optimizers import SGD, Adam, Lion, Muon
from optim_core.optimizers.schedules import CosineAnnealingLR
from optim_core.specs import ModelRun
from optim_core.train.recording_steps import measured_epochs
from tests.scripts import printed

TABLE = "\n".join(["x,y", *(f"{math.sin(i)},{math.cos(i)}" for i in range(60))]).encode()
RUNS = {
    "moons": ModelRun(dataset=Moons(), model=MLP(), optimizers=(Adam(), Lion(), Muon()), epochs=2, seeds=2),
    "a schedule": ModelRun(
        dataset=Diabetes(),
        model=Linear(),
        optimizers=(SGD(lr=0.01, schedule=CosineAnnealingLR()), SGD(lr=0.02)),
        epochs=3,
    ),
    "a table": ModelRun(
        dataset=with_file(NumberTable(digest=digest_of(TABLE), target=1), "t.csv", TABLE),
        model=MLP(),
        optimizers=(Adam(),),
        epochs=2,
    ),
    "averaged weights": ModelRun(dataset=Moons(), model=MLP(), optimizers=(Adam(), SGD()), epochs=2, ema_decay=0.9),
}


@pytest.mark.parametrize("name", RUNS)
def test_its_cells_are_the_script_and_a_chart(name, tmp_path):
    run = RUNS[name]
    (tmp_path / "t.csv").write_bytes(TABLE)
    notebook = nbformat.reads(model_notebook(run, load("en")), as_version=4)
    nbformat.validate(notebook)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    checks = "assert {len(rows) for rows in CURVES.values()} == {EPOCHS + 1}\nprint(len(chart.data))"
    *found, traces = printed("\n\n".join([*cells, checks]), tmp_path)
    assert found == printed(model_script(run), tmp_path)
    assert traces == str(len(run.optimizers) * run.seeds * (2 if run.ema_decay else 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_headings_are_in_the_language_of_the_reader(language):
    t = load(language)
    cells = json.loads(model_notebook(RUNS["moons"], t))["cells"]
    headings = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"][1:]
    assert headings == [
        f"## {t(f'notebook.{k}')}" for k in ("settings", "definitions", "data", "loop", "race", "curves")
    ]


def test_its_curves_lie_at_the_measured_epochs_and_those_of_averages_are_dashed(tmp_path):
    run = ModelRun(
        dataset=Moons(samples=20), model=MLP(width=4), optimizers=(Adam(),), epochs=2_003, batch_size=100, ema_decay=0.9
    )
    cells = [cell for cell in json.loads(model_notebook(run, load("en")))["cells"] if cell["cell_type"] == "code"]
    checks = "print([(list(trace.x)[-2:], len(trace.y), trace.line.dash) for trace in chart.data])"
    *_, traces = printed("\n\n".join(["".join(cell["source"]) for cell in cells] + [checks]), tmp_path)
    rows = len(measured_epochs(run))
    assert traces == str([([2002, 2003], rows, "solid"), ([2002, 2003], rows, "dash")])
