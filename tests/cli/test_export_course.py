"""`optim-race export course/`: the course as a folder."""

import pytest

from optim_core.cli import main
from optim_core.explain.claims import CLAIMS
from optim_core.explain.lessons import LESSONS


def test_the_course_is_a_folder_of_pages(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("LESSONS", "CLAIMS"):  # two of each, for time
        few = dict(list(LESSONS.items())[:2]) if name == "LESSONS" else CLAIMS[:2]
        monkeypatch.setattr(f"optim_core.export.course.files.{name}", few)
    assert main(["export", "deep/course/", "--language", "ko"]) == 0
    names = ["index", *list(LESSONS)[:2], *(cls.__name__ for cls in CLAIMS[:2])]
    files = {path.name for path in (tmp_path / "deep/course").iterdir()}
    assert files == {"plotly.js", *(f"{name}.html" for name in names)}
    assert len(capsys.readouterr().out.splitlines()) == len(files)
    assert '<html lang="ko">' in (tmp_path / "deep/course" / f"{names[1]}.html").read_text(encoding="utf-8")
    second = (tmp_path / "deep/course" / f"{names[2]}.html").read_text(encoding="utf-8")
    assert all(f'href="{name}.html"' in second for name in ("index", names[1], names[3]))


def test_a_second_folder_is_refused(tmp_path, capsys):
    assert main(["export", f"{tmp_path}/course/", "elsewhere"]) == 2
    assert capsys.readouterr().err.startswith("elsewhere: ")
    assert not (tmp_path / "course").exists()


def test_an_unknown_language_is_refused(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["export", "course/", "--language", "xx"])
    assert caught.value.code == 2


def test_a_race_is_exported_in_the_language(monkeypatch, tmp_path):
    link = "surface=Beale&steps=5&o1=Adam"
    assert main(["export", link, str(tmp_path), "--language", "ko"]) == 0
    assert '<html lang="ko">' in (tmp_path / "race.lab.html").read_text(encoding="utf-8")
