"""The trials of a fair race as a study file, read by Optuna itself."""

import warnings
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from optim_core.export.optuna_journal import optuna_journal
from optim_core.models import Logistic
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adam
from optim_core.specs import TunedTrainings
from optim_core.sweep.tuned_trainings import untrained

MOMENT = datetime(2026, 11, 29, 12, tzinfo=UTC)
SPEC = TunedTrainings(
    dataset=Moons(),
    model=Logistic(),
    optimizers=(SGD(), Adam(lr=0.5)),
    tuned=("lr", "weight_decay", "momentum", "beta1"),
    trials=5,
    fresh_seeds=2,
)


def race():
    """Contenders whose first trial is the best, second has diverged with a seed, and last has not been trained."""
    loss = np.array([[0.25, 0.75], [0.3, np.inf], [1.0, 2.0], [3.0, 4.0], [0.1, np.nan]])
    score = np.where(np.isinf(loss), -np.inf, 1 - loss / 10)
    return [
        replace(untrained(SPEC, one), loss=loss, score=score, tuned_score=np.array([0.9, -np.inf]))
        for one in SPEC.optimizers
    ]


@pytest.fixture
def storage(tmp_path):
    optuna = pytest.importorskip("optuna")
    path = tmp_path / "fair-race.log"
    path.write_text(optuna_journal(SPEC, race(), ["SGD", "Adam"], MOMENT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        yield optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(str(path)))


def test_optuna_reads_every_trial_and_finds_the_best(storage):
    import optuna

    assert [one.study_name for one in optuna.get_all_study_summaries(storage)] == ["SGD", "Adam"]
    for one in race():
        study = optuna.load_study(study_name=type(one.optimizer).__name__, storage=storage)
        assert study.direction.name == "MINIMIZE"
        assert [trial.state.name for trial in study.trials] == ["COMPLETE", "FAIL", "COMPLETE", "COMPLETE"]
        assert [trial.value for trial in study.trials] == [0.5, None, 1.5, 3.5]
        for trial, values in zip(study.trials, one.settings.tolist(), strict=False):
            assert trial.params == dict(zip(one.names, values, strict=True))
            assert all(trial.distributions[name]._contains(value) for name, value in trial.params.items())
        assert study.best_trial.number == one.best
        assert study.trials[1].user_attrs["validation_losses"] == [0.3, None]
        assert study.user_attrs["test_scores_of_best_setting"] == [0.9, None]
        assert study.trials[0].datetime_start.astimezone(UTC) == MOMENT


def test_the_study_can_be_continued(storage):
    import optuna

    study = optuna.load_study(study_name="SGD", storage=storage)
    trial = study.ask()
    assert 1e-5 <= trial.suggest_float("lr", 1e-5, 10, log=True) <= 10
    study.tell(trial, 0.1)
    assert study.best_value == 0.1


def test_a_race_without_a_trial_has_studies_without_trials():
    text = optuna_journal(SPEC, [untrained(SPEC, one) for one in SPEC.optimizers], ["SGD", "Adam"], MOMENT)
    assert text.count('"study_name"') == 2
    assert "distributions" not in text
    assert "NaN" not in text
