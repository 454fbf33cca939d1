import math
import pickle
from itertools import chain

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.result import DIVERGENCE, Status
from optim_core.descend import descend
from optim_core.optimizers import (
    ASGD,
    SGD,
    Adadelta,
    Adafactor,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    NAdam,
    RAdam,
    RMSprop,
    Rprop,
)
from optim_core.specs import SurfaceRun
from optim_core.surfaces import (
    SURFACES,
    Booth,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from tests.quick import examples
from tests.references import ByRule
from tests.strategies import POLYNOMIALS, STEPPED, Cliff, FlatSurface, in_races, optimizers, values

ARGUMENTS = {
    SGD: "lr momentum dampening weight_decay nesterov maximize",
    Adam: "lr betas eps weight_decay amsgrad maximize decoupled_weight_decay",
    AdamW: "lr betas eps weight_decay amsgrad maximize",
    RMSprop: "lr alpha eps weight_decay momentum centered maximize",
    Adagrad: "lr lr_decay weight_decay initial_accumulator_value eps maximize",
    Rprop: "lr etas step_sizes maximize",
    NAdam: "lr betas eps weight_decay momentum_decay decoupled_weight_decay maximize",
    RAdam: "lr betas eps weight_decay decoupled_weight_decay maximize",
    Adamax: "lr betas eps weight_decay maximize",
    Adadelta: "lr rho eps weight_decay maximize",
    Adafactor: "lr beta2_decay eps d weight_decay maximize",
    ASGD: "lr lambd alpha t0 weight_decay maximize",
}
"""The arguments of each torch class that a spec sets, written down independently of `spec.build`."""
PAIRS = {
    "betas": lambda spec: (spec.beta1, spec.beta2),
    "etas": lambda spec: (spec.etaminus, spec.etaplus),
    "step_sizes": lambda spec: (spec.step_size_min, spec.step_size_max),
}


def by_hand(spec, param: torch.nn.Parameter) -> torch.optim.Optimizer:
    """The torch optimizer; the rule where torch has none."""
    if spec.torch_class is None:
        return ByRule([param], spec)
    names = ARGUMENTS[type(spec)].split()
    values = {name: PAIRS[name](spec) if name in PAIRS else getattr(spec, name, None) for name in names}
    if isinstance(spec, Adafactor):
        values["eps"] = (spec.eps1 if spec.eps1 > 0 else None, spec.eps2)
    return getattr(torch.optim, type(spec).__name__)([param], **values)


def momentum_at(spec, step: int) -> dict[str, float]:
    """The additions of this project to torch's RMSprop."""
    moving = isinstance(spec, RMSprop) and spec.momentum_decay > 0
    return {"momentum": spec.momentum * (1 - spec.momentum_decay) ** (step - 1)} if moving else {}


def plain_loop(surface, spec, start, noise) -> list[dict[str, np.ndarray]]:
    """Position, loss, gradient and state after each step; each row of `noise` belongs to one step."""
    param = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    optimizer = by_hand(spec, param)
    rows, noise = [], torch.tensor(noise)
    for step in range(len(noise)):
        param.grad = None
        loss = surface(param)
        loss.backward()
        state = optimizer.state.get(param, {})
        row = {"xy": param.detach(), "loss": loss.detach(), "grad": param.grad}
        # what all parameters share is one number
        row |= {name: state[name].expand(2) for name in spec.buffers if state.get(name) is not None}
        rows.append({name: value.numpy().copy() for name, value in row.items()})
        param.grad += noise[step]
        optimizer.param_groups[0].update(momentum_at(spec, step + 1))
        optimizer.step()
    return rows


def same_bits(trajectory, rows) -> None:
    kept = rows[: len(trajectory.loss)]
    for name in ("xy", "loss", "grad"):
        np.testing.assert_array_equal(getattr(trajectory, name), [row[name] for row in kept], name)
    assert set(trajectory.state) == set().union(*(set(row) for row in rows[:2])) - {"xy", "loss", "grad"}
    # what the classes fill in at their first step, where that is not 0
    lr, start = trajectory.optimizer.lr, trajectory.xy[0]
    filled = {"mu_product": 1.0, "mu": 1.0, "eta": np.float32(lr), "step_size": lr, "z": start, "ax": start}
    filled |= {"p0": start, "d": getattr(trajectory.optimizer, "d0", 0.0)}
    filled["d_max"] = filled["d"]
    if trajectory.optimizer.torch_class is not None:
        del filled["ax"]
    for name, recorded in trajectory.state.items():
        first = np.full(2, filled.get(name, 0.0))
        np.testing.assert_array_equal(recorded, [row.get(name, first) for row in kept], name)


@st.composite
def polynomial_runs(draw: st.DrawFn) -> SurfaceRun:
    cls = draw(st.sampled_from(POLYNOMIALS))
    (left, right), (bottom, top) = cls().domain
    return SurfaceRun(
        surface=cls(**draw(values(cls))),
        optimizers=tuple(draw(st.lists(optimizers(), min_size=1, max_size=8))),
        start=(draw(st.floats(left, right)), draw(st.floats(bottom, top))),
        steps=draw(st.integers(1, 30)),
        noise=draw(st.sampled_from((0.0, 0.1, 100.0))),
        seed=draw(st.integers(0, 2**31 - 1)),
    )


@examples(100)
@given(run=polynomial_runs())
def test_a_race_is_torch_bit_for_bit_on_polynomials(run):
    for trajectory, spec in zip(descend(run), run.optimizers, strict=True):
        assert trajectory.optimizer == spec
        assert trajectory.steps == run.steps or trajectory.status.diverged
        # one row more than a run that stops keeps, so that its first state is there to compare
        noise = np.vstack([trajectory.noise, np.zeros((1, 2))])
        same_bits(trajectory, plain_loop(run.surface, spec, run.start, noise))


@pytest.mark.parametrize("cls", STEPPED, ids=lambda cls: cls.__name__)
@examples(30)
@given(data=st.data())
def test_every_optimizer_is_torch_bit_for_bit_on_rosenbrock(cls, data):
    spec = data.draw(optimizers((cls,)))
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(spec,), steps=40, noise=0.5, seed=7)
    (trajectory,) = descend(run)
    noise = np.vstack([trajectory.noise, np.zeros((1, 2))])
    same_bits(trajectory, plain_loop(run.surface, spec, run.start, noise))


every_surface = pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)


@pytest.mark.slow
@every_surface
def test_the_default_race_is_torch_to_1e_12_on_every_surface(cls):
    races = in_races(tuple(optimizer() for optimizer in STEPPED))
    for trajectory in chain(*(descend(SurfaceRun(surface=cls(), optimizers=race, steps=100)) for race in races)):
        noise = np.zeros((trajectory.steps + 1, 2))
        rows = plain_loop(cls(), trajectory.optimizer, cls().start, noise)
        for name in ("xy", "loss", "grad"):
            expected = np.array([row[name] for row in rows])
            scale = 1e-12 * np.abs(expected).max()
            np.testing.assert_allclose(getattr(trajectory, name), expected, rtol=1e-12, atol=scale, err_msg=name)


@every_surface
@examples(5)
@given(spec=optimizers(), seed=st.integers(0, 99))
def test_on_every_surface_the_recorded_gradients_make_the_recorded_path(cls, spec, seed):
    """Also on chaotic surfaces: each gradient equals autograd's to 1e-12; torch's step from it has the same bits."""
    run = SurfaceRun(surface=cls(), optimizers=(spec, Adam()), steps=25, noise=0.3, seed=seed)
    trajectory = descend(run)[0]
    param = torch.nn.Parameter(torch.tensor(run.start, dtype=torch.float64))
    optimizer = by_hand(spec, param)
    for step, (xy, grad) in enumerate(zip(trajectory.xy, trajectory.grad, strict=True)):
        np.testing.assert_array_equal(param.detach().numpy(), xy)
        alone = torch.tensor(xy, requires_grad=True)
        (expected,) = torch.autograd.grad(run.surface(alone), alone)
        np.testing.assert_allclose(grad, expected, rtol=1e-12, atol=1e-12 * max(1, np.abs(trajectory.grad).max()))
        param.grad = torch.tensor(grad + trajectory.noise[step])
        optimizer.param_groups[0].update(momentum_at(spec, step + 1))
        optimizer.step()


def test_momentum_decay_is_the_formula():
    spec = RMSprop(lr=0.01, alpha=0.9, momentum=0.95, momentum_decay=0.05, eps=1e-6)
    (trajectory,) = descend(SurfaceRun(surface=Booth(), optimizers=(spec,), steps=60))
    v = b = np.zeros(2)
    xy = np.array(Booth.start)
    for step in range(1, 61):
        x, y = xy
        g = np.array([2 * (x + 2 * y - 7) + 4 * (2 * x + y - 5), 4 * (x + 2 * y - 7) + 2 * (2 * x + y - 5)])
        v = 0.9 * v + 0.1 * g**2
        b = 0.95 * 0.95 ** (step - 1) * b + g / (np.sqrt(v) + 1e-6)
        xy = xy - 0.01 * b
        np.testing.assert_allclose(trajectory.xy[step], xy, rtol=1e-12)
        np.testing.assert_allclose(trajectory.state["momentum_buffer"][step], b, rtol=1e-11, atol=1e-12)


@given(spec=optimizers((RMSprop,)))
def test_without_momentum_decay_rmsprop_has_no_schedule(spec):
    assert (spec.keyword_schedules() == {}) == (spec.momentum_decay == 0)


def test_a_trajectory_does_not_depend_on_the_other_contenders():
    specs = (SGD(lr=1e-3, momentum=0.9), Adam(lr=0.02), RMSprop(centered=True), Adagrad(lr=0.5), AdamW(amsgrad=True))
    together = descend(SurfaceRun(surface=Rosenbrock(), optimizers=specs, noise=1.0, seed=3))
    for spec, trajectory in zip(specs, together, strict=True):
        (alone,) = descend(SurfaceRun(surface=Rosenbrock(), optimizers=(spec,), noise=1.0, seed=3))
        np.testing.assert_array_equal(alone.xy, trajectory.xy)


def test_row_0_is_the_start():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(), Adagrad(initial_accumulator_value=0.5)), steps=3)
    adam, adagrad = descend(run)
    assert adam.xy.shape == adam.grad.shape == adam.noise.shape == (4, 2)
    assert adam.xy[0].tolist() == [-1.2, 1.0]
    assert adam.loss[0] == pytest.approx(24.2)
    assert adam.state["exp_avg"][0].tolist() == [0, 0]
    assert adagrad.state["sum"][0].tolist() == [0.5, 0.5]


@pytest.mark.slow
def test_noise_is_the_same_for_all_and_follows_the_seed():
    def noise(**rest):
        run = SurfaceRun(surface=FlatSurface(), optimizers=(SGD(), Adam(), Adagrad()), steps=4_000, **rest)
        first, *others = (trajectory.noise for trajectory in descend(run))
        assert all(np.array_equal(first, other) for other in others)
        return first

    assert not noise().any()
    drawn = noise(noise=2.0, seed=1)
    assert np.array_equal(drawn, noise(noise=2.0, seed=1))
    assert not np.array_equal(drawn, noise(noise=2.0, seed=2))
    np.testing.assert_allclose(noise(noise=4.0, seed=1), 2 * drawn)
    assert abs(drawn.mean()) < 0.1
    assert drawn.std() == pytest.approx(2.0, rel=0.05)
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.1


def test_a_run_does_not_touch_torchs_global_generator():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    descend(SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(),), steps=5, noise=1.0))
    assert torch.equal(torch.rand(3), expected)


def test_divergence_stops_a_run_and_keeps_its_points():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(SGD(lr=0.01), Adam()), start=(-1.5, 2.0), steps=50)
    wild, tame = descend(run)
    assert wild.status is Status.LEFT_DOMAIN
    assert wild.status.diverged
    assert wild.stopped_at == wild.steps <= 8
    limit = DIVERGENCE * max(abs(wild.loss[0]), 1)
    assert abs(wild.loss[-1]) > limit >= np.abs(wild.loss[:-1]).max()
    assert (tame.status, tame.stopped_at, tame.steps) == (Status.RUNNING, None, 50)


def test_a_loss_far_below_zero_has_diverged_too():
    (down,) = descend(SurfaceRun(surface=Saddle(), optimizers=(SGD(lr=0.5),), start=(0.0, 1.0), steps=200))
    assert down.status is Status.LEFT_DOMAIN
    assert down.loss[-1] < -DIVERGENCE


def test_a_run_stops_before_its_first_point_without_a_value():
    (fallen,) = descend(SurfaceRun(surface=Cliff(), optimizers=(SGD(lr=0.7),), start=(1.0, 0.0), steps=50))
    assert fallen.status is Status.NOT_FINITE
    assert fallen.status.diverged
    assert fallen.stopped_at == fallen.steps + 1 == 2
    assert fallen.loss[-1] == pytest.approx(math.log(0.3))


def test_a_start_without_a_value_is_an_error_with_its_name():
    with pytest.raises(SpecError, match=r"^SurfaceRun\.start"):
        descend(SurfaceRun(surface=Cliff(), optimizers=(SGD(),), start=(-1.0, 0.0)))


@examples(100)
@given(run=polynomial_runs(), far=st.floats(1, 1e9))
def test_no_array_ever_holds_nan_or_infinity(run, far):
    run = SurfaceRun(
        surface=run.surface, optimizers=run.optimizers, start=(far, -far), noise=run.noise, steps=run.steps
    )
    for trajectory in descend(run):
        for array in (trajectory.xy, trajectory.loss, trajectory.grad, trajectory.noise):
            assert np.isfinite(array).all()
        assert len(trajectory.xy) == len(trajectory.loss) == len(trajectory.grad) == len(trajectory.noise)
        for array in trajectory.state.values():
            assert array.shape == trajectory.xy.shape
            assert np.isfinite(array).all()


def test_a_flat_end_is_convergence():
    quick = SGD(lr=1.0)
    (trajectory,) = descend(SurfaceRun(surface=Quadratic(kappa=1), optimizers=(quick,), steps=5))
    assert (trajectory.status, trajectory.stopped_at) == (Status.CONVERGED, None)
    assert trajectory.steps == 5
    (slow,) = descend(SurfaceRun(surface=Quadratic(kappa=1), optimizers=(SGD(lr=0.1),), steps=5))
    assert slow.status is Status.RUNNING


def test_a_run_out_of_time_returns_its_points_so_far():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(), SGD(lr=1e-4)), steps=5_000)
    for seconds in (0.0, 0.05):
        late = descend(run, seconds=seconds)
        assert {trajectory.status for trajectory in late} == {Status.OUT_OF_TIME}
        (steps,) = {trajectory.steps for trajectory in late}
        assert {trajectory.stopped_at for trajectory in late} == {steps}
        assert steps < 5_000
    full = descend(SurfaceRun(surface=Rosenbrock(), optimizers=run.optimizers, steps=steps))
    assert all(np.array_equal(a.xy, b.xy) for a, b in zip(late, full, strict=True))


def test_results_are_read_only_also_in_another_process():
    (made,) = descend(SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(),), steps=5))
    for trajectory in (made, pickle.loads(pickle.dumps(made))):
        for array in (trajectory.xy, trajectory.loss, trajectory.grad, trajectory.noise, *trajectory.state.values()):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
        assert trajectory.status is Status.RUNNING
