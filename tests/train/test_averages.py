"""Averaged weights: those of torch's `AveragedModel`, in the training, its curves, its tables and its script."""

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.averaging import averaging_verdict
from optim_core.explain.training_rows import model_rows
from optim_core.export.csv_tables import model_csv
from optim_core.export.model_script import model_script
from optim_core.export.text_tables import model_table
from optim_core.figures.training.alt import training_alt
from optim_core.figures.training.curves import training_figure
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.permalink import read_model_run, write_model_run
from optim_core.specs import ModelRun
from optim_core.specs.results import by_contender
from optim_core.specs.views import ModelView
from optim_core.train import advance, begin, finished, logs, train
from optim_core.train.checkpoint import MEASURES
from optim_core.train.functions import batches, measure
from optim_core.train.recorder import layer_sizes
from tests.averages import torch_averages
from tests.scripts import printed
from ui.components.result_tables import model_columns


def training(*optimizers, **more) -> ModelRun:
    given = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 5, "batch_size": 20, "ema_decay": 0.9}
    return ModelRun(optimizers=optimizers or (SGD(lr=0.5, momentum=0.9), Adam(lr=0.1)), **given | more)


def test_they_are_torchs_averages_and_change_nothing_else():
    run = training(seeds=2)
    found, plain = train(run), train(training(seeds=2, ema_decay=0.0))
    for log, without in zip(found, plain, strict=True):
        np.testing.assert_array_equal(log.loss, without.loss)
        np.testing.assert_array_equal(log.test_loss, without.test_loss)
        assert without.averaged == {}
    data, task = run.dataset.split(), run.dataset.task
    for number, spec in enumerate(run.optimizers):
        torch.manual_seed(1)
        model = run.model.build(run.dataset.inputs, run.dataset.outputs)
        averages = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9))
        optimizer, rows = spec.build(list(model.parameters())), []
        for epoch in range(run.epochs + 1):
            for batch in batches(len(data.train_y), 20, 1, epoch) if epoch else ():
                model.zero_grad()
                task.loss(model(data.train_x[batch]), data.train_y[batch]).backward()
                optimizer.step()
                averages.update_parameters(model)
            pairs = ((data.train_x, data.train_y), (data.test_x, data.test_y))
            rows.append([float(one) for x, y in pairs for one in measure(averages, task.loss, task.score, x, y)])
        log = found[2 * number + 1]
        for name, column in zip(MEASURES, np.array(rows).T, strict=True):
            np.testing.assert_allclose(log.averaged[name], column, rtol=1e-4, err_msg=name)
        assert not np.allclose(log.averaged["test_loss"][1:], log.test_loss[1:])


def test_the_recorded_averages_are_torchs_at_the_steps_of_the_weights():
    run = training(epochs=6, seeds=2)
    ends, found = np.cumsum(layer_sizes(run))[:-1], train(run)
    for number in range(len(run.optimizers)):
        log, pairs = found[2 * number], torch_averages(run, number)
        assert log.weights_at.tolist() == [0, *log.updates_at.tolist()]
        for row, step in enumerate(log.weights_at.tolist()):
            np.testing.assert_allclose(log.weights[row], pairs[step][0], rtol=1e-3, atol=1e-4)
            np.testing.assert_allclose(log.averaged_weights[row], pairs[step][1], rtol=1e-3, atol=1e-4)
        for step, distances in zip(log.updates_at.tolist(), log.average_distance, strict=True):
            weights, averaged = (np.split(part, ends) for part in pairs[step])
            expected = [np.linalg.norm(a - w) / np.linalg.norm(w) for w, a in zip(weights, averaged, strict=True)]
            np.testing.assert_allclose(distances, expected, rtol=1e-2)


def test_the_last_averages_of_every_seed_are_recorded_and_none_without_averaging():
    logs_of_all = train(training(seeds=2))
    for log in logs_of_all:
        assert len(log.averaged_weights) == len(log.weights) == len(log.weights_at)
        assert log.weights_at[-1] == training().steps
        assert not np.array_equal(log.averaged_weights[-1], log.weights[-1])
    for log in train(training(ema_decay=0.0)):
        assert log.averaged_weights.size == log.average_distance.size == 0
        assert log.of_averages is log
    of_averages = logs_of_all[0].of_averages
    assert of_averages.weights is logs_of_all[0].averaged_weights
    assert of_averages.test_loss is logs_of_all[0].averaged["test_loss"]


def test_however_a_training_is_cut_its_averages_are_the_same_to_the_last_bit():
    run = training(SGD(lr=0.5, momentum=0.9), Adam(lr=0.1), LBFGS(history_size=3))
    cut = begin(run)
    while not finished(run, cut):
        cut = advance(run, cut, 0.0)
    for whole, pieced in zip(train(run), logs(run, cut), strict=True):
        for name in MEASURES:
            np.testing.assert_array_equal(whole.averaged[name], pieced.averaged[name])
        np.testing.assert_array_equal(whole.averaged_weights, pieced.averaged_weights)
        np.testing.assert_array_equal(whole.average_distance, pieced.average_distance)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure_shown", ["score", "loss"])
def test_their_test_curve_is_dashed_beside_the_others_and_in_the_words(language, measure_shown):
    run, t, view = training(seeds=3), load(language), ModelView(measure=measure_shown)
    groups = by_contender(train(run), 3)
    figure = training_figure(run, groups, view, t, (0, 1))
    dashed = [trace for trace in figure.data if trace.meta["role"] == "averaged"]
    assert [trace.line.dash for trace in dashed] == ["dash", "dash"]
    for trace, seeds in zip(dashed, groups, strict=True):
        middle = np.median([log.averaged[f"test_{measure_shown}"] for log in seeds], axis=0)
        np.testing.assert_allclose(trace.y, middle, rtol=1e-6)
    assert training_alt(run, groups, view, t).count(t("figure.averaged").split(", ")[1]) == 2
    plain = training(seeds=3, ema_decay=0.0)
    figure = training_figure(plain, by_contender(train(plain), 3), view, t, (0, 1))
    assert "averaged" not in {trace.meta["role"] for trace in figure.data}


def test_a_diverged_network_has_only_finite_averages():
    (log,) = train(training(SGD(lr=1e3, weight_decay=1.0)))
    assert log.status.diverged
    assert all(np.isfinite(values).all() for values in log.averaged.values())
    assert np.isfinite(log.averaged_weights).all()
    assert 0 < len(log.averaged_weights) <= len(log.weights)
    run = training(SGD(lr=1e3, weight_decay=1.0))
    training_figure(run, ((log,),), ModelView(measure="loss"), load("en"), (0,))
    training_alt(run, ((log,),), ModelView(), load("en"))


def test_tables_links_and_scripts_have_them(tmp_path):
    run = training()
    query = write_model_run(run)
    assert query["ema_decay"] == "0.9"
    assert read_model_run(query) == run
    found = train(run)
    rows = [row for row in csv.DictReader(io.StringIO(model_csv(found))) if row["curve"] == "averaged_test_loss"]
    assert [float(row["value"]) for row in rows] == [value for log in found for value in log.averaged["test_loss"]]
    kept = [row for row in csv.DictReader(io.StringIO(model_csv(found))) if "average_distance" in row["curve"]]
    assert sum(float(row["value"]) for row in kept) == pytest.approx(sum(log.average_distance.sum() for log in found))
    script = model_script(run)
    assert "torch.optim.swa_utils.get_ema_multi_avg_fn(0.9)" in script
    for line, log in zip(printed(script, tmp_path), found, strict=True):
        values = [float(text) for text in re.findall(r"=(-?[\d.e-]+)", line)]
        expected = [
            log.train_loss[-1],
            log.test_score[-1],
            log.averaged["train_loss"][-1],
            log.averaged["test_score"][-1],
        ]
        assert values[-4:] == pytest.approx(expected, rel=1e-4)
    assert "averages" not in model_script(training(ema_decay=0.0))


def test_the_table_has_them_beside_the_weights():
    run = training(seeds=3)
    found = train(run)
    for row, group in zip(model_rows(found), by_contender(found, 3), strict=True):
        for name in ("test_loss", "test_score"):
            ends = [log.averaged[name][-1] for log in group]
            assert getattr(row, f"averaged_{name}").mean == pytest.approx(np.mean(ends))
            assert getattr(row, f"averaged_{name}").deviation == pytest.approx(np.std(ends, ddof=1))
    for language in LANGUAGES:
        t = load(language)
        headings = [t("table.averaged_test_score", score=t("score.accuracy")), t("table.averaged_test_loss")]
        columns = model_columns(model_rows(found), run.dataset.task, 0.1, False, t)
        assert set(headings) <= set(columns)
        assert all("±" in cell for heading in headings for cell in columns[heading])
        plain = model_columns(model_rows(train(training(ema_decay=0.0))), run.dataset.task, 0.1, False, t)
        assert not set(headings) & set(plain)


def test_the_table_in_a_terminal_has_them():
    found = train(training())
    head, *lines = model_table(found, load("en")).splitlines()
    assert head.split("  ")[-1] == "status"
    assert "averaged test score  averaged test loss" in head
    assert f"{found[0].averaged['test_loss'][-1]:.6g}" in lines[0]
    assert "averaged" not in model_table(train(training(ema_decay=0.0)), load("en"))


def test_a_contender_without_a_result_or_with_endless_averages_has_a_gap():
    good, lost = train(training(Adam(), SGD(lr=1e3, weight_decay=1.0)))
    assert [row.averaged_test_loss is None for row in model_rows([good, lost])] == [False, True]
    cut = replace(good, averaged={name: values[:-1] for name, values in good.averaged.items()})
    assert model_rows([cut])[0].averaged_test_score is None


def with_scores(scores, averages):
    (log,) = train(training(Adam()))
    ends = zip(scores, averages, strict=True)
    return [
        replace(
            log,
            seed=seed,
            test_score=log.test_score * 0 + score,
            averaged=log.averaged | {"test_score": log.test_score * 0 + average},
        )
        for seed, (score, average) in enumerate(ends)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whether_averaging_helps_is_said_where_the_seeds_can_tell(language):
    t, rng = load(language), np.random.default_rng(0)
    plain = 0.8 + 0.01 * rng.standard_normal(10)
    groups = [with_scores(plain, plain + shift) for shift in (0.05, -0.05, 0.01 * rng.standard_normal(10))]
    said = averaging_verdict(groups, ["A", "B", "C"], t)
    expected = [
        t(f"verdict.averaged_{key}", names=name, level="5")
        for key, name in zip(("better", "worse", "open"), "ABC", strict=True)
    ]
    assert said == " ".join(expected)
    assert averaging_verdict([group[:3] for group in groups], ["A", "B", "C"], t) == ""
    assert averaging_verdict([[replace(log, averaged={}) for log in groups[0]]], ["A"], t) == ""


def test_noise_is_seldom_taken_for_an_effect_of_averaging():
    """At most 5 % of 400 races of three contenders whose averages differ by chance only."""
    rng, t, alarms = np.random.default_rng(1), load("en"), 0
    (log,) = train(training(Adam(), epochs=1))
    for _ in range(400):
        groups = [
            [
                replace(
                    log,
                    seed=seed,
                    test_score=np.full(2, one),
                    averaged=log.averaged | {"test_score": np.full(2, other)},
                )
                for seed, (one, other) in enumerate(rng.standard_normal((8, 2)))
            ]
            for _ in range(3)
        ]
        alarms += "significant" in averaging_verdict(groups, ["A", "B", "C"], t)
    assert alarms <= 20
