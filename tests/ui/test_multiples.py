"""What small multiples send to the browser, and what is kept for everyone."""

import base64
import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.figures import training_figure
from optim_core.specs.results import by_contender
from optim_core.specs.views import ModelView
from optim_core.train import begin, logs
from tests.trainings import MOONS, firsts_of
from ui.components import multiples as module
from ui.components.multiples import SMALL, Animation, multiples
from ui.compute.landscapes import MOST_FRAMES, MOST_POINTS, frames, most_points, thinned


@pytest.fixture
def sent(monkeypatch) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(module, "_multiples", lambda key, data: found.append(data))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_travel_as_plain_json_with_their_animations_and_words(sent, language: str) -> None:
    animations = [np.arange(24, dtype=np.uint8).reshape(2, 3, 4) + i for i in range(2)]
    figures = [go.Figure({"data": [{"type": "heatmap", "z": animation[-1]}]}) for animation in animations]
    multiples(
        figures,
        load(language),
        key="k",
        alts=["a", "b"],
        animations=[Animation("z", animation) for animation in animations],
        frames=["start", "end"],
    )
    (data,) = sent
    json.dumps(data, allow_nan=False)
    assert [panel["alt"] for panel in data["panels"]] == ["a", "b"]
    assert data["frames"] == ["start", "end"]
    assert data["least"] == SMALL[0]
    for panel, animation in zip(data["panels"], animations, strict=True):
        assert (panel["animation"]["trace"], panel["animation"]["name"], panel["animation"]["shape"]) == (
            0,
            "z",
            [2, 3, 4],
        )
        packed = panel["animation"]["values"]
        assert packed["dtype"] == "u1"
        assert base64.b64decode(packed["bdata"]) == animation.tobytes()


def test_the_curves_of_a_training_that_has_no_step_yet_travel_too(sent) -> None:
    figure = training_figure(
        MOONS, by_contender(logs(MOONS, begin(MOONS)), MOONS.seeds), ModelView(measure="loss"), load("en"), range(3)
    )
    multiples([figure], load("en"), key="k", alts=["a"])
    json.dumps(sent, allow_nan=False)


def test_figures_without_animations_have_no_bar(sent) -> None:
    multiples([go.Figure()], load("en"), key="k", alts=["a"])
    (data,) = sent
    assert "animation" not in data["panels"][0]
    assert data["frames"] == []


def test_animations_and_paths_have_a_bound_and_hold_both_ends() -> None:
    logs = firsts_of(MOONS)
    count = max(len(log.weights) for log in logs)
    rows = frames(logs, live=False)
    assert (rows[0], rows[-1]) == (0, count - 1)
    assert len(rows) <= MOST_FRAMES
    assert frames(logs, live=True) == [count - 1]
    many = logs * (MOST_POINTS // 6)
    kept = thinned(many, most_points(many))
    assert sum(len(log.weights) for log in kept) <= MOST_POINTS
    for log, thin in zip(logs, kept, strict=False):
        assert (thin.weights_at[0], thin.weights_at[-1]) == (log.weights_at[0], log.weights_at[-1])
