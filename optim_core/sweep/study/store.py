"""The result file of a study: an SQLite database with one row per trial, committed after every job."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from optim_core.base.result import Status
from optim_core.sweep.study.bounds import check_bounds
from optim_core.sweep.study.compute import RunOutcome
from optim_core.sweep.study.spec import Study
from optim_core.sweep.study.toml_writer import study_toml

FORMAT = "2"
FIRST_TOUCH = "1"
"""The format of version 1.0, where `steps_to` counts to the first touch of the target, whether or not a run stays."""
FAILED = Status.FAILED.value
"""The status of a trial that could not be computed, or whose worker died; `note` says why."""
SCHEMA = {
    "about": "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "trials": (
        "CREATE TABLE trials (key TEXT PRIMARY KEY, run TEXT NOT NULL, status TEXT NOT NULL, final_loss REAL, "
        "best_loss REAL, score REAL, x REAL, y REAL, steps_to INTEGER, note TEXT) WITHOUT ROWID"
    ),
}
"""Table -> the statement that creates it. `run` is the query of the link to the trial, `key` the hash of that."""


Row = tuple[str, str, RunOutcome]
"""(key, run, outcome) of a trial."""
LOCK_SECONDS = 5.0
"""How long to wait for another program that is writing to the file."""
REASONS = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_CORRUPT: "damaged",
}
"""SQLite result code -> `StoreError.key`."""


class StoreError(Exception):
    """A file that cannot be used. `t("study.file." + key, path=path)` says why.

    `begun` is true if trials were being written.
    """

    def __init__(self, key: str, path: Path, *, begun: bool = False) -> None:
        self.key, self.path, self.begun = key, path, begun
        super().__init__(f"{path}: {key}")


class Store:
    """An open result file. Every method raises StoreError if the file cannot be read or written."""

    def __init__(self, path: Path, study: Study, *, resume: bool) -> None:
        """Create the file; with `resume`, continue an existing file of the same study.

        StoreError (`folder`, `exists`, `other`, or one of `REASONS`) if that cannot be done.
        """
        self._path, self._begun = path, False
        try:
            if path.is_dir():
                raise StoreError("folder", path)
            if path.exists() and not resume:
                raise StoreError("exists", path)
        except OSError as error:  # the name is too long, or the folder cannot be read
            raise StoreError("cannot_open", path) from error
        about = {"format": FORMAT, "study": study_toml(study), "torch": torch.__version__}
        check_bounds(about["study"])
        with self._store_errors():
            self._file = sqlite3.connect(path, timeout=LOCK_SECONDS)
        try:
            self._open(about)
        except StoreError:
            self._file.close()
            raise

    def _open(self, about: dict[str, str]) -> None:
        with self._store_errors():
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=NORMAL")
            with self._file:
                if not self._file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    for statement in SCHEMA.values():
                        self._file.execute(statement)
                    self._file.executemany("INSERT INTO about VALUES (?, ?)", about.items())
            found = dict(self._file.execute("SELECT name, value FROM about"))
            if found == {**about, "format": FIRST_TOUCH}:
                self._renew()
                found = about
        if found != about:
            raise StoreError("other", self._path)

    def _renew(self) -> None:
        """Bring a file of the format `FIRST_TOUCH` up to date: runs that touched the target are to be run again."""
        with self._file:
            self._file.execute("DELETE FROM trials WHERE steps_to IS NOT NULL")
            self._file.execute("UPDATE about SET value = ? WHERE name = 'format'", (FORMAT,))

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        """Turn an SQLite error into a StoreError with its reason."""
        try:
            yield
        except (sqlite3.Error, UnicodeError) as error:  # damaged text cannot be decoded
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the primary result code
            raise StoreError(REASONS.get(code, "unusable"), self._path, begun=self._begun) from error

    def keys(self) -> set[str]:
        """The keys of all stored trials."""
        with self._store_errors():
            return {key for (key,) in self._file.execute("SELECT key FROM trials")}

    def failed(self) -> int:
        """The number of stored trials that could not be computed."""
        with self._store_errors():
            found = self._file.execute("SELECT count(*) FROM trials WHERE status = ?", (FAILED,))
            return int(found.fetchone()[0])

    def failures(self, most: int) -> list[tuple[str, str | None]]:
        """(run, note) of the first `most` trials that could not be computed."""
        with self._store_errors():
            query = "SELECT run, note FROM trials WHERE status = ? ORDER BY run LIMIT ?"
            return self._file.execute(query, (FAILED, most)).fetchall()

    def forget_failures(self) -> None:
        """Delete the trials that could not be computed, so that they are run again."""
        with self._store_errors(), self._file:
            self._file.execute("DELETE FROM trials WHERE status = ?", (FAILED,))

    def add(self, rows: Iterable[Row]) -> None:
        """Write trials in one transaction; skip trials that are stored already."""
        self._begun = True
        with self._store_errors(), self._file:
            self._file.executemany(
                "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((key, run, *outcome) for key, run, outcome in rows),
            )

    def close(self) -> None:
        self._file.close()
