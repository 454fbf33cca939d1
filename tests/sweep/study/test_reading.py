"""Reading a result file from an untrusted source: a study's file is read, everything else is refused."""

import math
import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.figures.maps.study import study_alt, study_map, study_points
from optim_core.figures.numbers import sendable
from optim_core.sweep.study import read_study
from optim_core.sweep.study.bounds import LONGEST_FILE
from optim_core.sweep.study.compute import RunOutcome, compute
from optim_core.sweep.study.plan import canonical, chunks, key, runs_of, trials
from optim_core.sweep.study.reading import LARGEST, read_file
from optim_core.sweep.study.result import ENDS, ContenderResult, StudyResult, study_rows
from optim_core.sweep.study.store import FAILED, Store, StoreError

STUDY = read_study("""
[surface]
name = "Rosenbrock"
[run]
starts = [[-1.2, 1.0], [0.5, 2.0]]
steps = 60
[[optimizers]]
name = "SGD"
lr = { from = 1e-4, to = 1, count = 5 }
[[optimizers]]
name = "Adam"
lr = { from = 1e-3, to = 1, count = 4 }
beta1 = { values = [0, 0.9] }
""")


@pytest.fixture
def path(tmp_path):
    """The file of a study whose last chunk is missing, and whose last chunk but one failed."""
    whole = list(chunks(STUDY))
    store = Store(tmp_path / "study.sqlite", STUDY, resume=False)
    for chunk, outcomes in zip(whole[:-2], compute(tuple(whole[:-2])).chunks, strict=True):
        add(store, chunk, outcomes)
    add(store, whole[-2], [RunOutcome(status=FAILED)] * len(runs_of(whole[-2])))
    store.close()
    return tmp_path / "study.sqlite"


def add(store, chunk, outcomes):
    texts = [canonical(run) for run in runs_of(chunk)]
    store.add((key(text), text, outcome) for text, outcome in zip(texts, outcomes, strict=True))


def changed(path, statement):
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(statement)
    return path.read_bytes()


def test_a_file_has_the_results_of_descend(path):
    sgd, adam = read_file(path.read_bytes()).contenders
    for trial in list(trials(STUDY))[: sgd.ended.size]:
        (own,) = descend(trial.run)
        place = trial.setting, trial.instance
        assert math.isclose(sgd.final_loss[place], own.loss[-1], rel_tol=1e-9)
        assert np.isnan(sgd.value[trial.setting]) or not own.status.diverged
    assert np.isnan(adam.value).all()


def test_only_settings_with_a_result_are_ranked(path):
    sgd, adam = study_rows(read_file(path.read_bytes()))
    assert (sgd.done, sgd.failed, adam.done, adam.failed) == (1, 0, 0.5, 8)
    assert adam.value is None
    result = read_file(path.read_bytes()).contenders[0]
    ends = [
        [descend(trial.run)[0] for trial in trials(STUDY) if (trial.contender, trial.setting) == (0, n)]
        for n in range(5)
    ]
    sound = {
        n: np.mean([one.loss[-1] for one in runs])
        for n, runs in enumerate(ends)
        if not any(r.status.diverged for r in runs)
    }
    assert len(sound) < 5
    assert result.best == min(sound, key=sound.get)
    assert sgd.value == pytest.approx(sound[result.best])
    shares = [one.status in (Status.LEFT_DOMAIN, Status.NOT_FINITE) for runs in ends for one in runs]
    assert sgd.diverged == np.mean(shares)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_missing_number_reaches_a_chart(path, language):
    result, t = read_file(path.read_bytes()), load(language)
    drawings = [study_points(result, t), *(study_map(result, index, t) for index in range(2))]
    assert [trace["name"] for trace in drawings[0]["data"]] == ["SGD", "SGD", "Adam"]
    for drawing in drawings:
        assert "nan" not in repr(sendable(drawing)).lower()
    assert "SGD" in study_alt(result, t)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE trials SET status = 'won'", "trials.status"),
        ("UPDATE trials SET final_loss = 9e999", "trials.final_loss"),
        ("UPDATE trials SET final_loss = 'low'", "trials.final_loss"),
        ("UPDATE trials SET score = 2", "trials.score"),
        ("UPDATE trials SET steps_to = -1", "trials.steps_to"),
        ("UPDATE about SET value = 'x' WHERE name = 'study'", "STUDY"),
        ("UPDATE about SET value = '3' WHERE name = 'format'", "study.sqlite"),
        ("CREATE VIEW more AS SELECT 1", "study.sqlite"),
        ("CREATE TRIGGER more AFTER INSERT ON trials BEGIN SELECT 1; END", "study.sqlite"),
        ("DROP TABLE trials", "study.sqlite"),
        ("DROP TABLE about", "study.sqlite"),
        ("CREATE INDEX more ON trials (run)", "study.sqlite"),
        ("CREATE TABLE more (x)", "study.sqlite"),
        ("DROP TABLE trials; CREATE VIEW trials AS SELECT * FROM about", "study.sqlite"),
        ("UPDATE about SET value = zeroblob(100) WHERE name = 'study'", "study.sqlite"),
        ("UPDATE about SET value = 3 WHERE name = 'study'", "STUDY"),
        ("UPDATE about SET value = x'ff' WHERE name = 'format'", "study.sqlite"),
        ("UPDATE about SET value = CAST(x'ff' AS TEXT) WHERE name = 'study'", "study.sqlite"),
        ("UPDATE about SET value = '' WHERE name = 'study'", "STUDY"),
        ("UPDATE about SET name = x'00' WHERE name = 'study'", "study.sqlite"),
        ("DELETE FROM about", "study.sqlite"),
        (f"UPDATE about SET value = '{'a.' * 200_000}b=1' WHERE name = 'study'", "STUDY"),
        (f"UPDATE about SET value = '{'#' * (LONGEST_FILE + 1)}' WHERE name = 'study'", "STUDY"),
        (f"UPDATE about SET value = '{'#' * (5 * LONGEST_FILE)}' WHERE name = 'study'", "study.sqlite"),
        ("UPDATE trials SET status = x'00'", "trials.status"),
        ("UPDATE trials SET status = zeroblob(3000000)", "study.sqlite"),
        ("UPDATE trials SET status = CAST(x'ff' AS TEXT)", "study.sqlite"),
        ("UPDATE trials SET status = 1", "trials.status"),
        ("UPDATE trials SET status = 'missing'", "trials.status"),
        ("UPDATE trials SET final_loss = x'00'", "trials.final_loss"),
        ("UPDATE trials SET best_loss = -9e999", "trials.best_loss"),
        ("UPDATE trials SET steps_to = 9223372036854775807", "trials.steps_to"),
        ("UPDATE trials SET steps_to = 0.5", "trials.steps_to"),
        ("UPDATE trials SET steps_to = 'x'", "trials.steps_to"),
        ("ALTER TABLE trials ADD COLUMN more", "study.sqlite"),
    ],
)
def test_a_file_that_no_study_wrote_is_refused(path, statement, where):
    with pytest.raises(SpecError) as caught:
        read_file(changed(path, statement))
    assert caught.value.where == where


@pytest.mark.parametrize("cut", [0, 10, 100, 3_000, 5_000])
def test_a_broken_file_is_refused(path, cut):
    with pytest.raises(SpecError, match=r"^study\.sqlite"):
        read_file(path.read_bytes()[:cut])


@pytest.mark.parametrize("size", [1, 16, 512])
def test_a_damaged_file_is_refused_or_read(path, size):
    data, randoms = path.read_bytes(), np.random.default_rng(size)
    for start in randoms.integers(0, len(data) - size, 60):
        try:
            found: object = read_file(data[:start] + randoms.bytes(size) + data[start + size :])
        except SpecError as error:
            found = error
        assert isinstance(found, SpecError | StudyResult)


def test_a_file_that_is_too_large_is_not_opened():
    with pytest.raises(SpecError) as caught:
        read_file(b"\0" * (LARGEST + 1))
    assert caught.value.key == "too_large"


def test_a_file_that_takes_too_long_is_refused(path, monkeypatch):
    monkeypatch.setattr("optim_core.sweep.study.reading.READ_SECONDS", -1.0)
    monkeypatch.setattr("optim_core.sweep.study.reading.STEPS_PER_CLOCK_CHECK", 1)
    with pytest.raises(SpecError, match=r"^study\.sqlite"):
        read_file(path.read_bytes())


def test_rows_of_other_runs_are_ignored(path):
    before = study_rows(read_file(path.read_bytes()))
    data = changed(path, "INSERT INTO trials (key, run, status, final_loss) VALUES ('x', 'y', 'running', -1e9)")
    assert study_rows(read_file(data)) == before


def test_a_file_is_created_once_and_resumed_only_by_its_own_study(path):
    with pytest.raises(StoreError) as caught:
        Store(path, STUDY, resume=False)
    assert caught.value.key == "exists"
    other = replace(STUDY, base=replace(STUDY.base, steps=61))
    with pytest.raises(StoreError) as caught:
        Store(path, other, resume=True)
    assert caught.value.key == "other"
    store = Store(path, STUDY, resume=True)
    assert len(store.keys()) == 18
    store.close()


def settings_result(**given):
    """The result of one contender with a setting per row of the given numbers (settings, instances)."""
    arrays = {name: np.array(values, dtype=float) for name, values in given.items()}
    shape = next(iter(arrays.values())).shape
    blank = {name: np.full(shape, np.nan) for name in ("final_loss", "best_loss", "score", "steps_to")}
    return ContenderResult(
        contender=STUDY.contenders[0],
        label="SGD",
        ended=np.full(shape, ENDS.index("running"), np.int8),
        by_score="score" in arrays,
        rounding=1e-14,
        **(blank | arrays),
    )


def test_losses_that_differ_by_rounding_tie_and_the_steps_decide():
    one = settings_result(final_loss=[[3e-44], [0.0], [1e-23], [1.0]], steps_to=[[30], [20], [10], [1]])
    assert (one.best, one.ties) == (2, 2)
    late = settings_result(final_loss=[[0.0], [1e-30]], steps_to=[[np.nan], [99]])
    assert (late.best, late.ties) == (1, 1)
    assert settings_result(final_loss=[[np.nan], [np.nan]]).ties == 0


def test_scores_within_the_spread_of_the_seeds_tie():
    spread = settings_result(score=[[0.9, 0.92], [0.91, 0.93], [0.5, 0.51]], final_loss=[[1, 1]] * 3)
    assert (spread.best, spread.ties) == (1, 1)
    single = settings_result(score=[[0.9], [0.91], [0.91]], final_loss=[[1], [2], [1]])
    assert (single.best, single.ties) == (2, 1)


def test_a_file_of_version_1_0_opens_and_says_that_it_counts_first_touches(path):
    assert not read_file(path.read_bytes()).first_touch
    old = read_file(changed(path, "UPDATE about SET value = '1' WHERE name = 'format'"))
    assert old.first_touch
    assert old.contenders[0].best == read_file(path.read_bytes()).contenders[0].best


def test_a_file_of_version_1_0_is_resumed_by_running_anew_what_touched_the_target(path):
    touched = sum(np.isfinite(one.steps_to).sum() for one in read_file(path.read_bytes()).contenders)
    assert touched > 0
    changed(path, "UPDATE about SET value = '1' WHERE name = 'format'")
    with closing(sqlite3.connect(path)) as file:
        before = len(file.execute("SELECT key FROM trials").fetchall())
    store = Store(path, STUDY, resume=True)
    assert len(store.keys()) == before - touched
    store.close()
    renewed = read_file(path.read_bytes())
    assert not renewed.first_touch
    assert not any(np.isfinite(one.steps_to).any() for one in renewed.contenders)
