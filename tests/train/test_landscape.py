"""Loss landscapes, compared with torch."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from optim_core.base.errors import SpecError
from optim_core.base.result import Array
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adam
from optim_core.specs import ModelRun
from optim_core.train import forward as networks
from optim_core.train import landscape

RUN = ModelRun(dataset=Moons(samples=60), model=MLP(width=6), optimizers=(Adam(), SGD()))
SIZE = sum(math.prod(shape) for shape in networks.shapes(RUN).values())
DRAW = np.random.default_rng(0)
PATHS = [0.2 * np.cumsum(DRAW.standard_normal((8, SIZE)), axis=0) for _ in range(2)]


def torch_loss(weights: Array) -> float:
    model = RUN.model.build(RUN.dataset.inputs, RUN.dataset.outputs)
    nn.utils.vector_to_parameters(torch.tensor(weights, dtype=torch.float32), model.parameters())
    data = RUN.dataset.split()
    return nn.functional.cross_entropy(model(data.train_x), data.train_y).item()


def begun(kind: landscape.Kind = "pca", finite: tuple[bool, bool] = (True, True)) -> landscape.Landscape:
    return landscape.begin(RUN, PATHS, finite, kind, 11)


@pytest.mark.parametrize("kind", ["pca", "random"])
def test_losses_equal_those_of_torch(kind: landscape.Kind) -> None:
    whole = landscape.advance(RUN, begun(kind), math.inf)
    assert whole.progress == 1
    for i, j in ((0, 0), (10, 3), (5, 10)):
        weights = whole.plane.at(np.array([whole.a[i], whole.b[j]]))
        assert whole.z[j, i] == pytest.approx(torch_loss(weights), rel=1e-5)
    assert whole.path_losses[1][3] == pytest.approx(torch_loss(PATHS[1][3]), rel=1e-5)
    nearest = whole.plane.at(whole.plane.project(PATHS[1][3:4]))[0]
    assert whole.plane_losses[1][3] == pytest.approx(torch_loss(nearest), rel=1e-5)


def test_chunks_make_the_same_landscape() -> None:
    chunked = begun()
    while chunked.progress < 1:
        before = chunked.computed
        chunked = landscape.advance(RUN, chunked, 0)
        assert before < chunked.computed <= before + landscape.AT_ONCE
    np.testing.assert_array_equal(chunked.z, landscape.advance(RUN, begun(), math.inf).z)


def test_the_frame_holds_every_path_that_did_not_diverge() -> None:
    both, one = begun(), begun(finite=(True, False))
    for points in both.points:
        assert (points > (both.a[0], both.b[0])).all()
        assert (points < (both.a[-1], both.b[-1])).all()
    np.testing.assert_allclose(one.plane.origin, PATHS[0].mean(axis=0))


def test_a_random_plane_lies_at_the_end_of_the_best_path() -> None:
    found = begun("random")
    found = landscape.advance(RUN, found, math.inf)
    best = min((0, 1), key=lambda i: float(found.path_losses[i][-1]))
    np.testing.assert_allclose(found.points[best][-1], 0, atol=1e-9)
    assert found.a[0] < -1 < 1 < found.a[-1]
    assert found.plane_losses[best][-1] == found.path_losses[best][-1]


def test_a_grid_has_a_bound() -> None:
    with pytest.raises(SpecError):
        landscape.begin(RUN, PATHS, (True, True), "pca", 201)
