"""The file of a study: SQLite, a row a trial, each written for good as soon as it is known."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import torch

from optim_core.study.spec import Study
from optim_core.study.toml import study_toml
from optim_core.study.work import Outcome

FORMAT = "1"
FAILED = "failed"
"""The status of a trial that could not be computed; `note` says why."""
SCHEMA = {
    "about": "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "trials": (
        "CREATE TABLE trials (key TEXT PRIMARY KEY, run TEXT NOT NULL, status TEXT NOT NULL, final_loss REAL, "
        "best_loss REAL, score REAL, x REAL, y REAL, steps_to INTEGER, note TEXT) WITHOUT ROWID"
    ),
}
"""Table -> how it is made. `run` is the query of the link that shows the trial, `key` the hash of it."""


class StoreError(Exception):
    """A file that cannot be used. `t("study.file." + key, path=path)` says why."""

    def __init__(self, key: str, path: Path) -> None:
        self.key, self.path = key, path
        super().__init__(f"{path}: {key}")


class Store:
    """An open file of a study."""

    def __init__(self, path: Path, study: Study, *, resume: bool) -> None:
        """Make the file; with `resume`, go on with one of the same study. StoreError if it cannot be used."""
        if path.exists() and not resume:
            raise StoreError("exists", path)
        try:
            self._open(path, study)
        except sqlite3.Error as error:
            raise StoreError("unusable", path) from error

    def _open(self, path: Path, study: Study) -> None:
        self._file = sqlite3.connect(path)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=NORMAL")
        about = {"format": FORMAT, "study": study_toml(study), "torch": torch.__version__}
        with self._file:
            if not self._file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                for made in SCHEMA.values():
                    self._file.execute(made)
                self._file.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        if dict(self._file.execute("SELECT name, value FROM about")) != about:
            self._file.close()
            raise StoreError("other", path)

    def keys(self) -> set[str]:
        """The trials that are there."""
        return {key for (key,) in self._file.execute("SELECT key FROM trials")}

    def add(self, rows: Iterable[tuple[str, str, Outcome, str | None]]) -> None:
        """Write (key, run, outcome, note) of some trials, all or none."""
        with self._file:
            self._file.executemany(
                "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((key, run, *outcome, note) for key, run, outcome, note in rows),
            )

    def close(self) -> None:
        self._file.close()
