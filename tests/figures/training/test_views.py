"""Views of a training besides its curves."""

import math
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.figures import STYLES
from optim_core.figures.training.alt import (
    decision_boundary_alts,
    histogram_alts,
    landscape_alts,
    layer_alts,
    sharpness_alt,
)
from optim_core.figures.training.decision_boundary import decision_boundary_figures
from optim_core.figures.training.histograms import histogram_figures, histograms
from optim_core.figures.training.landscape import landscape_figure
from optim_core.figures.training.layers import layer_figures
from optim_core.figures.training.plane_loss import plane_loss_figure
from optim_core.figures.training.sharpness import sharpness_figure
from optim_core.specs.views import ModelView
from optim_core.train import landscape
from optim_core.train.decision_boundary import LEVELS, boundaries
from tests.trainings import CUBIC, MOONS, firsts_of

INDICES = (0, 3, 5)
t = load("en")


def of(figure, role: str) -> list:
    return [trace for trace in figure.data if trace.meta["role"] == role]


def finite(figures) -> bool:
    values = (value for figure in figures for trace in figure.data for value in np.ravel([*trace.x, *trace.y]))
    return all(value is None or np.isfinite(value) for value in values)


def axes(figures) -> set[tuple]:
    return {(tuple(figure.layout.xaxis.range), tuple(figure.layout.yaxis.range)) for figure in figures}


def named(figures) -> bool:
    """Whether the title of each panel has its contender's color."""
    titles = [figure.layout.annotations[0].text for figure in figures]
    return all(STYLES[index].color in title for index, title in zip(INDICES, titles, strict=True))


def test_boundaries_are_panels_on_shared_axes_with_the_examples_of_each_class() -> None:
    shown = boundaries(MOONS, [log.weights.astype(float) for log in firsts_of(MOONS)], side=12)
    figures = decision_boundary_figures(MOONS, shown, t, INDICES)
    assert len(axes(figures)) == 1
    assert named(figures)
    for figure, animation in zip(figures, shown.answers, strict=True):
        (answers,) = of(figure, "answers")
        assert figure.data[0] is answers
        np.testing.assert_array_equal(answers.z, animation[-1])
        assert (answers.zmin, answers.zmax) == (0, 2 * LEVELS - 1)
        assert sum(len(points.x) for points in of(figure, "examples")) == len(shown.points)
    assert "% of the test examples" in decision_boundary_alts(MOONS, firsts_of(MOONS), t)[0]


@pytest.mark.parametrize("what", ["weights", "updates"])
def test_histograms_count_every_weight_on_shared_axes(what: str) -> None:
    for one in histograms(MOONS, firsts_of(MOONS), what):
        np.testing.assert_allclose(one.shares.sum(axis=1), 1)
        assert one.shares.shape == (len(one.epochs), len(one.sizes))
    view = ModelView(histogram=what)
    figures = histogram_figures(MOONS, firsts_of(MOONS), view, t, INDICES)
    assert len(axes(figures)) == 1
    assert named(figures)
    assert len(histogram_alts(MOONS, firsts_of(MOONS), view, t)) == 3


def test_a_histogram_of_weights_is_numpys() -> None:
    one = histograms(MOONS, firsts_of(MOONS)[:1], "weights")[0]
    width = one.sizes[1] - one.sizes[0]
    edges = np.append(one.sizes - width / 2, one.sizes[-1] + width / 2)
    inside = np.abs(firsts_of(MOONS)[0].weights[-1]) < edges[-2]
    counts = np.histogram(firsts_of(MOONS)[0].weights[-1][inside], edges)[0]
    np.testing.assert_allclose(one.shares[-1][1:-1] * inside.size, counts[1:-1])


@pytest.mark.parametrize("quantity", ["grad_norm", "update_ratio"])
def test_layers_are_lines_of_the_recorded_values(quantity: str) -> None:
    view = ModelView(layer=quantity)
    figures = layer_figures(MOONS, firsts_of(MOONS), view, t, INDICES)
    assert len(axes(figures)) == 1
    assert finite(figures)
    log = firsts_of(MOONS)[0]
    lines = of(figures[0], "layer")
    assert [line.name for line in lines] == list(log.layers)
    for line, column in zip(lines, getattr(log, quantity).T, strict=True):
        np.testing.assert_allclose(np.asarray(line.y, dtype=float), column, rtol=1e-6)
    assert bool(of(figures[0], "typical")) == (quantity == "update_ratio")
    assert all(layer in layer_alts(MOONS, firsts_of(MOONS), view, t)[0] for layer in log.layers)


def test_sharpness_is_drawn_beside_the_edge_where_there_is_one() -> None:
    figure = sharpness_figure(CUBIC, firsts_of(CUBIC), ModelView(), t, INDICES)
    assert [trace.meta["index"] for trace in of(figure, "edge")] == [0, 3]
    assert of(figure, "edge")[0].y == (10, 10)
    line = of(figure, "sharpness")[0]
    np.testing.assert_allclose(np.asarray(line.y, dtype=float), firsts_of(CUBIC)[0].sharpness, rtol=1e-6)
    assert finite([figure])
    notes = [note.text for note in figure.layout.annotations]
    assert any("diverged at step" in note for note in notes)
    assert any("Adam" in note for note in notes)
    assert "10" in sharpness_alt(CUBIC, firsts_of(CUBIC), t)


@pytest.mark.parametrize("kind", ["pca", "random"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_paths_lie_on_one_plane_beside_its_loss(kind: str, language: str) -> None:
    logs, view, translator = firsts_of(MOONS), ModelView(plane=kind), load(language)
    paths, sound = [log.weights.astype(float) for log in logs], [not log.status.diverged for log in logs]
    shown = landscape.advance(MOONS, landscape.begin(MOONS, paths, sound, view.plane, 11), math.inf)
    plane = landscape_figure(MOONS, shown, logs, view, translator, INDICES)
    plane_loss = plane_loss_figure(MOONS, shown, logs, translator, INDICES)
    assert [trace.meta["index"] for trace in of(plane, "path")] == list(INDICES)
    for trace, points in zip(of(plane, "path")[:2], shown.points, strict=False):
        np.testing.assert_allclose(np.asarray(trace.x, dtype=float), points[:, 0], rtol=1e-5, atol=1e-6)
    assert finite([plane, plane_loss])
    true, flat = of(plane_loss, "true")[0], of(plane_loss, "flat")[0]
    np.testing.assert_allclose(np.asarray(true.y, dtype=float), shown.path_losses[0], rtol=1e-6)
    np.testing.assert_allclose(np.asarray(flat.y, dtype=float), shown.plane_losses[0], rtol=1e-6)
    assert (true.line.dash, flat.line.dash) == ("solid", "dot")
    share = f"{shown.plane.explained:.1%}"
    assert share in plane.layout.annotations[0].text
    assert share in landscape_alts(MOONS, shown, translator)[0]


def test_a_landscape_without_a_finite_value_says_so() -> None:
    logs = firsts_of(MOONS)
    shown = landscape.begin(MOONS, [log.weights.astype(float) for log in logs], [True] * 3, "pca", 11)
    figure = landscape_figure(MOONS, shown, logs, ModelView(), t, INDICES)
    assert not of(figure, "surface")
    assert "Where nothing is drawn" in figure.layout.annotations[0].text


def test_a_landscape_has_gaps_where_its_loss_is_not_known() -> None:
    logs = firsts_of(MOONS)[:1]
    shown = landscape.begin(MOONS, [logs[0].weights.astype(float)], [True], "pca", 11)
    while not np.isfinite(shown.z).any():
        shown = landscape.advance(MOONS, shown, 0)
    figure = landscape_figure(replace(MOONS, optimizers=MOONS.optimizers[:1]), shown, logs, ModelView(), t, (0,))
    (surface,) = of(figure, "surface")
    gaps = [[value is None for value in row] for row in surface.z]
    np.testing.assert_array_equal(gaps, np.isnan(shown.z))
    assert any(map(any, gaps))
