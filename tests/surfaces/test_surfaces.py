"""The contract of every surface; a new one is tested by being listed in `SURFACES`."""

import math
from itertools import product
from typing import Any, get_args

import pytest
import torch
from torch import Tensor

from optim_core.base.domains import Choice, Text, Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.surfaces import (
    SURFACES,
    AbstractSurface,
    Ackley,
    Himmelblau,
    Rastrigin,
    Rosenbrock,
    Saddle,
    ScalarFactorisation,
    StyblinskiTang,
)
from optim_core.surfaces.base import Group
from optim_core.surfaces.formula import END

POLYNOMIAL = {
    "Sphere", "Quadratic", "Booth", "Matyas", "Rosenbrock", "Beale", "FreudensteinRoth", "Himmelblau",
    "ThreeHumpCamel", "SixHumpCamel", "StyblinskiTang", "GoldsteinPrice", "Saddle", "MonkeySaddle",
    "ScalarFactorisation", "ShiftedBowl", "Slope", "Trid", "Zakharov", "DixonPrice", "BrownBadlyScaled",
}  # fmt: skip
"""Only + − × and whole powers up to 3: every lane of a batch is computed like a single point."""

KINKS = {"Ackley", "AbsoluteBowl", "Bukin6", "DropWave"}
"""torch gives the subgradient 0 at their global minimum, but no Hessian: a kink, or r = 0."""

BORDER = {"Eggholder"}
"""Their lowest point in the domain lies on its border, where f falls on outwards."""

HEIGHTS = {
    "Sphere": [0.0],
    "Quadratic": [0.0],
    "Booth": [0.0],
    "Matyas": [0.0],
    "ShiftedBowl": [0.0],
    "Rosenbrock": [0.0],
    "Beale": [0.0],
    "FreudensteinRoth": [0.0, 48.984254],
    "Himmelblau": [0.0, 0.0, 0.0, 0.0],
    "ThreeHumpCamel": [0.0, 0.298638, 0.298638],
    "SixHumpCamel": [-1.031628, -1.031628, -0.215464, -0.215464, 2.104250, 2.104250],
    "StyblinskiTang": [-78.332331, -64.195612, -64.195612, -50.058893],
    "DoubleGaussianBowl": [-2.063090, -1.092732],
    "McCormick": [-1.913223, 1.228370],
    "Branin": [0.397887, 0.397887, 0.397887],
    "GoldsteinPrice": [3.0, 30.0, 84.0, 840.0],
    "MuellerBrown": [-146.699517, -108.166724, -80.767818],
    "Rastrigin": [0.0],
    "Ackley": [0.0],
    "Griewank": [0.0],
    "Easom": [-1.0],
    "Michalewicz": [-1.801303],
    "ScalarFactorisation": [0.0, 0.0],
    "AbsoluteBowl": [0.0],
    "Trid": [-2.0],
    "Zakharov": [0.0],
    "DixonPrice": [0.0, 0.0],
    "Bohachevsky": [0.0],
    "Levy13": [0.0],
    "DropWave": [-1.0],
    "Schwefel": [0.0],
    "Schaffer2": [0.0],
    "Schaffer4": [0.292579] * 4,
    "Shubert": [-186.730909] * 18,
    "Bukin6": [0.0],
    "CrossInTray": [-2.062612] * 4,
    "HolderTable": [-19.208503] * 4,
    "Eggholder": [-959.640663],
    "PowellBadlyScaled": [0.0, 0.0],
    "BrownBadlyScaled": [0.0],
    "JennrichSampson": [124.362182],
    "Formula": [-0.935070],
}
"""Literature values of the listed minima, in their order; where fewer are given than listed, of the lowest."""

FIRST_HEIGHTS = {
    "Quadratic": 50.5,
    "Booth": 74,
    "Matyas": 72.26,
    "Rosenbrock": 24.2,
    "Beale": 14.203,
    "FreudensteinRoth": 400.5,
    "Himmelblau": 170,
    "ThreeHumpCamel": 0.676,
    "McCormick": 3.72,
    "StyblinskiTang": 0,
    "Rastrigin": 36.25,
    "Ackley": 10.21,
    "Griewank": 1.274,
    "Easom": -0.0128,
    "Branin": 55.60,
    "ScalarFactorisation": 0.245,
    "DixonPrice": 6086,
    "Zakharov": 52,
    "Bohachevsky": 12,
    "Levy13": 52,
    "PowellBadlyScaled": 1.13526,
    "BrownBadlyScaled": 9.99998e11,
    "JennrichSampson": 4171.31,
}
"""f at the customary start."""


def name_of(case: object) -> str:
    return case.__name__ if isinstance(case, type) else repr(case)


each = pytest.mark.parametrize("cls", SURFACES, ids=name_of)


def other_settings(cls: type[AbstractSurface]) -> list[AbstractSurface]:
    """The surface at the ends, the thirds and the near-default ticks of each of its knobs."""
    settings: list[AbstractSurface] = []
    for name, domain in hypers(cls).items():
        if domain is END or isinstance(domain, Text):
            continue  # see tests/surfaces/test_formula.py
        values: list[Any] = list(domain.options if isinstance(domain, Choice) else domain.ticks)
        picked = {values[0], values[len(values) // 3], values[2 * len(values) // 3], values[-1]}
        settings += [cls(**{name: value}) for value in sorted(picked - {defaults(cls)[name]})]
    return settings


ALL_SETTINGS = {repr(s): s for cls in SURFACES for s in (cls(), *other_settings(cls))}
every_setting = pytest.mark.parametrize("surface", ALL_SETTINGS.values(), ids=ALL_SETTINGS)


def points(surface: AbstractSurface, count: int, dtype: torch.dtype = torch.float64) -> Tensor:
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    share = torch.rand(count, 2, generator=torch.Generator().manual_seed(count), dtype=torch.float64)
    return (low + share * (high - low)).to(dtype)


def gradient(surface: AbstractSurface, xy: Tensor) -> Tensor:
    leaf = xy.detach().clone().requires_grad_()
    (grad,) = torch.autograd.grad(surface(leaf).sum(), leaf)
    return grad


def hessian(surface: AbstractSurface, point: tuple[float, float]) -> Tensor:
    found = torch.autograd.functional.hessian(surface, torch.tensor(point, dtype=torch.float64))
    assert isinstance(found, Tensor)
    return found


def at(point: tuple[float, float]) -> Tensor:
    return torch.tensor(point, dtype=torch.float64)


def test_names_and_order() -> None:
    groups = [get_args(Group).index(cls.group) for cls in SURFACES]
    assert groups == sorted(groups)
    assert set(groups) == set(range(len(get_args(Group))))
    assert len({cls.__name__ for cls in SURFACES}) == len(SURFACES)


@each
def test_pure_function_stands_alone(cls: type[AbstractSurface]) -> None:
    """The exported script holds the function's source and nothing else of this project."""
    scope: dict[str, Any] = {"torch": torch, "math": math, "Tensor": Tensor}
    definition, call = cls().script()
    exec(definition, scope)  # our own source
    scope["xy"] = points(cls(), 7)
    assert torch.equal(eval(call, scope), cls()(scope["xy"]))


@every_setting
def test_gradient_is_the_slope(surface: AbstractSurface) -> None:
    xy, h = points(surface, 40), 1e-6
    sides = torch.eye(2, dtype=torch.float64) * h
    slope = torch.stack([(surface(xy + side) - surface(xy - side)) / (2 * h) for side in sides], dim=-1)
    scale = 1 + surface(xy).abs()[:, None] + slope.abs()
    assert ((gradient(surface, xy) - slope).abs() / scale).max() < 1e-6


@each
def test_heights_of_the_minima(cls: type[AbstractSurface]) -> None:
    surface = cls()
    expected = HEIGHTS.get(cls.__name__, [])
    found = [float(surface(at(point))) for point in surface.minima[: len(expected)]]
    assert found == pytest.approx(expected, abs=1e-6)
    assert bool(expected) == bool(surface.minima)
    assert surface.lowest == (pytest.approx(expected[0], abs=1e-6) if expected else None)


@every_setting
def test_minima_are_minima(surface: AbstractSurface) -> None:
    if not surface.minima:
        return
    minima = torch.tensor(surface.minima, dtype=torch.float64)
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    assert ((low <= minima) & (minima <= high)).all()
    slopes = gradient(surface, minima).abs().amax(-1)
    if type(surface).__name__ in KINKS:
        assert slopes[0] == 0
        slopes, minima = slopes[1:], minima[1:]
    if type(surface).__name__ in BORDER:
        outward = (minima[0] == high).double() - (minima[0] == low).double()
        pulled = -gradient(surface, minima[0]) * outward
        assert (pulled[outward != 0] > 0).all()
        assert (gradient(surface, minima[0])[outward == 0].abs() < 1e-6).all()
        slopes, minima = slopes[1:], minima[1:]
    if not len(minima):
        return
    curvatures = torch.func.vmap(torch.func.jacrev(torch.func.jacrev(surface)))(minima)
    smallest, largest = torch.linalg.eigvalsh(curvatures).unbind(-1)
    assert (slopes <= 1e-6 * largest.clamp_min(1)).all()
    assert (smallest >= -1e-9 * largest.clamp_min(1)).all()


@every_setting
def test_first_minimum_is_the_lowest(surface: AbstractSurface) -> None:
    if not surface.minima:
        return
    heights = [float(surface(at(point))) for point in surface.minima]
    assert heights[0] <= min(heights) + 1e-9
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    axes = [torch.linspace(float(a), float(b), 301, dtype=torch.float64) for a, b in zip(low, high, strict=True)]
    everywhere = surface(torch.cartesian_prod(*axes))
    assert heights[0] <= everywhere.min() + 1e-9 * (1 + everywhere.min().abs())


@every_setting
def test_minima_differ(surface: AbstractSurface) -> None:
    assert len({(round(x, 4), round(y, 4)) for x, y in surface.minima}) == len(surface.minima)


@each
def test_height_at_the_start(cls: type[AbstractSurface]) -> None:
    if cls.__name__ in FIRST_HEIGHTS:
        assert float(cls()(at(cls.start))) == pytest.approx(FIRST_HEIGHTS[cls.__name__], rel=2e-3)


@every_setting
def test_start_is_inside_and_not_stationary(surface: AbstractSurface) -> None:
    for value, (low, high) in zip(surface.start, surface.domain, strict=True):
        assert low <= value <= high
    assert torch.linalg.vector_norm(gradient(surface, at(surface.start))) > 1e-7


@each
def test_shape_and_dtype(cls: type[AbstractSurface]) -> None:
    for dtype, shape in product((torch.float32, torch.float64), ((2,), (5, 2), (3, 4, 2), (0, 2))):
        xy = points(cls(), math.prod(shape[:-1]), dtype).reshape(shape)
        heights = cls()(xy)
        assert (heights.shape, heights.dtype) == (shape[:-1], dtype)
        assert heights.isfinite().all()
        nearest = cls().nearest_minimum(xy)
        assert (nearest.shape, nearest.dtype) == (shape, dtype)


BAD = [(cls, name, value) for cls in SURFACES for name, domain in hypers(cls).items() for value in domain.bad()]


def test_bad_knobs_are_refused() -> None:
    for cls, name, value in BAD:
        where = f"{cls.__name__}.{name}"
        with pytest.raises(
            SpecError, match=rf"^{where}( must be in |, character (1: type a formula|301: 301 characters) )"
        ) as caught:
            cls(**{name: value})
        assert caught.value.where == where


@every_setting
def test_a_row_equals_a_single_point(surface: AbstractSurface) -> None:
    """Bit for bit on polynomials; elsewhere vectorised exp, sin and cos may differ in the last digits."""
    xy = points(surface, 67)
    heights, slopes = surface(xy), gradient(surface, xy)
    single = torch.stack([surface(row) for row in xy])
    single_slopes = torch.stack([gradient(surface, row) for row in xy])
    exact = type(surface).__name__ in POLYNOMIAL
    kwargs = {"rtol": 0.0, "atol": 0.0} if exact else {"rtol": 1e-11, "atol": 1e-11}
    torch.testing.assert_close(heights, single, **kwargs)
    torch.testing.assert_close(slopes, single_slopes, **kwargs)


def test_polynomials_are_surfaces() -> None:
    assert POLYNOMIAL | KINKS | set(HEIGHTS) | set(FIRST_HEIGHTS) <= {cls.__name__ for cls in SURFACES}


def test_rosenbrock_conditioning() -> None:
    """Fact 18: κ = 2508 at the minimum, so gradient descent is stable only below lr = 0.0019968."""
    low, high = torch.linalg.eigvalsh(hessian(Rosenbrock(), (1.0, 1.0))).tolist()
    assert (low, high) == (pytest.approx(0.39936, abs=1e-5), pytest.approx(1001.60, abs=5e-3))
    assert high / low == pytest.approx(2508, abs=0.5)
    assert 2 / high == pytest.approx(0.0019968, abs=5e-8)
    assert gradient(Rosenbrock(), at((-1.2, 1.0))).tolist() == pytest.approx([-215.6, -88.0])


EIGENVALUES = {
    "Sphere": (2, 2), "Quadratic": (1, 100), "Booth": (2, 18), "Matyas": (0.04, 1), "Beale": (0.302, 48.98),
    "FreudensteinRoth": (2.9, 3729), "Himmelblau": (25.7, 82.3), "SixHumpCamel": (7.68, 16.5),
    "ThreeHumpCamel": (1.59, 4.41), "McCormick": (1.73, 4), "StyblinskiTang": (34.6, 34.6),
    "Rastrigin": (396.8, 396.8), "Griewank": (0.50, 1.00), "Easom": (3, 3), "GoldsteinPrice": (403, 965),
    "Michalewicz": (32.5, 81), "ScalarFactorisation": (0, 2), "Trid": (1, 3), "Zakharov": (2, 4.5),
    "DixonPrice": (1.77, 36.2), "Bohachevsky": (28.6, 67.2), "Levy13": (2, 179.7), "Schwefel": (0.252, 0.252),
    "Schaffer2": (0.002, 0.002), "BrownBadlyScaled": (2, 2e12),
}  # fmt: skip


@each
def test_curvature_of_the_first_minimum(cls: type[AbstractSurface]) -> None:
    if cls.__name__ in EIGENVALUES:
        found = torch.linalg.eigvalsh(hessian(cls(), cls().minima[0])).tolist()
        assert found == pytest.approx(EIGENVALUES[cls.__name__], rel=2e-2, abs=1e-9)


def test_ackley_at_the_kink() -> None:
    origin = torch.zeros(2, dtype=torch.float64)
    assert Ackley()(origin) == 0
    assert gradient(Ackley(), origin).tolist() == [0, 0]


CREASES = {
    "Bukin6": [(-10, 1), (-7, 0.49), (-10, 0)],
    "CrossInTray": [(0, 0), (0, 1), (math.pi, 2)],
    "HolderTable": [(0, 0), (0, 3), (2, math.pi / 2)],
    "Eggholder": [(0, -47), (47, 0), (2, -48)],
    "Schwefel": [(0, 0), (0, 5)],
    "DropWave": [(0, 0)],
}


@pytest.mark.parametrize(("name", "places"), CREASES.items(), ids=CREASES)
def test_gradients_are_numbers_at_creases_too(name: str, places: list[tuple[float, float]]) -> None:
    (cls,) = (cls for cls in SURFACES if cls.__name__ == name)
    assert gradient(cls(), torch.tensor(places, dtype=torch.float64)).isfinite().all()


def test_the_drop_in_the_middle_curves_as_its_series_says() -> None:
    """−(2 − 72r²)/(2 + r²/2) ≈ −1 + 36.25r²: 72.5 is the eigenvalue, which autograd cannot give at r = 0."""
    surface = next(cls for cls in SURFACES if cls.__name__ == "DropWave")()
    assert 2 * float(surface(at((1e-4, 0.0))) + 1) / 1e-8 == pytest.approx(72.5, rel=1e-4)


def test_knobs_that_make_and_unmake_minima() -> None:
    assert len(Rastrigin(a=10).minima) == 121
    assert len(Rastrigin(a=0).minima) == 1
    assert len(Rastrigin(a=0.5).minima) == 9
    level = StyblinskiTang(tilt=1e-9)
    assert [float(level(at(point))) for point in level.minima] == pytest.approx([-64.0] * 4)


@each
def test_nearest_minimum_is_the_nearest(cls: type[AbstractSurface]) -> None:
    surface = cls()
    xy = points(surface, 50)
    nearest = surface.nearest_minimum(xy)
    if not surface.minima:
        assert nearest.isnan().all()
        return
    distance = torch.linalg.vector_norm(xy - nearest, dim=-1)
    for point in surface.minima:
        assert (distance <= torch.linalg.vector_norm(xy - at(point), dim=-1) + 1e-12).all()


def test_nearest_minimum_of_himmelblau_and_the_saddle() -> None:
    assert Himmelblau().nearest_minimum(at((3.5, -2.0))).tolist() == pytest.approx([3.584428, -1.848127], abs=1e-6)
    assert Saddle().nearest_minimum(at((3.5, -2.0))).isnan().all()


def test_nearest_point_of_the_hyperbola() -> None:
    surface = ScalarFactorisation()
    special = [(0, 0), (3, 0), (0, -3), (1, 1), (-1, -1), (2, 0.5), (2, 2), (2, -2), (-2, 2), (1e-9, 3), (1e6, -1e6)]
    xy = torch.cat([points(surface, 300), 10 * points(surface, 100), torch.tensor(special, dtype=torch.float64)])
    nearest = surface.nearest_minimum(xy)
    assert (nearest.prod(-1) - 1).abs().max() < 1e-12

    t = torch.logspace(-7, 7, 8_001, dtype=torch.float64)
    t = torch.cat([t, -t])
    brute = torch.stack([torch.hypot(t - x, 1 / t - y).min() for x, y in xy.tolist()])
    found = torch.linalg.vector_norm(xy - nearest, dim=-1)
    assert (found <= brute + 1e-9).all()
    # At a nearest point the way there is at right angles to the hyperbola's tangent (1, −1/t²).
    tangent = torch.stack([nearest[:, 0], -nearest[:, 1]], dim=-1)
    across = (tangent * (xy - nearest)).sum(-1) / torch.linalg.vector_norm(tangent, dim=-1)
    assert (across.abs() <= 1e-6 * (1 + found)).all()


def test_nearest_point_of_the_hyperbola_beyond_numbers() -> None:
    xy = torch.tensor([[math.nan, 1.0], [math.inf, 0.0], [1.0, 1.0]], dtype=torch.float64)
    assert ScalarFactorisation().nearest_minimum(xy).isnan().tolist() == [[True, True], [True, True], [False, False]]


def test_whole_knobs_stay_whole() -> None:
    for surface in ALL_SETTINGS.values():
        for name, domain in hypers(type(surface)).items():
            kind = int if isinstance(domain, Whole) else str if isinstance(domain, Text) else float
            assert isinstance(getattr(surface, name), kind)
