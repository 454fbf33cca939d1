"""Planes through weight space."""

import numpy as np
import pytest

from optim_core.base.result import Array
from optim_core.train.plane import Plane, explained, pca_plane, random_plane

DRAW = np.random.default_rng(0)
SHAPES = ((5, 3), (5,), (2, 5), (2,), (4, 1, 3, 3))
SIZE = sum(int(np.prod(shape)) for shape in SHAPES)


def walks(count: int = 3, steps: int = 12) -> list[Array]:
    return [np.cumsum(DRAW.standard_normal((steps + i, SIZE)), axis=0) for i in range(count)]


def test_one_path_has_the_principal_axes_that_scikit_learn_finds() -> None:
    from sklearn.decomposition import PCA

    (path,) = walks(1)
    found, expected = pca_plane([path]), PCA(2).fit(path)
    np.testing.assert_allclose(np.abs((found.axes * expected.components_).sum(axis=1)), 1, rtol=1e-9)
    assert found.explained == pytest.approx(expected.explained_variance_ratio_.sum())


def test_a_path_with_more_points_counts_no_more() -> None:
    one, other = walks(2)
    doubled = pca_plane([np.repeat(one, 2, axis=0), other])
    np.testing.assert_allclose(np.abs((doubled.axes * pca_plane([one, other]).axes).sum(axis=1)), 1, rtol=1e-9)


def test_paths_in_a_plane_are_fully_explained_and_projected_exactly() -> None:
    axes, points = DRAW.standard_normal((2, SIZE)), DRAW.standard_normal((9, 2))
    plane = pca_plane([1.0 + points @ axes])
    assert plane.explained == pytest.approx(1)
    np.testing.assert_allclose(plane.at(plane.project(1.0 + points @ axes)), 1.0 + points @ axes, atol=1e-9)


def test_a_straight_path_and_a_path_that_stands_still_have_planes_too() -> None:
    way = np.linspace(0, 1, 5)[:, None] * DRAW.standard_normal(SIZE)
    for path in (way, way[:1].repeat(3, axis=0)):
        plane = pca_plane([path])
        assert plane.explained == pytest.approx(1)
        np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-9)


def test_a_random_direction_has_filters_as_long_as_the_weights_and_leaves_biases() -> None:
    origin = DRAW.standard_normal(SIZE)
    plane = random_plane(origin, SHAPES, walks(), seed=1)
    at = 0
    for shape in SHAPES:
        size = int(np.prod(shape))
        drawn, weights = (flat[..., at : at + size] for flat in (plane.axes, origin))
        if len(shape) == 1:
            assert not drawn.any()
        else:
            lengths = np.linalg.norm(drawn.reshape(2, shape[0], -1), axis=2)
            np.testing.assert_allclose(lengths[0], np.linalg.norm(weights.reshape(shape[0], -1), axis=1))
            np.testing.assert_allclose(lengths[0], lengths[1])
        at += size


def test_a_random_plane_explains_what_its_span_does() -> None:
    paths = walks()
    plane = random_plane(paths[0][-1], SHAPES, paths, seed=1)
    slanted = Plane(origin=plane.origin, axes=np.array([[1, 0], [3, 0.1]]) @ plane.axes, explained=0)
    assert 0 < plane.explained < pca_plane(paths).explained
    assert explained(slanted.axes, paths) == pytest.approx(plane.explained)
    np.testing.assert_allclose(slanted.at(slanted.project(paths[1])), plane.at(plane.project(paths[1])))
