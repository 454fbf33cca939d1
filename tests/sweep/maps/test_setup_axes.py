"""Maps of trainings over the width of the model and the size of a batch: one training batch for each of them."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base import pool
from optim_core.base.errors import SpecError
from optim_core.base.text import load
from optim_core.figures.maps.model_panel import (
    model_cell_text,
    model_map_alt,
    model_map_drawing,
    model_map_reading,
    quality_colors,
)
from optim_core.models import MLP, MODELS, Recurrent, Transformer
from optim_core.models.datasets import Digits, Moons
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.permalink import read_model_run, write_model_run
from optim_core.specs import ModelSweep
from optim_core.specs.setup_axes import SETUP_AXES, setup_domains
from optim_core.sweep.maps import MAPS_FORM, MapJob, map_axis, model_map_csv, read_map_run, read_model_map_run
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import train

LINK = {
    "on": "model",
    "dataset": "Moons",
    "dataset.samples": "100",
    "model": "MLP",
    "epochs": "2",
    "grid": "4",
    "o1": "Adam",
    "x.low": "0.001",
    "x.high": "0.1",
    "y": "model.width",
}
SMALL = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 5, "batch_size": 32}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(pool, "_executor", None)
    monkeypatch.setattr(pool, "WORKERS", 0)
    yield
    if pool._executor is not None:
        pool._executor.shutdown(cancel_futures=True)


def finished(query: dict[str, str]) -> MapJob:
    job = MapJob(read_model_map_run(query))
    job.start()
    job._thread.join(60)
    assert job.done
    return job


@pytest.mark.parametrize(
    ("optimizer", "axes"),
    [
        (Adam(), {"model.width": [3, 16, 40], "lr": [1e-3, 1e-2]}),
        (SGD(momentum=0.9), {"nesterov": [True, False], "batch_size": [7, 80]}),
        (Adam(lr=0.01), {"batch_size": [80, 16], "model.width": [4, 9]}),
        (Adam(lr=0.01), {"model.width": [12]}),
        (LBFGS(max_iter=2), {"lr": [0.1, 1.0], "model.width": [2, 5]}),
    ],
    ids=repr,
)
def test_each_cell_is_the_training_of_its_width_and_batch_size(optimizer, axes):
    spec = ModelSweep(optimizer=optimizer, axes=axes, **SMALL)
    result = model_sweep(spec)
    for cell in np.ndindex(*spec.shape):
        run = spec.run_at(*cell)
        chosen = {name: values[at] for (name, values), at in zip(axes.items(), cell, strict=True)}
        assert run.model.width == chosen.get("model.width", 8)
        assert run.batch_size == chosen.get("batch_size", 32)
        assert read_model_run(write_model_run(run)) == run
        (log,) = train(run)
        assert result.status[cell] is log.status
        assert result.final_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-4)


@pytest.mark.parametrize(
    ("more", "names"),
    [({}, (8, 25, 81, 256)), ({"y": "batch_size"}, (8, 40, 203, 1024)), ({"y.low": "6", "y.high": "8"}, (6, 7, 8))],
)
def test_a_map_has_a_row_for_each_value_and_its_texts_name_the_axis(more, names):
    job, t = finished(LINK | more), load("en")
    (panel,) = job.panels
    up, _ = panel.spec.axes
    assert up.values == names
    assert panel.final_score.shape == (len(names), 4)
    assert panel.trained.all()
    cell = (len(names) - 1, 1)
    (log,) = train(panel.spec.run_at(*cell))
    assert panel.train_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-4)
    short = up.name.rpartition(".")[2]
    words = {"width": "width", "batch_size": "batch size"}[short]
    text = model_cell_text(job.run, panel, cell, t)
    assert f"{words} {names[-1]}, final test score (accuracy) " in text
    korean = {"width": "너비", "batch_size": "배치 크기"}[short]
    assert f"{korean} {names[-1]}, " in model_cell_text(job.run, panel, cell, load("ko"))
    assert f"over lr [0.001, 0.1] and {words} [{names[0]}, {names[-1]}]" in model_map_alt(
        job.run, panel, "final_score", t, "Adam"
    )
    drawing = model_map_drawing(job.run, panel, "final_score", quality_colors([panel.final_score], "final_score"), t)
    title = f"{t(f'label.{short}')} (log)"
    assert drawing["layout"]["yaxis"]["title"]["text"] == title
    (heat,) = [trace for trace in drawing["data"] if trace["meta"]["role"] == "cells"]
    assert heat["meta"]["cells"]["y"] == [str(name) for name in names]
    assert len(heat["z"]) == len(names)
    rows = list(csv.DictReader(io.StringIO(model_map_csv(job.run, [("Adam", panel)]))))
    assert [int(row[up.name]) for row in rows[::4]] == list(names)


@pytest.mark.parametrize("side", [2, 3, 12, 32])
@pytest.mark.parametrize("model", [cls() for cls in MODELS], ids=lambda model: type(model).__name__)
def test_values_are_whole_differ_ascend_and_are_in_the_domain(model, side):
    for name, domain in setup_domains(model).items():
        axis = map_axis(name, (None, None), model=model)
        values = axis.values(side)
        assert list(values) == sorted(set(values))
        assert (values[0], values[-1]) == (axis.low, axis.high)
        assert 2 <= len(values) <= side
        for value in values:
            assert domain.check(value, "") == value
    assert set(setup_domains(model)) <= set(SETUP_AXES)


def test_a_transformer_has_the_widths_of_whole_heads():
    assert map_axis("model.width", (None, None), model=Transformer()).values(12) == (8, 16, 24, 32)
    assert map_axis("model.width", (None, None), model=Recurrent()).high == 64


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"y.low": "0"}, r"^model\.width must be in \{1, …, 256\}, got 0"),
        ({"y.high": "257"}, r"^model\.width must be in \{1, …, 256\}, got 257"),
        ({"y.low": "8.5"}, r"^model\.width must be in"),
        ({"y.low": "9", "y.high": "9"}, r"^model\.width: the range must go upwards"),
        ({"model.depth": "2"}, r"^model\.width 256: 67074 parameters are more than the limit of 40000$"),
        ({"y": "batch_size", "y.high": "1025"}, r"^batch_size must be in \{1, …, 1024\}"),
        ({"y": "batch_size", "y.low": "1", "epochs": "400"}, r"^batch_size 1: 40000 steps \(100 batches per epoch\)"),
        ({"y": "batch_size", "model.batch_norm": "True", "y.low": "3", "y.high": "9"}, r"^batch_size \d: with batches"),
        ({"model": "Logistic"}, r"model\.width is not one of lr, .*batch_size$"),
        (
            {"dataset": "Text", "model": "Transformer", "y.high": "30"},
            r"^model\.width must be in \{8, 16, …, 32\}",
        ),
        ({"x": "batch_size", "y": "batch_size"}, "both are batch_size"),
        ({"x": "surface.a"}, r"surface\.a is not one of"),
    ],
)
def test_what_cannot_be_trained_is_refused_by_axis_and_range(query, message):
    with pytest.raises(SpecError, match=message):
        read_model_map_run(
            {name: text for name, text in (LINK | query).items() if name[:2] != "x." or "x" not in query}
        )


@pytest.mark.parametrize("name", SETUP_AXES)
def test_a_map_of_races_has_no_such_axis(name):
    with pytest.raises(SpecError, match=rf"^MapRun\.axes: {name} is not one of lr"):
        read_map_run(MAPS_FORM.opening | {"x": name, "x.low": "8", "x.high": "64"})


def test_too_many_networks_are_counted_by_the_rows_that_there_are():
    run = replace(read_model_map_run(LINK), grid=32, y_ends=(8, 12))
    run.check_size()
    assert len(run.sweep(Adam()).axes[0].values) == 5
    with pytest.raises(SpecError, match="2048"):
        replace(run, y_ends=(8, 256), optimizers=(Adam(), SGD())).check_size()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("axes", "parts"),
    [
        ({"y": "momentum"}, ["same_cells", "reading"]),
        ({}, ["setup_cells", "reading"]),
        ({"y": "batch_size"}, ["setup_cells", "equal_epochs", "reading"]),
        ({"x": "model.width", "x.low": "8", "x.high": "16", "y": "batch_size"}, ["setup_cells", "reading"]),
    ],
)
def test_the_caption_says_what_the_cells_have_in_common(axes, parts, language):
    t = load(language)
    assert model_map_reading(read_model_map_run(LINK | axes), t) == " ".join(t(f"model_map.{part}") for part in parts)


def test_the_linear_rule_is_a_diagonal_that_ends_where_a_larger_rate_would_diverge():
    """With equal epochs, twice the batch size and twice lr lead to the same loss, up to lr 1; 2 is beyond the limit."""
    rates = [0.016 * 2**power for power in range(8)]
    axes = {"batch_size": [8, 16, 32, 64, 128], "lr": rates}
    losses = model_sweep(ModelSweep(dataset=Digits(), model=MLP(), optimizer=SGD(), axes=axes, epochs=5)).final_loss
    diagonal = losses[np.arange(5), np.arange(1, 6)]
    assert diagonal.max() < 1.1 * diagonal.min()
    best = [rates[place] for place in losses.argmin(axis=1)]
    assert best[1] == 2 * best[0]
    assert best[1:] == [best[1]] * 4
    assert (losses[:, -1] > losses[:, 0]).all()
