"""A study's result file from an untrusted source: opened read-only, its schema and every value checked."""

import math
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from optim_core.base.domains import Choice, Real, Whole
from optim_core.base.errors import SpecError
from optim_core.permalink import Complete, as_it_is
from optim_core.specs import SurfaceRun
from optim_core.specs.ranking import loss_rounding
from optim_core.sweep.study.bounds import LONGEST_CHARACTER, LONGEST_FILE
from optim_core.sweep.study.plan import canonical, key, trials
from optim_core.sweep.study.result import ENDS, MISSING, ContenderResult, StudyResult
from optim_core.sweep.study.spec import Study
from optim_core.sweep.study.store import FIRST_TOUCH, FORMAT, SCHEMA
from optim_core.sweep.study.toml_reader import read_study

LARGEST = 16 * 1024 * 1024
"""The most bytes of a file: about 50,000 trials."""
MOST_TRIALS = 50_000
READ_SECONDS = 5.0
"""The limit of wall-clock time for reading a file."""
STEPS_PER_CLOCK_CHECK = 10_000
"""Instructions of SQLite's virtual machine from one check of the clock to the next."""

_NUMBER = Real("", -sys.float_info.max, sys.float_info.max)
COLUMNS = {
    "status": Choice("", ENDS[1:]),
    "final_loss": _NUMBER,
    "best_loss": _NUMBER,
    "score": Real("", -sys.float_info.max, 1.0),
    "steps_to": Whole(),
}
"""Column of a trial that is read -> its domain."""


def read_file(data: bytes, complete: Complete = as_it_is) -> StudyResult:
    """Read the content of a study's result file; `complete` as in `read_study`.

    SpecError (`too_large`, `not_study`, `lanes`) for another file or too large a study, and for invalid values.
    """
    if len(data) > LARGEST:
        raise SpecError("study.sqlite", "too_large", got=len(data), limit=LARGEST)
    with TemporaryDirectory() as folder:
        path = Path(folder, "study.sqlite")
        path.write_bytes(data)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
                return _read(file, complete)
        except (sqlite3.Error, UnicodeDecodeError):
            raise _not_study() from None


def _read(file: sqlite3.Connection, complete: Complete) -> StudyResult:
    deadline = time.monotonic() + READ_SECONDS
    file.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_PER_CLOCK_CHECK)
    file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CHARACTER * LONGEST_FILE)
    file.execute("PRAGMA trusted_schema=OFF")
    if dict(file.execute("SELECT name, sql FROM sqlite_schema LIMIT 9").fetchall()) != SCHEMA:
        raise _not_study()
    about = dict(file.execute("SELECT name, value FROM about LIMIT 9").fetchall())
    if about.get("format") not in (FORMAT, FIRST_TOUCH) or not isinstance(about.get("study"), str):
        raise _not_study()
    study = read_study(about["study"], complete)
    if study.trials > MOST_TRIALS:
        raise SpecError("study.sqlite", "lanes", lanes=study.trials, limit=MOST_TRIALS)
    query = f"SELECT key, {', '.join(COLUMNS)} FROM trials LIMIT {MOST_TRIALS}"
    rows = {name: tuple(_checked(values)) for name, *values in file.execute(query)}
    return _result(study, rows, first_touch=about["format"] == FIRST_TOUCH)


def _not_study() -> SpecError:
    return SpecError("study.sqlite", "not_study")


def _checked(values: list[Any]) -> Iterator[Any]:
    for (name, domain), value in zip(COLUMNS.items(), values, strict=True):
        missing = value is None and name != "status"
        yield math.nan if missing else domain.check(value, f"trials.{name}")


def _result(study: Study, rows: dict[str, tuple[Any, ...]], *, first_touch: bool) -> StudyResult:
    """Sort the rows by key into the arrays of the study; rows of other trials are ignored."""
    shapes = [(math.prod(one.shape), len(study.instances)) for one in study.contenders]
    arrays = [np.full((len(COLUMNS), *shape), np.nan) for shape in shapes]
    nothing = (MISSING, *[math.nan] * (len(COLUMNS) - 1))
    for trial in trials(study):
        status, *numbers = rows.get(key(canonical(trial.run)), nothing)
        arrays[trial.contender][:, trial.setting, trial.instance] = [ENDS.index(status), *numbers]
    contenders = tuple(
        ContenderResult(
            contender=contender,
            label=label,
            ended=ended.astype(np.int8),
            **dict(zip(list(COLUMNS)[1:], numbers, strict=True)),
            by_score=not isinstance(study.base, SurfaceRun),
            rounding=loss_rounding(study.base.surface) if isinstance(study.base, SurfaceRun) else 0.0,
        )
        for contender, label, (ended, *numbers) in zip(study.contenders, study.labels, arrays, strict=True)
    )
    return StudyResult(study=study, contenders=contenders, first_touch=first_touch)
