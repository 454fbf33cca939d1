"""A study on a table in a file of one's own: only the command line reads the file."""

import sqlite3
from contextlib import closing
from functools import partial

import pytest

from optim_core.base.errors import SpecError
from optim_core.cli import main
from optim_core.models.datasets import Moons
from optim_core.models.datasets.own_file import OwnFile, with_given
from optim_core.models.datasets.own_table import survey
from optim_core.models.datasets.table_arrays import digest_of
from optim_core.sweep.maps import model_map_study, read_model_map_run
from optim_core.sweep.study import cli, read_study
from optim_core.sweep.study.reading import read_file
from tests.sweep.study.test_failures import Threads
from tests.sweep.study.test_toml import EXAMPLE

TABLE = "a,b,kind\n" + "".join(f"{i},{i * i % 7},{'yes' if i > 30 else 'no'}\n" for i in range(60))
DIGEST = digest_of(TABLE.encode())
REST = """
[model]
name = "Logistic"

[run]
epochs = 2
batch_size = 16
seeds = [0, 1]

[[optimizers]]
name = "SGD"
lr = { values = [0.01, 0.1] }
"""
OWN = f'[dataset]\nname = "ClassTable"\ntarget = 2\ndigest = "{DIGEST}"\n{REST}'
FILE = OwnFile("my table.csv", TABLE.encode(), survey(TABLE.encode()))


@pytest.fixture
def sweep(tmp_path, monkeypatch, capsys):
    """Run the command on a study's text with a table's file; return status, stdout and stderr."""
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    monkeypatch.setattr(cli, "engine", lambda *_: Threads())
    monkeypatch.delenv("OPTIM_DASK", raising=False)

    def call(text, *arguments, data=TABLE):
        (tmp_path / "study.toml").write_text(text, encoding="utf-8")
        if data is not None:
            (tmp_path / "table.csv").write_text(data, encoding="utf-8")
            arguments = (*arguments, "--data", str(tmp_path / "table.csv"))
        status = main(["sweep", str(tmp_path / "study.toml"), "--out", str(tmp_path / "out.sqlite"), *arguments])
        return status, *capsys.readouterr()

    return call


@pytest.mark.parametrize("text", [OWN, OWN.replace(f'digest = "{DIGEST}"', "")], ids=["digest", "any file"])
def test_a_study_on_a_table_is_run_with_its_file_and_opened_with_it_only(sweep, tmp_path, text):
    assert sweep(text)[0] == 0
    data = (tmp_path / "out.sqlite").read_bytes()
    (result,) = read_file(data, partial(with_given, file=FILE)).contenders
    assert result.score.shape == (2, 2)
    assert (result.score > 0.3).all()
    other = FILE._replace(survey=FILE.survey._replace(digest="0" * len(DIGEST)))
    for file in (None, other):
        with pytest.raises(SpecError) as error:
            read_file(data, partial(with_given, file=file))
        assert error.value.key == "table_missing"


def test_the_file_of_the_results_has_the_digest_and_no_path(sweep, tmp_path):
    assert sweep(OWN.replace(f'digest = "{DIGEST}"', ""))[0] == 0
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as file:
        about = dict(file.execute("SELECT name, value FROM about"))
    assert DIGEST in about["study"]
    assert "table.csv" not in str(about)


def test_a_missing_another_or_an_unneeded_file_is_said_in_one_sentence(sweep, tmp_path):
    known = OWN.replace('name = "ClassTable"', 'name = "Moons"').replace("target = 2", "").replace(DIGEST, "")
    known = known.replace('digest = ""', "")
    for text, data, words in (
        (OWN, None, "--data FILE is needed: the data set ClassTable is made of a file"),
        (
            OWN,
            TABLE + "1,2,no\n",
            f"table.csv is another file than the one that is meant, which has the digest {DIGEST}",
        ),
        (OWN.replace("target = 2", "target = 9"), TABLE, "3 columns"),
        (OWN, "\x00\x01", "another file"),
        (known, TABLE, "leave the option out"),
        (EXAMPLE, TABLE, "leave the option out"),
    ):
        status, _, said = sweep(text, data=data)
        assert (status, words in said, len(said.splitlines())) == (2, True, 1), said
        assert not (tmp_path / "out.sqlite").exists()
    status, _, said = sweep(OWN, "--data", str(tmp_path / "none.csv"), data=None)
    assert (status, "none.csv cannot be read" in said) == (2, True)


def test_a_study_is_not_resumed_with_another_table(sweep, tmp_path):
    free = OWN.replace(f'digest = "{DIGEST}"', "")
    assert sweep(free)[0] == 0
    assert sweep(free, "--resume")[0] == 0
    status, _, said = sweep(free, "--resume", data=TABLE + "61,2,yes\n")
    assert (status, len(said.splitlines())) == (2, 1)


@pytest.mark.parametrize("field", ["data", "path", "file", "name_of_file"])
def test_the_text_of_a_study_cannot_name_a_path(field, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    with pytest.raises(SpecError) as error:
        read_study(OWN.replace("target = 2", f'target = 2\n{field} = "{path}"'), partial(with_given, file=None))
    assert error.value.key == "no_axis"


def test_a_map_over_trainings_on_a_table_is_a_study_that_names_it_by_its_digest():
    query = {
        "dataset": "ClassTable", "dataset.digest": DIGEST, "dataset.target": "2", "dataset.columns": "nnc",
        "model": "Logistic", "o1": "SGD", "grid": "3", "epochs": "2", "seed": "4",
    }  # fmt: skip
    complete = partial(with_given, file=FILE)
    run = read_model_map_run(query, complete)
    text = model_map_study(run)
    assert DIGEST in text
    assert FILE.name not in text
    study = read_study(text, complete)
    assert (study.base.dataset, study.base.dataset.data.name, study.seeds) == (run.dataset, FILE.name, (4,))
    assert {*study.contenders[0].settings()} == {
        run.sweep(run.optimizers[0]).run_at(i, j).optimizers[0] for i in range(3) for j in range(3)
    }
    assert study.complete(Moons()) == Moons()
