import numpy as np
import pytest

from optim_core.base.result import Status
from optim_core.explain.theory import theory
from optim_core.optimizers import SGD, Adam, AdamW
from optim_core.specs import Sweep
from optim_core.surfaces import Eggholder, Quadratic, Rosenbrock, Saddle
from optim_core.sweep import sweep
from tests.strategies import BowlAtFive

BOWL = Quadratic(kappa=100.0)


def line(name: str, optimizer, axes, surface=BOWL) -> np.ndarray:
    found = [curve for curve in theory(Sweep(surface=surface, optimizer=optimizer, axes=axes)) if curve.name == name]
    assert len(found) == 1
    return found[0].points


@pytest.mark.parametrize(
    ("optimizer", "limit"),
    [
        pytest.param(SGD(), 0.02, id="1: 2/L"),
        pytest.param(SGD(momentum=0.9), 0.038, id="5: heavy ball"),
        pytest.param(SGD(momentum=0.9, nesterov=True), 0.013571, id="5: Nesterov"),
        pytest.param(SGD(momentum=0.9, dampening=0.9), 0.38, id="5: averaged momentum"),
    ],
)
def test_runs_turn_from_shrinking_to_growing_where_the_theory_says(optimizer, limit):
    ((at,),) = line("stability", optimizer, {"lr": [1e-3, 1.0]})
    assert at == pytest.approx(limit, rel=1e-4)
    spec = Sweep(surface=BOWL, optimizer=optimizer, axes={"lr": [at * 0.99, at * 1.01]}, start=(0.0, 1.0), steps=5_000)
    assert sweep(spec, seconds=60).status.tolist() == [Status.CONVERGED, Status.LEFT_DOMAIN]


@pytest.mark.parametrize(
    ("nesterov", "name", "best", "steps"),
    [(False, "polyak", (0.0330579, 0.6694215), 93), (True, "nesterov", (0.01, 0.8181818), 154)],
)
def test_the_best_points_need_the_steps_of_facts_3_and_4(nesterov, name, best, steps):
    optimizer = SGD(momentum=0.5, nesterov=nesterov)
    ((lr, momentum),) = line(name, optimizer, {"lr": [1e-3, 1.0], "momentum": [0.1, 0.9]})
    assert (lr, momentum) == pytest.approx(best, rel=1e-5)
    axes = {"lr": [lr, lr / 2], "momentum": [momentum, 0.1]}

    def distance(steps):
        ends = sweep(Sweep(surface=BOWL, optimizer=optimizer, axes=axes, steps=steps), seconds=60).final_xy
        return np.linalg.norm(ends, axis=-1) / np.sqrt(2)

    assert distance(steps - 2)[0, 0] > 1e-6 > distance(steps + 1)[0, 0]
    assert distance(steps).argmin() == 0


def test_lines_follow_the_axes():
    at = line("stability", SGD(), {"momentum": [0.0, 0.9], "lr": [1e-3, 1.0]}, Rosenbrock())
    assert at[0] == pytest.approx([0.0, 2 / 1001.6], rel=1e-4)
    assert at[-1] == pytest.approx([0.9, 3.8 / 1001.6], rel=1e-4)


def test_adamw_ends_where_lr_times_decay_says():
    """Fact 14: without a gradient, cells with equal lr times weight_decay end alike, and the curves follow them."""
    lr, decay = np.geomspace(1e-3, 1e-1, 5), np.geomspace(1e-2, 1.0, 5)
    spec = Sweep(
        surface=BowlAtFive(), optimizer=AdamW(), axes={"lr": lr, "weight_decay": decay}, start=(0.0, 1.0), steps=200
    )
    y = sweep(spec, seconds=60).final_xy[..., 1]
    product = np.multiply.outer(lr, decay)
    np.testing.assert_allclose(y, (1 - product) ** 200, rtol=1e-9)
    for curve in theory(spec):
        np.testing.assert_allclose(curve.points.prod(1), curve.level)
    assert [curve.level for curve in theory(spec)] == pytest.approx([1e-4, 1e-3, 1e-2])


def test_where_nothing_is_known_there_is_no_curve():
    lr = {"lr": [0.1, 0.2]}
    for spec in (
        Sweep(surface=BOWL, optimizer=Adam(), axes=lr),
        Sweep(surface=Saddle(), optimizer=SGD(), axes=lr),
        Sweep(surface=Eggholder(), optimizer=SGD(), axes=lr),  # lowest on the border, where it still falls
        Sweep(surface=BOWL, optimizer=SGD(), axes={"start.x": [0.0, 1.0]}),
    ):
        assert theory(spec) == ()
