"""Runs that cannot be computed: each is stored, counted and named alone, and run again on request."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from optim_core.cli import main
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock
from optim_core.sweep.study import cli, read_study
from optim_core.sweep.study.compute import compute
from optim_core.sweep.study.engines import AbstractEngine
from optim_core.sweep.study.plan import chunks, described, halves, run_of, runs_of
from optim_core.sweep.study.run import Progress, run_study
from optim_core.sweep.study.store import Store
from tests.sweep.study.processes import content
from tests.sweep.study.test_toml import MODEL, SGD_TABLE, STUDIES, SURFACE

NINE = SURFACE + '[run]\nsteps = 20\n[[optimizers]]\nname = "Adam"\nlr = { from = 1e-3, to = 1, count = 9 }\n'
STUDY = read_study(NINE)
RATES = [optimizer.lr for optimizer in STUDY.contenders[0].settings()]
MANY = read_study(
    SURFACE
    + "[run]\nsteps = 5\nstarts = [[0, 1], [1, 2], [3, 3]]\n"
    + '[[optimizers]]\nname = "Adam"\nlr = { from = 1e-3, to = 1, count = 6 }\nbeta1 = { values = [0, 0.5, 0.9] }\n'
)
TRAINED = read_study(MODEL + SGD_TABLE + "lr = { values = [0.01, 0.1, 1] }")


class Threads(AbstractEngine):
    """An engine with one thread of this process; BrokenProcessPool stands for a worker's death."""

    tries = 3

    def __init__(self) -> None:
        self.executor: Executor = ThreadPoolExecutor(1)

    @property
    def width(self) -> int:
        return 1

    def renew(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        self.executor.shutdown()


def bad(*lost: Callable[[SurfaceRun], bool], error: Callable[[], Exception] = lambda: IndexError("no bracket")):
    """Compute a job; raise if it contains a run that must fail."""

    def function(job):
        if any(each(run) for work in job for run in runs_of(work) for each in lost):
            raise error()
        return compute(job)

    return function


def rate(value):
    return lambda run: run.optimizers[0].lr == value


def run(path, study=STUDY, function=compute, *, resume=False, retry=False) -> Progress:
    store = Store(path, study, resume=resume)
    if retry:
        store.forget_failures()
    progress = run_study(study, store, Threads(), threading.Event(), function=function)
    store.close()
    return progress


def test_one_run_that_raises_fails_alone(tmp_path):
    progress = run(tmp_path / "a.sqlite", function=bad(rate(RATES[4])))
    rows = content(tmp_path / "a.sqlite")
    (failed,) = [row for row in rows if row[2] == "failed"]
    assert len(rows) == 9
    assert described(run_of(failed[1])) == f"Adam(lr={RATES[4]!r}), start=(-1.2, 1), seed=0"
    assert failed[-1] == "IndexError: no bracket"
    assert (progress.done, progress.total, progress.failed) == (9, 9, 1)


def test_its_neighbors_have_their_own_results(tmp_path):
    run(tmp_path / "a.sqlite", function=bad(rate(RATES[0]), rate(RATES[7])))
    run(tmp_path / "b.sqlite")
    for row, sound in zip(content(tmp_path / "a.sqlite"), content(tmp_path / "b.sqlite"), strict=True):
        if row[2] != "failed":
            assert row[:3] + row[-2:] == sound[:3] + sound[-2:]
            assert [number for number in row[3:8] if number is not None] == pytest.approx(
                [number for number in sound[3:8] if number is not None], rel=1e-9
            )


@pytest.mark.parametrize("study", [MANY, TRAINED], ids=["surface", "model"])
@pytest.mark.parametrize("culprits", [(0,), (3,), (0, 1), (2, 7, 14)])
def test_any_runs_that_raise_fail_alone(tmp_path, study, culprits):
    every = [each for chunk in chunks(study) for each in runs_of(chunk)]
    lost = [every[number] for number in culprits]
    progress = run(tmp_path / "a.sqlite", study, bad(lambda one: one in lost))
    failed = [run_of(row[1]) for row in content(tmp_path / "a.sqlite") if row[2] == "failed"]
    assert sorted(map(repr, failed)) == sorted(map(repr, lost))
    assert (progress.done, progress.failed) == (study.trials, len(lost))


def test_one_run_that_kills_its_worker_is_tried_three_times_and_fails_alone(tmp_path):
    tried = []

    def function(job):
        tried.append(sum(len(runs_of(work)) for work in job))
        return bad(rate(RATES[4]), error=lambda: BrokenProcessPool("gone"))(job)

    progress = run(tmp_path / "a.sqlite", function=function)
    (failed,) = [row for row in content(tmp_path / "a.sqlite") if row[2] == "failed"]
    assert "worker died" in failed[-1]
    assert progress.failed == 1
    assert tried[:4] == [9, 9, 9, 9]  # the chunk is retried whole: another job may have killed the worker
    assert tried.count(1) >= 3


def test_a_worker_that_dies_twice_loses_nothing(tmp_path):
    deaths = iter([BrokenProcessPool("gone")] * 2)

    def function(job):
        for death in deaths:
            raise death
        return compute(job)

    run(tmp_path / "a.sqlite", function=function)
    run(tmp_path / "b.sqlite")
    assert content(tmp_path / "a.sqlite") == content(tmp_path / "b.sqlite")


def test_failed_runs_are_run_again_only_on_request(tmp_path):
    path, again = tmp_path / "a.sqlite", []

    def counted(job):
        again.append(job)
        return compute(job)

    run(path, function=bad(rate(RATES[4])))
    assert run(path, function=counted, resume=True).failed == 1
    assert again == []
    assert run(path, function=bad(rate(RATES[4])), resume=True, retry=True).failed == 1
    assert run(path, function=counted, resume=True, retry=True).failed == 0
    run(tmp_path / "b.sqlite")
    assert content(path) == content(tmp_path / "b.sqlite")


@pytest.mark.parametrize("study", [*STUDIES.values(), TRAINED], ids=[*STUDIES, "trained"])
def test_halves_have_the_same_runs_in_the_same_order(study):
    def singles(work):
        parts = halves(work)
        return [one for part in parts for one in singles(part)] if parts else [work]

    for number, chunk in enumerate(chunks(study)):
        if number < 3:
            wanted = runs_of(chunk)
            assert tuple(one for part in halves(chunk) for one in runs_of(part)) in (wanted, ())
            assert tuple(one for part in singles(chunk) for one in runs_of(part)) == wanted


def test_a_run_is_described_by_its_settings():
    race = SurfaceRun(
        surface=Rosenbrock(), optimizers=(SGD(lr=0.1, momentum=0.9, nesterov=True),), seed=3, start=(0, 2)
    )
    assert described(race) == "SGD(lr=0.1, momentum=0.9, nesterov=True), start=(0, 2), seed=3"
    assert described(replace(race, optimizers=(Adam(),))) == "Adam(lr=0.001), start=(0, 2), seed=3"
    (first, *_) = runs_of(next(chunks(TRAINED)))
    assert described(first) == "SGD(lr=0.01), seed=0"


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Run the command on `NINE`, with its jobs in a thread."""
    (tmp_path / "study.toml").write_text(NINE, encoding="utf-8")
    monkeypatch.setattr(cli, "engine", lambda *_: Threads())
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)

    def call(*arguments, function=compute):
        monkeypatch.setattr(cli, "run_study", lambda *given: run_study(*given, function=function))
        paths = str(tmp_path / "study.toml"), "--out", str(tmp_path / "study.sqlite")
        return main(["sweep", *paths, *arguments])

    return call


@pytest.mark.parametrize(
    ("language", "words"), [("en", "all 9 runs, 1 failed"), ("ko", "실행 9개를 모두 마쳤습니다. 실패 1개")]
)
def test_the_summary_counts_runs_and_names_the_failed_one(command, capsys, monkeypatch, language, words):
    monkeypatch.setenv("LANG", language)
    assert command(function=bad(rate(RATES[4]))) == cli.OK
    said = capsys.readouterr()
    assert words in said.out
    assert f"Adam(lr={RATES[4]!r}), start=(-1.2, 1), seed=0: IndexError: no bracket" in said.err
    assert "--resume --retry-failed" in said.err


def test_the_summary_after_a_resume_counts_what_failed_before(command, capsys):
    command(function=bad(rate(RATES[4])))
    capsys.readouterr()
    assert command("--resume") == cli.OK
    assert "all 9 runs, 1 failed" in capsys.readouterr().out
    assert command("--resume", "--retry-failed") == cli.OK
    said = capsys.readouterr()
    assert "all 9 runs, 0 failed" in said.out
    assert "retry" not in said.err


def test_many_failed_runs_are_counted_and_some_are_named(command, capsys, monkeypatch):
    monkeypatch.setattr(cli, "MOST_NAMED", 2)
    command(function=bad(lambda run: True))
    said = capsys.readouterr()
    assert "all 9 runs, 9 failed" in said.out
    assert said.err.count("IndexError") == 2
    assert "failed: 7 more" in said.err


def test_an_exception_of_an_optimizer_is_the_note_of_its_run(tmp_path):
    study = read_study("""
[surface]
name = "Formula"
text = "x-log(x)+y^2"
[run]
starts = [[5.0, 1.0], [1.5, 1.0]]
steps = 20
[[optimizers]]
name = "LBFGS"
line_search_fn = "strong_wolfe"
[[optimizers]]
name = "Adam"
""")
    progress = run(tmp_path / "a.sqlite", study)
    failed = [row for row in content(tmp_path / "a.sqlite") if row[2] == "failed"]
    assert progress.failed == len(failed) == 1
    assert described(run_of(failed[0][1])).startswith("LBFGS(")
    assert failed[0][-1].startswith("IndexError: ")
