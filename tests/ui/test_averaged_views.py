"""Averaged weights in the views of a training: those of torch's `AveragedModel`, where averaging is on."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from optim_core.base import pool
from optim_core.base.text import LANGUAGES, load
from optim_core.models import MLP, Logistic
from optim_core.models.datasets import LongTail, Moons
from optim_core.optimizers import SGD, Adam
from optim_core.permalink.form import MODEL_FORM
from optim_core.specs import ModelRun
from optim_core.specs.views import ModelView
from optim_core.train.decision_boundary import LEVELS
from tests.averages import torch_averages
from tests.trainings import logs_of
from ui.compute.landscapes import landscape_of, most_points, thinned
from ui.model.scene import Scene
from ui.model.view_notes import line_notes
from ui.model.views import options, picture, reason

RUN = ModelRun(
    dataset=Moons(samples=100),
    model=MLP(width=6),
    optimizers=(SGD(lr=0.5, momentum=0.9), Adam(lr=0.1)),
    epochs=6,
    batch_size=20,
    ema_decay=0.9,
)
PLAIN = replace(RUN, ema_decay=0.0)
t = load("en")


@pytest.fixture(autouse=True)
def in_this_thread(monkeypatch):
    monkeypatch.setattr(pool, "run", lambda function, *args, **_: function(*args))


def scene(run: ModelRun = RUN, **view) -> Scene:
    return Scene(run, logs_of(run), False, ModelView(points=11, **view), (0, 3))


def of(figure, role: str) -> list:
    return [trace for trace in figure.data if trace.meta["role"] == role]


def module_of(run: ModelRun, weights) -> nn.Module:
    module = run.model.build(run.dataset.inputs, run.dataset.outputs)
    nn.utils.vector_to_parameters(torch.tensor(weights, dtype=torch.float32), module.parameters())
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_boundaries_are_those_of_torchs_averages(language):
    shown = picture(scene(view="boundaries", weights="averaged"), load(language))
    current = picture(scene(view="boundaries"), load(language))
    for number, (figure, animation) in enumerate(zip(shown.figures, shown.animations, strict=True)):
        answers, averages = figure.data[0], torch_averages(RUN, number)
        grid = np.stack(np.meshgrid(answers.x, answers.y), axis=-1)
        with torch.no_grad():
            expected = module_of(RUN, averages[-1][1])(torch.tensor(grid, dtype=torch.float32)).argmax(-1).numpy()
        assert np.mean(animation.values[-1] // LEVELS == expected) > 0.999
        assert not np.array_equal(animation.values[-1], current.animations[number].values[-1])
        log = logs_of(RUN)[number][0]
        name = load(language)("figure.averaged_weights", name=str(figure.layout.uirevision).split(" · ")[0])
        assert name in shown.alts[number]
        assert f"{log.averaged['test_score'][-1]:.1%}" in shown.alts[number]


def test_histograms_count_torchs_averages():
    shown = picture(scene(view="weights", weights="averaged"), t)
    shares = [np.asarray(of(figure, "shades")[0].customdata).T[-1] for figure in shown.figures]
    for number, found in enumerate(shares):
        sizes = np.asarray(of(shown.figures[number], "shades")[0].y)
        half = (sizes[1] - sizes[0]) / 2
        edges = np.append(sizes - half, sizes[-1] + half)
        averaged = np.clip(torch_averages(RUN, number)[-1][1], edges[0], edges[-1])
        np.testing.assert_allclose(found, np.histogram(averaged, edges)[0] / len(averaged), atol=1.5 / len(averaged))
        assert "averaged weights" in shown.alts[number]
    updates = picture(scene(view="weights", histogram="updates", weights="averaged"), t)
    assert "averaged" not in " ".join(updates.alts)


@pytest.mark.parametrize("plane", ["pca", "random"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_landscape_has_their_paths_on_the_plane_of_the_weights(plane, language):
    words, view = load(language), ModelView(view="landscape", points=11, plane=plane)
    firsts = tuple(group[0] for group in logs_of(RUN))
    kept = thinned(firsts, most_points(firsts))
    shown = landscape_of(RUN, kept, view, words)
    plain = landscape_of(PLAIN, [group[0] for group in logs_of(PLAIN)], view, words)
    np.testing.assert_array_equal(shown.a, plain.a)
    np.testing.assert_array_equal(shown.z, plain.z)
    map_, curves = picture(scene(view="landscape", plane=plane), words).figures
    assert [trace.meta["index"] for trace in of(map_, "averaged")] == [0, 3]
    data = RUN.dataset.split()
    for number, (line, head, losses) in enumerate(
        zip(of(map_, "averaged"), of(map_, "averaged_head"), of(curves, "averaged"), strict=True)
    ):
        steps = list(line.customdata)
        rows = np.array([torch_averages(RUN, number)[step][1] for step in steps], float)
        points = shown.plane.project(rows)
        drawn = np.array([line.x, line.y], float).T
        np.testing.assert_allclose(drawn, points, atol=1e-2 * np.abs(points).max())
        assert (head.x[0], head.y[0]) == pytest.approx(tuple(drawn[-1]), rel=1e-5)
        assert head.marker.symbol.endswith("-open")
        module = module_of(RUN, rows[-1])
        expected = nn.functional.cross_entropy(module(data.train_x), data.train_y).item()
        assert float(losses.y[-1]) == pytest.approx(expected, rel=1e-3)
    alts = picture(scene(view="landscape", plane=plane), words).alts
    assert words("figure.alt.landscape_averaged") in alts[0]
    assert alts[1].count(words("figure.averaged_weights", name="")) == 2
    plain_alts = picture(scene(PLAIN, view="landscape", plane=plane), words).alts
    assert words("figure.alt.landscape_averaged") not in plain_alts[0]


def test_layers_show_how_far_the_weights_are_from_their_average():
    shown = picture(scene(view="layers", layer="average_distance"), t)
    for figure, (log, *_) in zip(shown.figures, logs_of(RUN), strict=True):
        for line, column in zip(of(figure, "layer"), log.average_distance.T, strict=True):
            np.testing.assert_allclose(np.asarray(line.y, float), column, rtol=1e-6)
    assert t("figure.layer.average_distance") in shown.alts[0]
    assert reason(scene(PLAIN, view="layers", layer="average_distance"), t) == t("model.why.averages")
    assert reason(scene(PLAIN, view="layers"), t) is None


def test_rare_classes_have_dashed_lines_of_the_averages():
    run = ModelRun(dataset=LongTail(), model=Logistic(), optimizers=(SGD(),), epochs=1, ema_decay=0.9)
    logs = logs_of(run)
    shown = picture(Scene(run, logs, False, ModelView(view="rare"), (2,)), t)
    data, module = run.dataset.split(), module_of(run, torch_averages(run, 0)[-1][1])
    losses = nn.functional.cross_entropy(module(data.train_x), data.train_y, reduction="none").detach().numpy()
    ends = [float(of(figure, "averaged")[0].y[-1]) for figure in shown.figures]
    assert min(losses) < min(ends) < max(ends) < max(losses)
    assert [of(figure, "averaged")[0].line.dash for figure in shown.figures] == ["dash"] * 3
    assert all("averaged weights" in alt for alt in shown.alts)
    plain = replace(run, ema_decay=0.0)
    without = picture(Scene(plain, logs_of(plain), False, ModelView(view="rare"), (2,)), t)
    assert not of(without.figures[0], "averaged")


def test_without_averaging_the_choice_is_not_offered_and_the_current_weights_are_shown():
    for view in ("boundaries", "weights", "samples"):
        assert "weights" in options(scene(view=view))
        assert "weights" not in options(scene(PLAIN, view=view))
        assert scene(PLAIN, view=view, weights="averaged").shown == scene(PLAIN, view=view).firsts
    assert "weights" not in options(scene(view="weights", histogram="updates"))
    assert line_notes(scene(view="landscape"), t) == [t("model.lines.averaged_path")]
    assert line_notes(scene(PLAIN, view="landscape"), t) == []


def test_a_link_holds_which_weights_are_shown():
    query, problems = MODEL_FORM.clean({"view": "boundaries", "weights": "averaged"})
    assert (query["weights"], problems) == ("averaged", [])
