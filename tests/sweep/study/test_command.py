"""Every failure of the command ends in one plain sentence and a documented exit status, never in a traceback."""

import http.server
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest

from optim_core.base.environment import WORKER_COUNT
from optim_core.base.text import load
from optim_core.cli import main
from optim_core.sweep.study import cli, engines, read_study, store
from optim_core.sweep.study.engines import Dask, EngineError
from optim_core.sweep.study.run import run_study
from optim_core.sweep.study.store import Store, StoreError
from tests.sweep.study.processes import ROOT
from tests.sweep.study.test_failures import NINE, STUDY, Threads, run
from tests.sweep.study.test_toml import SURFACE

PAGE = 4096
"""Bytes of an SQLite page."""


@pytest.fixture
def sweep(tmp_path, monkeypatch, capsys):
    """Run the command on `NINE`; return the exit status and the text on stderr."""
    (tmp_path / "study.toml").write_text(NINE, encoding="utf-8")
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    monkeypatch.delenv("OPTIM_DASK", raising=False)
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)

    def call(*arguments, study="study.toml", out="study.sqlite", threads=True):
        if threads:
            monkeypatch.setattr(cli, "engine", lambda *_: Threads())
        paths = str(tmp_path / study), "--out", str(tmp_path / out)
        return main(["sweep", *paths, *arguments]), capsys.readouterr().err

    return call


def one_sentence(said: str) -> bool:
    """Whether the text is one line, apart from progress."""
    return len([line for line in said.splitlines() if "█" not in line and "░" not in line]) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read: No such file"),
        (b"", "[surface], or both [dataset] and [model], must be given"),
        (b"\xff\xfe\x00", "must be text in UTF-8"),
        (NINE.encode("utf-16"), "must be text in UTF-8"),
        (b"a = [", "this is not TOML"),
        (b"a." * 200_000 + b"b=1", "a key may have 8 parts, got 200001"),
        (b"#" * 3_000_000, "2000001 bytes or more"),
        (b'[surface]\nname = ["Rosenbrock"]', "surface.name must be in"),
        (SURFACE.encode(), "optimizers"),
    ],
)
def test_a_study_that_cannot_be_read(sweep, tmp_path, content, words):
    if content is not None:
        (tmp_path / "bad.toml").write_bytes(content)
    status, said = sweep(study="bad.toml")
    assert (status, one_sentence(said)) == (2, True)
    assert words in said
    assert not (tmp_path / "study.sqlite").exists()


def test_a_study_that_is_a_folder(sweep):
    status, said = sweep(study=".")
    assert (status, one_sentence(said)) == (2, True)
    assert "Is a directory" in said


def test_a_study_with_a_byte_order_mark_is_run(sweep, tmp_path):
    (tmp_path / "marked.toml").write_bytes(NINE.encode("utf-8-sig"))
    assert sweep(study="marked.toml")[0] == 0


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "", "nan", "9" * 5_000, str(WORKER_COUNT.high + 1)])
def test_an_invalid_worker_count(sweep, monkeypatch, count):
    status, said = sweep(f"--workers={count}")
    assert (status, one_sentence(said)) == (2, True)
    assert f"--workers must be in {{1, …, 512}}, got {count[:40]}" in said
    if count in ("", "0"):
        return
    monkeypatch.setenv("OPTIM_WORKERS", count)
    status, said = sweep()
    assert (status, one_sentence(said)) == (2, True)
    assert f"OPTIM_WORKERS must be in {{0, …, 512}}, got {count[:40]}" in said


@pytest.mark.parametrize("setting", ["OPTIM_WORKERS=two", "OPTIM_WORKERS=-1", "OPTIM_OPTIMIZERS=nope:X"])
@pytest.mark.parametrize("program", [["-m", "optim_core"], ["-m", "streamlit", "run", "app.py"]], ids=["sweep", "app"])
def test_a_wrong_setting_starts_nothing(tmp_path, setting, program):
    name, _, value = setting.partition("=")
    more = ["sweep", "docs/study.toml", "--out", str(tmp_path / "study.sqlite")]
    if "streamlit" in program:
        more = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={_free_port()}"]
    environment = {**os.environ, name: value}
    asked = [sys.executable, *program, *more]
    done = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(name)
    assert one_sentence(done.stderr)
    assert "Traceback" not in done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("missing/study.sqlite", "cannot be opened or made"),
        (".", "is a folder"),
        ("study.toml", "exists already"),
        ("study.toml/study.sqlite", "cannot be opened or made"),
        ("x" * 300, "cannot be opened or made"),
        ("/proc/study.sqlite", "cannot be opened or made"),
    ],
)
def test_a_file_that_cannot_be_created(sweep, out, words):
    status, said = sweep(out=out)
    assert (status, one_sentence(said)) == (2, True)
    assert words in said


@pytest.mark.parametrize("code", sorted(store.REASONS))
def test_every_reason_has_a_sentence(tmp_path, code):
    for language in ("en", "ko"):
        assert f"study.file.{store.REASONS[code]}" in load(language)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_not_resumed(sweep, tmp_path, content):
    (tmp_path / "study.sqlite").write_bytes(content)
    status, said = sweep("--resume")
    assert (status, one_sentence(said)) == (2, True)
    assert (tmp_path / "study.sqlite").read_bytes() == content


def test_a_read_only_file(sweep, tmp_path, monkeypatch):
    run(tmp_path / "study.sqlite")
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **more: real(f"file:{path}?mode=ro", uri=True, **more))
    monkeypatch.setattr(cli.Store, "keys", lambda self: set())  # so that there is something to write
    status, said = sweep("--resume")
    assert (status, one_sentence(said)) == (3, True)
    assert "read-only" in said


def test_a_locked_file(sweep, tmp_path):
    with closing(sqlite3.connect(tmp_path / "study.sqlite")) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN EXCLUSIVE")
        status, said = sweep("--resume")
    assert (status, one_sentence(said)) == (2, True)
    assert "locked by another program" in said


def test_a_file_that_is_locked_while_a_study_runs(sweep, tmp_path, monkeypatch):
    others = []

    def locked(study, opened, *more):
        others.append(sqlite3.connect(tmp_path / "study.sqlite"))
        others[0].execute("BEGIN IMMEDIATE")
        return run_study(study, opened, *more)

    monkeypatch.setattr(cli, "run_study", locked)
    status, said = sweep()
    others[0].close()
    assert (status, one_sentence(said)) == (3, True)
    assert "locked by another program" in said


def test_a_disk_that_is_full_while_a_study_runs(sweep, tmp_path, monkeypatch):
    def full(study, opened, *more):
        pages = opened._file.execute("PRAGMA page_count").fetchone()[0]
        opened._file.execute(f"PRAGMA max_page_count={pages}")
        return run_study(study, opened, *more)

    rows = NINE.replace("count = 9", "count = 900")
    (tmp_path / "study.toml").write_text(rows, encoding="utf-8")
    monkeypatch.setattr(cli, "run_study", full)
    status, said = sweep()
    assert (status, one_sentence(said)) == (3, True)
    assert "the disk is full" in said
    monkeypatch.setattr(cli, "run_study", run_study)
    assert sweep("--resume")[0] == 0


def test_a_disk_that_is_full_before_a_study_begins(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SCHEMA", {"limit": "PRAGMA max_page_count=1", **store.SCHEMA})
    with pytest.raises(StoreError) as caught:
        Store(tmp_path / "study.sqlite", STUDY, resume=False)
    assert (caught.value.key, caught.value.begun) == ("full", False)


def test_a_damaged_page(sweep, tmp_path):
    larger = NINE.replace("count = 9", "count = 60")
    (tmp_path / "study.toml").write_text(larger, encoding="utf-8")
    path = tmp_path / "study.sqlite"
    run(path, read_study(larger))
    sound = path.read_bytes()
    assert len(sound) >= 6 * PAGE
    for start in range(0, len(sound), PAGE):
        path.write_bytes(sound[:start] + b"\xa5" * PAGE + sound[start + PAGE :])
        status, said = sweep("--resume")
        assert (status, one_sentence(said)) == (2, True)
        assert "study.sqlite" in said


@pytest.mark.parametrize(
    "address",
    ["nonsense", "nonsense:", ":8786", "tcp://", "tcp://a", "tcp://a:b", "tcp://a:0", "tcp://a:99999", "a b:1", "http://a:1"],
)  # fmt: skip
@pytest.mark.parametrize("how", ["option", "variable"])
def test_an_invalid_address_is_refused_at_once(sweep, tmp_path, monkeypatch, address, how):
    monkeypatch.setattr(engines.importlib, "import_module", lambda name: pytest.fail("Dask was asked"))
    if how == "variable":
        monkeypatch.setenv("OPTIM_DASK", address)
    status, said = sweep(*([f"--dask={address}"] if how == "option" else []), threads=False)
    assert (status, one_sentence(said)) == (2, True)
    assert "is not the address of a Dask scheduler" in said
    assert not (tmp_path / "study.sqlite").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "127.0.0.1:{port}", "tls://nowhere.invalid:{port}"])
def test_an_address_where_nothing_listens(sweep, tmp_path, address):
    begun = time.monotonic()
    status, said = sweep("--dask", address.format(port=_free_port()), threads=False)
    assert (status, one_sentence(said)) == (2, True)
    assert "No Dask scheduler answers" in said
    assert time.monotonic() - begun < engines.CONNECT_SECONDS
    assert not (tmp_path / "study.sqlite").exists()


def test_an_address_where_something_else_listens(monkeypatch):
    class Silent(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            """Never answer."""

    monkeypatch.setattr(engines, "CONNECT_SECONDS", 2)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(EngineError) as caught:
            Dask(f"tcp://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert caught.value.key == "unreachable"


def test_without_dask(sweep, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, said = sweep("--dask", "tcp://127.0.0.1:8786", threads=False)
    assert (status, one_sentence(said)) == (2, True)
    assert "Dask is not installed" in said
    assert not (tmp_path / "study.sqlite").exists()


def test_failed_runs_are_tried_again_with_resume_only(sweep, tmp_path):
    status, said = sweep("--retry-failed")
    assert (status, one_sentence(said)) == (2, True)
    assert not (tmp_path / "study.sqlite").exists()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("arguments", [["--help"], ["sweep", "--help"]])
def test_the_exit_statuses_are_documented(monkeypatch, capsys, language, arguments):
    monkeypatch.setenv("LANG", language)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"\n  {status}  " in said for status in (cli.OK, cli.REFUSED, cli.INTERRUPTED))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_refusal_is_in_the_language_of_the_terminal(sweep, monkeypatch, language):
    monkeypatch.setenv("LANG", language)
    words = {"en": "is a folder", "ko": "폴더입니다"}
    assert words[language] in sweep(out=".")[1]
