"""Maps over trainings: each cell equals its own training; a map fills in, can be stopped and resumes."""

import csv
import io
import time
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base import pool
from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.base.text import load
from optim_core.figures.maps.color_scale import score_colors
from optim_core.figures.maps.model_panel import model_map_drawing, quality_colors
from optim_core.sweep.maps import MapJob, ModelCells, best_cells, model_map_csv, read_model_map_run
from optim_core.train import train

LINK = {
    "on": "model",
    "dataset": "Moons",
    "dataset.samples": "100",
    "model": "MLP",
    "model.width": "8",
    "epochs": "2",
    "grid": "5",
    "o1": "SGD",
    "o1.weight_decay": "1",
    "o2": "Adam",
    "o3": "Adagrad",
    "x.low": "0.001",
    "x.high": "1000",
    "y.low": "0",
    "y.high": "0.9",
}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(pool, "_executor", None)
    monkeypatch.setattr(pool, "WORKERS", 0)
    yield
    if pool._executor is not None:
        pool._executor.shutdown(cancel_futures=True)


def finish(job: MapJob) -> MapJob:
    job.start()
    job._thread.join(60)
    return job


def test_a_map_trains_every_cell_once_coarse_before_fine_as_its_own_training():
    job = MapJob(read_model_map_run(LINK))
    asked, spec_of = [], job._spec
    job._spec = lambda piece: asked.append(piece) or spec_of(piece)
    finish(job)
    assert job.done
    assert job.progress == 1.0
    cells = [(p.contender, row, column) for p in asked for row in p.rows for column in p.columns]
    assert sorted(cells) == [(i, row, column) for i in (0, 1) for row in range(5) for column in range(5)]
    assert {cell[1:] for cell in cells[:8]} == {(row, column) for row in (1, 4) for column in (1, 4)}
    sgd, adam, adagrad = job.panels
    assert isinstance(adagrad, SpecError)
    assert not sgd.has_result.all()
    assert adam.has_result.all()
    for panel, cell in ((sgd, (0, 0)), (sgd, (4, 4)), (adam, (2, 1)), (adam, adam.best("final_score"))):
        (log,) = train(panel.spec.run_at(*cell))
        assert panel.status[cell] == log.status
        assert panel.final_score[cell] == pytest.approx(log.test_score[-1], rel=1e-5)
        assert panel.train_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-5)
    assert adam.final_score.max() == adam.final_score[adam.best("final_score")]
    assert adam.train_loss.min() == adam.train_loss[adam.best("train_loss")]
    rows = list(csv.DictReader(io.StringIO(model_map_csv(job.run, [("Adam", adam)]))))
    assert len(rows) == 25
    assert float(rows[7]["best_score"]) == adam.best_score[1, 2]


def test_a_stopped_map_has_its_results_and_resumes():
    job = MapJob(read_model_map_run(LINK | {"epochs": "40", "grid": "8"}))
    job.start()
    while not job.progress:
        time.sleep(0.01)
    job.stop()
    job._thread.join(30)
    share = job.progress
    assert 0 < share < 1
    assert not job.done
    assert (job.panels[1].ended(Status.STOPPED) == ~job.panels[1].trained).all()
    finish(job)
    assert job.done
    assert job.progress == 1.0


def test_a_map_that_ran_out_of_time_says_so(monkeypatch):
    monkeypatch.setattr("optim_core.sweep.maps.job.MODEL_SECONDS", 0.05)
    job = finish(MapJob(read_model_map_run(LINK | {"epochs": "40"})))
    assert job.done
    assert job.out_of_time
    assert job.panels[1].timed_out.any()


def test_unfinished_panels_show_their_coarse_cells_and_share_one_scale():
    job = finish(MapJob(read_model_map_run(LINK)))
    sgd, adam, _ = job.panels
    part = ModelCells(
        spec=adam.spec,
        status=adam.status,
        stopped_at=adam.stopped_at,
        **{
            name: np.where(np.eye(5, dtype=bool), getattr(adam, name), np.nan)
            for name in ("final_score", "best_score", "train_loss")
        },
    )
    scale = quality_colors([sgd.values("final_score"), adam.values("final_score")], "final_score")
    ground, heat, *_ = model_map_drawing(job.run, part, "final_score", scale, load("en"))["data"]
    assert ground["z"] == [[adam.final_score[1, 1].round(4), None], [None, adam.final_score[4, 4].round(4)]]
    assert ground["dx"] == pytest.approx(3 * heat["dx"])
    assert heat["zmax"] == ground["zmax"] == scale.high <= 1
    roles = [
        trace["meta"]["role"] for trace in model_map_drawing(job.run, sgd, "final_score", scale, load("en"))["data"]
    ]
    assert "diverged" in roles
    assert "coarse" not in roles
    assert score_colors([np.array([-1e9, 0.5, 0.9])]).low >= 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"x": "start.x"}, "start.x is not one of lr"),
        ({"x": "momentum"}, "both are"),
        ({"grid": "33"}, "ModelMapRun.grid|grid must be"),
        ({"grid": "32"}, "2048"),
        ({"epochs": "20000"}, "limit of 20000"),
        ({"x.low": "5", "x.high": "1"}, "upwards"),
    ],
)
def test_limits_are_refused_by_name(query, message):
    with pytest.raises(SpecError, match=message):
        MapJob(read_model_map_run(LINK | query))


def test_the_best_training_is_the_best_of_all_panels_and_equal_scores_go_by_the_training_loss():
    sgd, adam, _ = MapJob(read_model_map_run(LINK)).panels
    done = np.full(sgd.spec.shape, Status.RUNNING, dtype=object)
    scores, losses = np.full(sgd.spec.shape, 0.5), np.full(sgd.spec.shape, 2.0)

    def panel(cells, best):
        (score, loss), at = best, (2, 3)
        changed = [scores.copy(), losses.copy()]
        changed[0][at], changed[1][at] = score, loss
        return replace(cells, status=done, final_score=changed[0], best_score=changed[0], train_loss=changed[1])

    assert best_cells([panel(sgd, (0.8, 1.0)), panel(adam, (0.9, 1.5))], "final_score") == (((1, (2, 3)),), 1)
    assert best_cells([panel(sgd, (0.8, 1.0)), panel(adam, (0.9, 1.5))], "train_loss") == (((0, (2, 3)),), 1)
    assert best_cells([panel(sgd, (0.9, 1.0)), panel(adam, (0.9, 0.5))], "best_score") == (((1, (2, 3)),), 2)
    assert best_cells([sgd, adam], "final_score") is None
    same = [panel(sgd, (0.9, 0.5)), panel(adam, (0.9, 0.5))]
    assert best_cells(same, "final_score") == (((0, (2, 3)), (1, (2, 3))), 2)
