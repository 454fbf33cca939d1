"""The trials of a fair race as a study file of Optuna, which optuna-dashboard can open: JSON lines, without Optuna."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from optim_core.base.domains import AbstractNumber
from optim_core.base.hyper import hypers
from optim_core.base.result import Array
from optim_core.specs import TunedTrainings
from optim_core.sweep.tuned_trainings import TunedTraining

CREATE_STUDY, SET_STUDY_USER_ATTR, CREATE_TRIAL = 0, 2, 4
"""Codes of `optuna.storages.journal.JournalOperation`."""
COMPLETE, FAIL = 1, 3
"""Codes of `optuna.trial.TrialState`."""
MINIMIZE = 1
"""Code of `optuna.study.StudyDirection`."""


def optuna_journal(
    spec: TunedTrainings, contenders: Sequence[TunedTraining], names: Sequence[str], moment: datetime
) -> str:
    """The text of a file for `JournalFileBackend`: one study for each contender, called by its name.

    A trial's value is its mean validation loss; one that diverged or failed with a seed has failed, and one that has
    not been trained is left out. The scores on fresh seeds are attributes of the study. Each trial is dated `moment`.
    """
    lines = [
        line
        for number, (one, name) in enumerate(zip(contenders, names, strict=True))
        for line in _study(spec, one, number, name, moment.astimezone(UTC).isoformat(timespec="microseconds"))
    ]
    return "".join(json.dumps({**line, "worker_id": "optim-race"}, allow_nan=False) + "\n" for line in lines)


def _study(spec: TunedTrainings, one: TunedTraining, number: int, name: str, moment: str) -> Iterator[dict[str, Any]]:
    yield {"op_code": CREATE_STUDY, "study_name": name, "directions": [MINIMIZE]}
    attributes = {
        "dataset": type(spec.dataset).__name__,
        "model": type(spec.model).__name__,
        "epochs": spec.epochs,
        "batch_size": spec.batch_size,
        "first_seed": spec.seed,
        "validation_losses_with_cosine": _numbers(one.cosine_loss),
        "test_scores_of_best_setting": _numbers(one.tuned_score),
        "test_scores_of_default": _numbers(one.default_score),
    }
    for key, value in attributes.items():
        yield {"op_code": SET_STUDY_USER_ATTR, "study_id": number, "user_attr": {key: value}}
    distributions = _distributions(one)
    for row in np.flatnonzero(~np.isnan(one.loss).any(1)).tolist():
        value = float(one.mean_loss[row])
        finite = bool(np.isfinite(value))
        yield {
            "op_code": CREATE_TRIAL,
            "study_id": number,
            "datetime_start": moment,
            "datetime_complete": moment,
            "distributions": distributions,
            "params": dict(zip(one.names, one.settings[row].tolist(), strict=True)),
            "state": COMPLETE if finite else FAIL,
            "value": value if finite else None,
            "values": None,
            "user_attrs": {
                "validation_losses": _numbers(one.loss[row]),
                "validation_scores": _numbers(one.score[row]),
            },
            "system_attrs": {},
            "intermediate_values": {},
        }


def _distributions(one: TunedTraining) -> Mapping[str, str]:
    """Name of a tuned hyperparameter -> the range of the values that were tried, as Optuna writes it."""
    domains, found = hypers(type(one.optimizer)), {}
    for name, column in zip(one.names, one.settings.T, strict=True):
        low, high = float(column.min()), float(column.max())
        domain = domains[name]
        is_log = low > 0 and isinstance(domain, AbstractNumber) and domain.scale == "log"
        attributes = {"step": None, "low": low, "high": high, "log": is_log}
        found[name] = json.dumps({"name": "FloatDistribution", "attributes": attributes})
    return found


def _numbers(values: Array) -> list[float | None]:
    """The values as JSON can hold them: None for NaN and infinity."""
    return [value if np.isfinite(value) else None for value in values.tolist()]
