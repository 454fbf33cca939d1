import pickle
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import Phase, given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.optimizers import SGD, Adam, Composed, RMSprop
from optim_core.specs import Sweep
from optim_core.specs.metrics import first_touch, steps_to
from optim_core.surfaces import (
    SURFACES,
    Booth,
    Formula,
    Himmelblau,
    Matyas,
    McCormick,
    Quadratic,
    Rosenbrock,
    Saddle,
    Sphere,
)
from optim_core.sweep import TARGETS, sweep
from optim_core.sweep.batched_runs import BLOCK_LANES
from optim_core.sweep.maps.axes import numeric
from tests.descend.test_descend import by_hand, momentum_at
from tests.quick import examples
from tests.strategies import STEPPED, Cliff, FlatSurface, in_domain, optimizers

BOWLS = (Sphere(), Quadratic(kappa=10.0, rotation=30.0), Booth(), Matyas())
"""Surfaces where rounding errors do not grow: paths that differ by a bit meet again, or diverge in parallel."""


def plain_ends(spec: Sweep, cells: Sequence[tuple[int, ...]]) -> list[tuple[np.ndarray, float]]:
    """(last point, largest distance from the origin) of hand-written torch loops, one for each of these cells.

    Each has its own torch optimizer; the surface, the same for all, is computed once a step.
    """
    specs = [spec.run_at(*index).optimizers[0] for index in cells]
    params = [torch.nn.Parameter(torch.tensor(spec.start, dtype=torch.float64)) for _ in cells]
    loops = [by_hand(one, param) for one, param in zip(specs, params, strict=True)]
    points = []
    for step in range(spec.steps):
        for param in params:
            param.grad = None
        spec.surface(torch.stack(params)).sum().backward()
        for optimizer, real in zip(specs, loops, strict=True):
            real.param_groups[0].update(momentum_at(optimizer, step + 1))
            real.step()
        points.append(torch.stack(params).detach())
    farthest = torch.stack(points).abs().amax((0, 2))
    return [(param.detach().numpy(), far) for param, far in zip(params, farthest.tolist(), strict=True)]


@st.composite
def two_axes(draw: st.DrawFn, cls: type) -> Sweep:
    """Any two hyperparameters on the axes, with two values each; all others drawn too.

    Away from what magnifies rounding: rates so small that divisors do not pass through zero. The shorter tests below
    have these.
    """
    rates = st.floats(1e-6, 0.1 if cls is SGD else 1e-4)
    optimizer = replace(draw(optimizers((cls,))), lr=draw(rates))
    free = [name for name in hypers(cls) if name != "nesterov"]
    if cls is Composed:
        free = list(numeric(cls))  # its flags restrict one another; other tests cover them
    names = draw(st.lists(st.sampled_from(free), min_size=2, max_size=2, unique=True))
    values = {name: rates if name == "lr" else in_domain(hypers(cls)[name]) for name in names}
    if isinstance(optimizer, SGD) and optimizer.nesterov:
        values = {"lr": rates, "momentum": st.floats(0.1, 0.99)}
    axes = {name: draw(st.lists(each, min_size=2, max_size=2)) for name, each in values.items()}
    return Sweep(surface=draw(st.sampled_from(BOWLS)), optimizer=optimizer, axes=axes, start=(5.0, -4.0), steps=200)


@pytest.mark.slow
@pytest.mark.parametrize("cls", STEPPED, ids=lambda cls: cls.__name__)
@examples(10, deadline=None, phases=(Phase.generate,))
@given(data=st.data())
def test_every_lane_is_torch_after_200_steps(cls, data):
    spec = data.draw(two_axes(cls))
    result = sweep(spec)
    cells = [at for at in np.ndindex(spec.shape) if result.status[at] in (Status.CONVERGED, Status.RUNNING)]
    for at, (expected, farthest) in zip(cells, plain_ends(spec, cells) if cells else (), strict=True):
        # near the origin, the precision is that of the farthest point of the path
        np.testing.assert_allclose(result.final_xy[at], expected, rtol=1e-12, atol=1e-12 * max(1, farthest))


def same_as_descend(spec: Sweep, rtol: float = 1e-12) -> None:
    """Check that status, values and steps to a target of each cell equal those of its own race."""
    result = sweep(spec)
    for index in np.ndindex(spec.shape):
        (one,) = descend(spec.run_at(*index))
        assert result.status[index] is one.status
        assert result.stopped_at[index] == (-1 if one.stopped_at is None else one.stopped_at)
        np.testing.assert_allclose(result.final_loss[index], one.loss[-1], rtol=rtol)
        np.testing.assert_allclose(result.best_loss[index], one.loss.min(), rtol=rtol)
        np.testing.assert_allclose(result.final_xy[index], one.xy[-1], rtol=rtol)
        for target in (0.5, 0.01, 0.0123):
            expected = steps_to(one, spec.surface, target)
            assert result.steps_to(target)[index] == (-1 if expected is None else expected)


DEGENERATE = ("0.7*x-1.1*y", "x^2+3*y^2", "1e155*x+y^2", "1e-170*(x+y)")
RATES = np.geomspace(1e-5, 10.0, 7).tolist()


@pytest.mark.parametrize("cls", STEPPED, ids=lambda cls: cls.__name__)
def test_every_cell_is_its_race(cls):
    """Divergence included. Few steps: at a high lr, a last bit that torch rounds differently would grow."""
    second = {"weight_decay": [0, 1e-2]} if "weight_decay" in hypers(cls) else {"maximize": [False, True]}
    same_as_descend(Sweep(surface=Rosenbrock(), optimizer=cls(), axes={"lr": RATES} | second, steps=20))


@pytest.mark.parametrize(
    ("optimizer", "axes"),
    [
        (RMSprop(momentum_decay=0.01), {"momentum": [0.0, 0.5, 0.99], "centered": [True, False]}),
        (Adam(), {"beta1": [0.0, 0.9, 0.99999], "amsgrad": [False, True]}),
        (SGD(momentum=0.9), {"nesterov": [True, False], "maximize": [True, False]}),
        (Adam(lr=0.1), {"start.x": [-4.0, 0.0, 4.0], "start.y": [-4.0, 4.0]}),
        (SGD(lr=0.1), {"start.y": [1.0, 1e9]}),
        (Composed(lr=0.1), {"first_moment": ["none", "sum"], "second_moment": ["sum", "average"]}),
    ],
)
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_switches_starts_and_noise_are_the_races(optimizer, axes, noise):
    same_as_descend(Sweep(surface=Himmelblau(), optimizer=optimizer, axes=axes, steps=30, noise=noise, seed=3))


@pytest.mark.parametrize("surface", [*(Formula(text=text) for text in DEGENERATE), Rosenbrock()], ids=str)
@pytest.mark.parametrize(
    ("optimizer", "axes"),
    [
        (RMSprop(lr=1e-3, alpha=0, centered=True), {"lr": [1e-3, 0.1], "weight_decay": [0, 0.3]}),
        (RMSprop(lr=1e-3, centered=True, weight_decay=0.2), {"alpha": [0, 0.5, 0.99], "eps": [0, 1e-8]}),
        (RMSprop(alpha=0, centered=True), {"momentum": [0, 5e-324, 0.9], "momentum_decay": [0, 0.15]}),
        (RMSprop(eps=0, centered=True, momentum=0.9), {"lr": [1e-3, 0.1], "maximize": [False, True]}),
        (RMSprop(centered=True, maximize=True, eps=0), {"alpha": [0, 0.9], "weight_decay": [0, 0.1]}),
    ],
)
def test_centered_rmsprop_is_its_races_bit_for_bit(surface, optimizer, axes):
    """Where the variance is a difference of equal numbers or overflows, the last bit decides about a root of -0."""
    same_as_descend(Sweep(surface=surface, optimizer=optimizer, axes=axes, start=(1.0, 1.0), steps=40), rtol=0)


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_every_surface_can_be_swept(cls):
    """Few steps: sines and exponentials of one point and of many points differ in the last bit."""
    same_as_descend(Sweep(surface=cls(), optimizer=Adam(), axes={"lr": [1e-4, 1e-2]}, steps=20), rtol=1e-9)


@pytest.mark.parametrize("steps", [1, 15, 16, 17, 90])
@pytest.mark.parametrize(
    ("optimizer", "axes"),
    [
        (SGD(lr=0.02, momentum=0.95), {"lr": np.geomspace(1e-3, 0.05, 40).tolist()}),
        (Adam(lr=0.5), {"lr": np.geomspace(0.01, 3.0, 40).tolist()}),
        (SGD(lr=0.9, momentum=0.5), {"start.x": [0.0, 1e-3, 4.0], "start.y": [0.0, 2.0]}),
    ],
)
def test_the_arrival_of_swinging_lanes_is_that_of_their_races(optimizer, axes, steps):
    """They pass through the target, leave it again, also for good, and come back between and within two checks."""
    spec = Sweep(surface=Quadratic(kappa=10.0), optimizer=optimizer, axes=axes, steps=steps)
    found = sweep(spec)
    for index in np.ndindex(spec.shape):
        (path,) = descend(spec.run_at(*index))
        steps = [steps_to(path, spec.surface, target) for target in TARGETS]
        assert [None if step < 0 else step for step in found.arrival[(slice(None), *index)].tolist()] == steps


def test_some_of_these_lanes_leave_the_target_again():
    spec = Sweep(surface=Quadratic(kappa=10.0), optimizer=SGD(momentum=0.95), axes={"lr": [0.01, 0.05]}, steps=90)
    paths = [descend(spec.run_at(index))[0] for index in range(2)]
    pairs = [(first_touch(p, spec.surface, t), steps_to(p, spec.surface, t)) for p in paths for t in TARGETS]
    assert any(first is not None and last is not None and first < last - 16 for first, last in pairs)
    assert any(first is not None and last is None for first, last in pairs)


def test_a_start_below_all_known_minima_reaches_no_target():
    ends = {"start.x": [-3.6, 0.5], "start.y": [-4.7, 1.0]}
    spec = Sweep(surface=McCormick(), optimizer=SGD(lr=0.01), axes=ends, steps=40)
    found = sweep(spec)
    for index in np.ndindex(spec.shape):
        run = spec.run_at(*index)
        (path,) = descend(run)
        steps = [steps_to(path, run.surface, target) for target in TARGETS]
        assert [None if step < 0 else step for step in found.arrival[(slice(None), *index)].tolist()] == steps


def test_lanes_of_many_blocks_are_those_of_one():
    rates = np.geomspace(1e-5, 1.0, BLOCK_LANES + 7)
    many = sweep(Sweep(surface=Rosenbrock(), optimizer=Adam(), axes={"lr": rates}, steps=30))
    few = sweep(Sweep(surface=Rosenbrock(), optimizer=Adam(), axes={"lr": rates[-9:]}, steps=30))
    np.testing.assert_array_equal(many.final_xy[-9:], few.final_xy)
    np.testing.assert_array_equal(many.arrival[:, -9:], few.arrival)


def test_each_status_has_its_cause():
    result = sweep(
        Sweep(surface=Quadratic(), optimizer=SGD(), axes={"lr": [0.019, 1e-6, 0.03, 1e3]}, start=(0.0, 1.0), steps=900)
    )
    assert result.status.tolist() == [Status.CONVERGED, Status.RUNNING, Status.LEFT_DOMAIN, Status.LEFT_DOMAIN]
    assert result.diverged.tolist() == [False, False, True, True]
    assert result.nearest_minimum.tolist() == [0, 0, -1, -1]
    assert result.reached_minimum.tolist() == [0, -1, -1, -1]
    cliff = sweep(Sweep(surface=Cliff(), optimizer=SGD(lr=0.1), axes={"start.x": [0.5, 2.0, -1.0]}, steps=9))
    assert cliff.status.tolist() == [Status.NOT_FINITE, Status.RUNNING, Status.NOT_FINITE]
    assert np.isnan(cliff.final_loss).tolist() == [False, False, True]
    assert cliff.steps_to(0.5).tolist() == [-1, -1, -1]


def test_a_start_that_no_lane_can_use_is_refused():
    with pytest.raises(SpecError, match=r"^Sweep\.start"):
        sweep(Sweep(surface=Cliff(), optimizer=SGD(), axes={"lr": [0.1, 0.2]}, start=(-1.0, 0.0)))


def test_the_lanes_share_the_time():
    axes = {"lr": np.geomspace(1e-6, 1e-5, 10_000)}
    late = sweep(Sweep(surface=Rosenbrock(), optimizer=SGD(), axes=axes, steps=5_000), seconds=0.0)
    assert set(late.status) == {Status.OUT_OF_TIME}
    assert (late.stopped_at > 0).all()
    assert (late.final_loss < 24.2).all()


def test_basins_are_those_of_the_four_minima():
    axes = {"start.x": [-4.0, 4.0], "start.y": [-4.0, 4.0]}
    result = sweep(Sweep(surface=Himmelblau(), optimizer=SGD(lr=0.01), axes=axes, steps=500))
    ends = np.array(Himmelblau().minima)[result.reached_minimum]
    assert (np.sign(ends[..., 0]) == [[-1, -1], [1, 1]]).all()
    assert (np.sign(ends[..., 1]) == [[-1, 1], [-1, 1]]).all()


def test_a_result_is_a_value():
    result = sweep(Sweep(surface=Saddle(), optimizer=SGD(), axes={"lr": [0.1]}, steps=5))
    copy = pickle.loads(pickle.dumps(result))
    np.testing.assert_array_equal(copy.final_xy, result.final_xy)
    assert copy.spec == result.spec
    with pytest.raises(ValueError, match="read-only"):
        copy.final_loss[0] = 0.0
    assert (result.nearest_minimum == -1).all()
    assert (sweep(Sweep(surface=FlatSurface(), optimizer=SGD(), axes={"lr": [0.1]}, steps=5)).final_loss == 0).all()
    assert list(TARGETS) == sorted(TARGETS, reverse=True)


def swept(**given) -> Sweep:
    return Sweep(**({"surface": Rosenbrock(), "optimizer": Adam(), "axes": {"lr": [1e-3, 1e-2]}} | given))


def test_a_sweep_is_a_value_that_its_repr_identifies():
    spec = swept(axes={"lr": np.geomspace(1e-4, 1, 3), "beta1": [0, 0.9]})
    assert spec.shape == (3, 2)
    assert hash(pickle.loads(pickle.dumps(spec))) == hash(spec)
    assert repr(spec) != repr(swept(axes={"beta1": [0, 0.9], "lr": np.geomspace(1e-4, 1, 3)}))
    assert spec.run_at(2, 1).optimizers == (Adam(lr=1.0, beta1=0.9),)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"axes": {"lr": [0.1, -1]}}, r"^Sweep\.axes\.lr must be in \[0, 1000\], got -1$"),
        ({"axes": {"beta1": [0.9, 1.0]}}, r"^Sweep\.axes\.beta1 must be in \[0, 1\), got 1.0$"),
        ({"axes": {"start.x": [1e10]}}, r"^Sweep\.axes\.start\.x must be in"),
        ({"axes": {"momentum": [0.9]}}, r"^Sweep\.axes: momentum is not one of lr, beta1, .*start\.x, start\.y$"),
        ({"axes": {"lr": []}}, r"^Sweep\.axes\.lr must have at least one value, got none$"),
        ({"axes": {"lr": [0.1], "beta1": [0.1], "eps": [0.1]}}, r"^Sweep\.axes must be in \{0, 1, 2\}, got 3$"),
        ({"axes": "lr"}, r"^Sweep\.axes must be a table of names, each with a list of values, got lr$"),
        ({"axes": {"lr": [0.1] * 201, "beta1": [0.9] * 200}}, r"^Sweep\.axes: 40200 runs are more than .* 40000$"),
        ({"steps": 5_001}, r"^Sweep\.steps must be in"),
        ({"optimizer": Adam}, r"^Sweep\.optimizer: Adam is a class"),
        ({"optimizer": SGD(momentum=0.9, nesterov=True), "axes": {"momentum": [0.9, 0.0]}}, r"^SGD\.nesterov needs"),
        ({"optimizer": SGD(), "axes": {"nesterov": [False, True]}}, r"^SGD\.nesterov needs"),
        ({"axes": {"amsgrad": [0, 1]}}, r"^Sweep\.axes\.amsgrad must be in"),
    ],
)
def test_an_invalid_sweep_is_refused_by_name(given, message):
    with pytest.raises(SpecError, match=message):
        swept(**given)
