"""Surfaces at another scale, stretched and turned, and what optimizers notice of it."""

import math
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.export import surface_script
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs import SurfaceRun, Sweep
from optim_core.surfaces import SURFACES, Branin, Quadratic, Rosenbrock, StyblinskiTang, Transformed
from optim_core.sweep import sweep
from tests.quick import examples
from tests.strategies import values
from tests.surfaces.test_surfaces import gradient, points

MOVED = {"scale": 50.0, "angle": 30.0, "stretch": 2.5}
EVERY = [Transformed(inner=cls(), **MOVED) for cls in SURFACES]
every_surface = pytest.mark.parametrize("surface", EVERY, ids=lambda surface: surface.title)


def outward(surface: Transformed, xy: np.ndarray) -> np.ndarray:
    return np.array([surface.outward((x, y)) for x, y in xy.tolist()])


@every_surface
def test_heights_and_gradients_move_by_the_chain_rule(surface):
    plain = points(surface.inner, 20)
    moved = torch.tensor(outward(surface, plain.numpy()))
    torch.testing.assert_close(surface(moved), 50 * surface.inner(plain), rtol=1e-6, atol=1e-6)
    c, s = math.cos(math.radians(30)), math.sin(math.radians(30))
    place = torch.tensor([[c, -s], [s, c]], dtype=torch.float64) @ torch.diag(torch.tensor([2.5, 1.0]).double())
    expected = 50 * gradient(surface.inner, plain) @ torch.linalg.inv(place)
    size = expected.abs().max() + surface(moved).abs().max()
    assert (gradient(surface, moved) - expected).abs().max() <= 1e-6 * size


@every_surface
def test_minima_start_and_frame_move_along(surface):
    inner = surface.inner
    assert surface.depths == tuple(50 * depth for depth in inner.depths)
    assert len(surface.minima) == len(inner.minima)
    low, high = np.array(surface.domain).T
    for point in (*surface.minima, surface.start):
        assert (low - 1e-9 * np.abs(low) <= point).all()
        assert (point <= high + 1e-9 * np.abs(high)).all()
    if len(inner.minima):
        found = surface(torch.tensor(surface.minima, dtype=torch.float64))
        known = torch.tensor(surface.depths, dtype=torch.float64)
        span = 50 * float(inner(points(inner, 20)).abs().max())
        torch.testing.assert_close(found, known, rtol=1e-6, atol=1e-7 * span)  # the root of a rounded 0
    np.testing.assert_allclose(surface.inward(surface.start), inner.start, rtol=1e-12, atol=1e-12)


def test_nothing_moved_is_the_very_same_race():
    run = SurfaceRun(surface=Branin(), optimizers=(SGD(lr=0.01), Adam(lr=0.1)), steps=50, noise=0.1)
    same = SurfaceRun(surface=Transformed(inner=Branin()), optimizers=run.optimizers, steps=50, noise=0.1)
    for one, other in zip(descend(run), descend(same), strict=True):
        np.testing.assert_array_equal(one.xy, other.xy)


def difference(optimizer, surface) -> float:
    """Between the paths of 500 steps on Rosenbrock's valley and on a surface made of it."""
    races = [SurfaceRun(surface=each, optimizers=(optimizer,), steps=500) for each in (Rosenbrock(), surface)]
    one, other = (descend(race)[0] for race in races)
    return float(abs(one.xy - other.xy).max()) if one.steps == other.steps else math.inf


@pytest.mark.parametrize(("optimizer", "within"), [(Adam(lr=0.02), 1e-9), (Adagrad(lr=0.5), 1e-12)])
def test_9_a_thousandfold_gradient_changes_no_path_of_those_that_divide_by_its_size(optimizer, within):
    """Facts: 6e-10 and 6e-13."""
    assert difference(optimizer, Transformed(inner=Rosenbrock(), scale=1000)) < within


def test_9_but_gradient_descent_is_lost_unless_its_learning_rate_is_a_thousandth():
    steep = Transformed(inner=Rosenbrock(), scale=1000)
    lost = descend(SurfaceRun(surface=steep, optimizers=(SGD(lr=1e-3),), steps=500))[0]
    assert lost.status is Status.LEFT_DOMAIN
    plain, scaled = (
        descend(SurfaceRun(surface=surface, optimizers=(SGD(lr=lr),), steps=500))[0]
        for surface, lr in ((Rosenbrock(), 1e-3), (steep, 1e-6))
    )
    np.testing.assert_allclose(scaled.xy, plain.xy, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("optimizer", "straight", "transformed"), [(SGD(lr=0.019), 2.3258e-4, 2.3258e-4), (Adam(lr=0.1), 2.6e-9, 2.7e-2)]
)
def test_10_a_bowl_turned_by_45_degrees(optimizer, straight, transformed):
    ends = [
        descend(SurfaceRun(surface=surface, optimizers=(optimizer,), steps=200))[0].loss[-1]
        for surface in (Quadratic(kappa=100), Transformed(inner=Quadratic(kappa=100), angle=45))
    ]
    assert ends == pytest.approx([straight, transformed], rel=2e-2)


def test_gradient_descent_walks_the_same_picture_turned():
    turn = Transformed(inner=StyblinskiTang(), angle=-70)
    optimizers = (SGD(lr=0.01), SGD(lr=0.005, momentum=0.9, weight_decay=0.5))
    plain = descend(SurfaceRun(surface=turn.inner, optimizers=optimizers, start=(1.0, -2.0), steps=100))
    start = turn.outward((1.0, -2.0))
    transformed = descend(SurfaceRun(surface=turn, optimizers=optimizers, start=start, steps=100))
    for one, other in zip(plain, transformed, strict=True):
        np.testing.assert_allclose(other.xy, outward(turn, one.xy), rtol=0, atol=1e-9)


def test_a_sweep_walks_on_it_as_a_race_does():
    surface = Transformed(inner=Rosenbrock(), **MOVED)
    spec = Sweep(surface=surface, optimizer=Adam(), axes={"lr": (0.01, 0.05)}, steps=60)
    found = sweep(spec)
    for place in range(2):
        assert found.final_loss[place] == pytest.approx(descend(spec.run_at(place))[0].loss[-1], rel=1e-9)


@examples(60)
@given(data=st.data(), moved=values(Transformed))
def test_a_link_holds_it_and_the_start_on_the_plain_surface(data, moved):
    cls = data.draw(st.sampled_from(SURFACES))
    surface = Transformed(inner=cls(**data.draw(values(cls))), **moved)
    if max(map(abs, surface.outward((1e6, 1e6)))) > 1e9 or max(map(abs, surface.start)) > 1e9:
        return
    coordinates = st.floats(-1e6, 1e6, allow_subnormal=False)  # those have no relative precision to be compared by
    start = data.draw(st.none() | st.tuples(coordinates, coordinates))
    run = SurfaceRun(surface=surface, optimizers=(SGD(),), start=start and surface.outward(start))
    query = write_surface_run(run)
    assert SURFACE_FORM.clean(query) == (query, [])
    back = read_surface_run(dict(parse_qsl(urlencode(query), strict_parsing=True)))
    assert back.surface.title == surface.title
    assert back.surface.plain == surface.inner
    np.testing.assert_allclose(back.start, run.start, rtol=1e-9, atol=1e-9 * max(map(abs, run.start)))


def test_a_link_is_short_and_its_start_turns_along():
    query = {"surface": "Quadratic", "angle": "90", "start.x": "1", "start.y": "0", "o1": "SGD"}
    run = read_surface_run(query)
    assert run.start == pytest.approx((0, 1))
    assert write_surface_run(run) == query | {"start.y": "0"}
    assert read_surface_run({"surface": "Sphere", "scale": "1", "o1": "SGD"}).surface == SURFACES[0]()


@pytest.mark.parametrize("name", hypers(Transformed))
@pytest.mark.parametrize("text", ["nan", "inf", "1e400", "1e7", "-1e7", "", "x", "0x1", "9" * 5_000])
def test_nonsense_is_refused_by_name(name, text):
    query = {"surface": "Sphere", "o1": "SGD", name: text}
    with pytest.raises(SpecError, match=f"^{name} must be in"):
        read_surface_run(query)
    kept, wrong = SURFACE_FORM.clean(query)
    assert [error.where for error in wrong] == [name]
    assert name not in kept


@pytest.mark.parametrize("inner", [None, "Sphere", Transformed(inner=Rosenbrock())])
def test_only_a_plain_surface_can_be_moved(inner):
    with pytest.raises(SpecError, match=r"^Transformed\.inner"):
        Transformed(inner=inner)


@pytest.mark.parametrize(
    "surface", [Transformed(inner=Rosenbrock(), **MOVED), Transformed(inner=Branin(), angle=-12.5)]
)
def test_its_script_stands_alone_and_ends_where_the_race_does(surface, capsys):
    run = SurfaceRun(surface=surface, optimizers=(AdamW(lr=0.05), SGD(lr=1e-5)), steps=80)
    exec(compile(surface_script(run), "race.py", "exec"), {"__name__": "race"})  # our own source
    printed = [float(line.rpartition("loss=")[2]) for line in capsys.readouterr().out.splitlines()]
    assert printed == pytest.approx([path.loss[-1] for path in descend(run)], rel=1e-9)
