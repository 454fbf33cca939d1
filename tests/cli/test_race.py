"""`optim-race race` and `export`: the ranks and the files of a link."""

import csv
import io

import numpy as np
import pytest

from optim_core.base.text import load
from optim_core.cli import linked_race, main
from optim_core.export import surface_script
from optim_core.models.datasets.table_arrays import digest_of
from tests.scripts import printed

LINK = "surface=Beale&steps=50&o1=Adam&o1.lr=0.05&o2=SGD&o2.lr=100"
TRAINING = "dataset=Moons&model=MLP&epochs=2&seeds=2&o1=Adam&o2=SGD&o2.lr=1000&o2.weight_decay=10"


def table(link: str) -> list[list[str]]:
    return [line.split() for line in linked_race.linked_race(link, load("en")).table().splitlines()]


def test_a_link_or_its_query_gives_the_ranks_in_the_order_of_contenders():
    lines = table(LINK)
    assert lines == table(f"http://localhost:8501/surface?{LINK}&lang=ko")
    assert lines[0][:2] == ["rank", "contender"]
    assert [line[:2] for line in lines[1:]] == [["1", "Adam"], ["-", "SGD"]]
    assert "diverged" in lines[2]


def test_a_link_with_a_model_gives_the_ranks_of_the_training():
    lines = table(TRAINING)
    assert [line[:2] for line in lines[1:3]] == [["A", "Adam"], ["-", "SGD"]]
    assert [line[5:8] for line in lines[1:3]] == [["0", "of", "2"], ["2", "of", "2"]]
    assert table(TRAINING.replace("1000", "0.1"))[3][:5] == ["With", "2", "seeds", "no", "difference"]
    assert table("http://localhost:8501/model?epochs=1&o1=SGD")[1][1] == "SGD"


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("surface=Beale&o1=Adam&o1.lr=nan", "o1.lr"),
        ("surface=Nope", "surface"),
        ("surface=Beale&o1=Nope", "o1"),
        ("surface=Beale&o1=Adam&o1.off=True", "SurfaceRun.optimizers"),
        ("surface=Beale&o1=Adam&o1.beta=0.9", "o1.beta"),
        ("dataset=Moons&model=MLP&epochs=0", "epochs"),
        ("dataset=Nope", "dataset"),
    ],
)
@pytest.mark.parametrize("command", ["race", "export"])
def test_an_invalid_entry_is_named_and_nothing_is_written(link, name, command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main([command, link]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(name)
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_an_export_without_a_file_is_printed_instead_of_the_table(capsys):
    assert main(["race", LINK, "--script"]) == 0
    assert capsys.readouterr().out == surface_script(linked_race.linked_race(LINK, load("en")).run)
    assert main(["race", LINK, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["contender"] for row in rows} == {"Adam", "SGD"}
    assert len([row for row in rows if row["contender"] == "Adam"]) == 51


def test_an_export_with_a_file_leaves_the_table(capsys, tmp_path):
    files = {option: tmp_path / f"a.{option}" for option in ("csv", "script", "html", "lab")}
    assert main(["race", LINK, *(f"--{option}={path}" for option, path in files.items())]) == 0
    assert capsys.readouterr().out.startswith("rank")
    assert "Plotly.newPlot" in files["html"].read_text(encoding="utf-8")
    assert '"link":""' in files["lab"].read_text(encoding="utf-8")  # the link is a query alone
    assert files["csv"].read_text(encoding="utf-8").count("\n") > 50
    assert printed(files["script"].read_text(encoding="utf-8"), tmp_path)[0].startswith("Adam: step=50 ")


@pytest.mark.parametrize(
    ("link", "names"),
    [
        (LINK, ["race.csv", "race.html", "race.lab.html", "race.py"]),
        (TRAINING, ["training.csv", "training.html", "training.ipynb", "training.npz", "training.py"]),
    ],
)
def test_export_writes_all_files_and_prints_their_paths(link, names, capsys, tmp_path):
    folder = tmp_path / "new" / "folder"
    assert main(["export", link, str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == names
    assert sorted(capsys.readouterr().out.split()) == [str(folder / name) for name in names]
    assert all(path.stat().st_size > 500 for path in folder.iterdir())
    for path in folder.glob("*.npz"):
        assert np.load(path)["diverged"].tolist() == ["SGD seed 0", "SGD seed 1"]


@pytest.mark.parametrize("arguments", [["race", LINK, "--csv", "no/folder/a.csv"], ["export", LINK, "file"]])
@pytest.mark.parametrize(("language", "words"), [("en", "cannot be written"), ("ko", "쓸 수 없습니다")])
def test_a_file_that_cannot_be_written_ends_in_a_sentence(arguments, language, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", language)
    (tmp_path / "file").write_text("")
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1


def test_a_training_has_no_interactive_page(capsys, tmp_path):
    assert main(["race", TRAINING, f"--lab={tmp_path / 'a.html'}"]) == 2
    said = capsys.readouterr()
    assert "a race on a surface" in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "a.html").exists()


TABLE = "a,b,kind\n" + "".join(f"{i},{i * i % 7},{'yes' if i > 20 else 'no'}\n" for i in range(40))


@pytest.fixture
def own(tmp_path):
    """(link of a training on a table, path of its file)."""
    path = tmp_path / "my table.csv"
    path.write_text(TABLE)
    link = f"dataset=ClassTable&dataset.digest={digest_of(TABLE.encode())}&dataset.target=2&model=MLP&epochs=2&o1=Adam"
    return link, path


@pytest.mark.parametrize("command", ["race", "export"])
def test_a_link_to_a_table_of_ones_own_takes_its_file(own, command, tmp_path, capsys):
    link, path = own
    rest = [str(tmp_path / "out")] if command == "export" else []
    assert main([command, link, *rest, "--data", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "training.py" in shown if command == "export" else "Adam" in shown


def test_a_missing_wrong_or_unneeded_file_is_said(own, tmp_path, capsys):
    link, path = own
    other = tmp_path / "other.csv"
    other.write_text(TABLE + "1,2,no\n")
    cases = [
        ([link], "--data FILE is needed"),
        ([link, "--data", str(other)], "other.csv is another file than the one that is meant"),
        ([link, "--data", str(tmp_path / "none.csv")], "none.csv cannot be read"),
        ([TRAINING, "--data", str(path)], "leave the option out"),
        ([LINK, "--data", str(path)], "leave the option out"),
    ]
    for arguments, sentence in cases:
        assert main(["race", *arguments]) == 2
        assert sentence in capsys.readouterr().err
