"""The presets of the model page."""

import pytest

from optim_core.permalink import read_fields, read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.permalink.presets import PRESETS
from optim_core.specs.results import by_contender
from optim_core.specs.views import ModelView
from optim_core.train import train
from optim_core.train.class_losses import class_losses


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_clean_link(name: str) -> None:
    query, wrong = MODEL_FORM.clean(PRESETS[name])
    assert (query, wrong) == (PRESETS[name], [])
    assert len(read_model_run(query).optimizers) >= 4
    ModelView(**read_fields(ModelView, query))


def test_adagrad_learns_rare_words_where_sgd_does_not() -> None:
    run = read_model_run(PRESETS["rare"])
    groups = by_contender(train(run), run.seeds)
    worst = {type(logs[0].optimizer).__name__: min(log.test_score[-1] for log in logs) for logs in groups[::-1]}
    best_of_sgd = max(log.test_score[-1] for log in groups[0])
    assert worst["Adagrad"] > 0.95 > 0.7 > best_of_sgd


def test_five_optimizers_end_at_different_boundaries() -> None:
    run = read_model_run(PRESETS["boundaries"])
    scores = [logs[0].test_score[-1] for logs in by_contender(train(run), 1)]
    assert min(scores) < 0.9 < 0.95 < max(scores)


def test_adam_learns_the_rare_classes_where_sgd_is_behind() -> None:
    run = read_model_run(PRESETS["language"])
    losses = [float(class_losses(run, log.weights[-1:])[0, -1]) for log in train(run)]
    assert min(losses[:2]) > 1.5 > 0.6 > max(losses[2:])
