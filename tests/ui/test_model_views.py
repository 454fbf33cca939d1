"""Every view of a training on every data set."""

import base64
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optim_core.base import pool
from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.models.datasets import DATASETS, Digits, LongTail, Text
from optim_core.models.default_models import DEFAULT_MODELS
from optim_core.optimizers import SGD, Adam
from optim_core.optimizers.schedules import OneCycleLR
from optim_core.specs import ModelRun
from optim_core.specs.results import by_contender
from optim_core.specs.views import ModelView
from optim_core.train import train
from tests.trainings import LONG, MOONS, logs_of
from ui.model.scene import Scene
from ui.model.view_notes import line_notes, thinning_notes
from ui.model.views import VIEWS, picture, reason

WHY_NOT: dict[str, tuple[Callable[[ModelRun], bool], str]] = {
    "boundaries": (lambda run: run.dataset.plane, "Boundaries need"),
    "sharpness": (lambda run: run.sharpness, "not measured"),
    "rare": (lambda run: isinstance(run.dataset, Digits | LongTail | Text), "at least 8 classes"),
    "samples": (lambda run: isinstance(run.dataset, Text), "Only models of a text"),
}
"""View -> the runs that have it, and what is said of the others."""
OTHERS: dict[str, Any] = {
    "measure": "loss",
    "singles": True,
    "histogram": "updates",
    "layer": "update_ratio",
    "weights": "averaged",
    "plane": "random",
}


@pytest.fixture(autouse=True)
def in_this_thread(monkeypatch):
    monkeypatch.setattr(pool, "run", lambda function, *args, **_: function(*args))


def finite(part: Any) -> bool:
    """Whether every number of a figure is finite, those in base64 too."""
    if isinstance(part, dict):
        if "bdata" in part:
            return bool(np.isfinite(np.frombuffer(base64.b64decode(part["bdata"]), part["dtype"])).all())
        return all(map(finite, part.values()))
    if isinstance(part, list | tuple | np.ndarray):
        return all(map(finite, part))
    return not isinstance(part, float) or math.isfinite(part)


@pytest.mark.parametrize("cls", DATASETS, ids=lambda cls: cls.__name__)
def test_no_view_shows_what_is_not_finite_or_has_no_words(cls):
    run = ModelRun(
        dataset=cls(),
        model=DEFAULT_MODELS[cls],
        optimizers=(Adam(lr=0.01, schedule=OneCycleLR()), SGD(lr=1e3, weight_decay=10.0)),
        epochs=1,
        seeds=2,
        ema_decay=0.5,
        sharpness=cls is not Text,  # of too many parameters over too many targets
    )
    logs = by_contender(train(run), run.seeds)
    assert logs[1][0].status.diverged
    for name in VIEWS:
        for others in ({}, OTHERS):
            scene = Scene(run, logs, False, ModelView(view=name, points=11, **others), (1, 4))
            why = reason(scene, load("en"))
            if name in WHY_NOT and not WHY_NOT[name][0](run):
                assert WHY_NOT[name][1] in str(why)
                continue
            assert why is None
            shown = picture(scene, load("ko"))
            assert len(shown.alts) == len(shown.figures)
            assert all(shown.alts)
            assert all(finite(figure.to_dict()) for figure in shown.figures)
            indices = {trace.meta.get("index") for figure in shown.figures for trace in figure.data}
            assert indices - {None} <= {1, 4}
            assert len(shown.texts) == (2 if name == "samples" else 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_has_a_name_and_a_reason_is_in_words(language):
    t = load(language)
    assert set(VIEWS) == set(hypers(ModelView)["view"].options)
    run = ModelRun(dataset=DATASETS[0](), model=DEFAULT_MODELS[DATASETS[0]], optimizers=(Adam(),))
    for name, live in (("boundaries", False), ("sharpness", False), ("schedules", False), ("landscape", True)):
        words = reason(Scene(run, (), live, ModelView(view=name), (0,)), t)
        assert words
        assert "{" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_training_says_what_its_curves_are_made_of(language):
    t = load(language)
    groups = logs_of(LONG)

    def notes(**view):
        return thinning_notes(Scene(LONG, groups, False, ModelView(**view), (0, 1)), t)

    epochs, losses = t("model.thinned_epochs", count=2), t("model.thinned_losses", count=6)
    assert notes(measure="score") == notes(view="layers", measure="loss") == [epochs]
    assert notes(measure="loss") == [losses, epochs]
    assert thinning_notes(Scene(MOONS, logs_of(MOONS), False, ModelView(measure="loss"), (0, 1, 2)), t) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("singles", [False, True])
@pytest.mark.parametrize(("seeds", "decay"), [(1, 0.0), (1, 0.9), (2, 0.9)])
def test_the_curves_have_a_note_on_each_kind_of_line_and_on_no_other(language, singles, seeds, decay):
    t = load(language)
    run = replace(MOONS, optimizers=MOONS.optimizers[:1], epochs=2, seeds=seeds, ema_decay=decay)
    scene = Scene(run, by_contender(train(run), seeds), False, ModelView(singles=singles), (0,))
    (figure,) = picture(scene, t).figures
    drawn = {trace.meta["role"] for trace in figure.data}
    wanted = [t(f"model.lines.{role}") for role in ("averaged", "single") if role in drawn]
    assert line_notes(scene, t) == [t("model.lines.plain"), *wanted]
    assert line_notes(replace(scene, view=ModelView(view="layers")), t) == []
