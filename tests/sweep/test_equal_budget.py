import pickle

import numpy as np
import pytest

from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.optimizers import SGD, Adagrad, Adam, RMSprop, Rprop
from optim_core.specs import EqualBudgetRace
from optim_core.surfaces import Booth, Matyas, Rosenbrock, Sphere
from optim_core.sweep.equal_budget import equal_budget_race, trial_settings
from optim_core.sweep.equal_budget_result import EqualBudgetResult, Trials, TunedContender


def test_equal_effort_changes_the_ranking():
    """Fact 20. RMSprop oscillates at its best lr: rounding decides between 3 and 5 successes and .02 to .2 left.

    torch's own loop, `run_torch_lanes`, reaches the target 3 times.
    """
    contenders = (SGD(), SGD(momentum=0.9), Adagrad(), RMSprop(), Adam(), Rprop())
    result = equal_budget_race(EqualBudgetRace(surfaces=(Rosenbrock(),), optimizers=contenders), seconds=60)
    assert [one.trials.settings.shape for one in result.contenders] == [(25, 1)] * 6
    reached = [round(25 * one.success_rate) for one in result.contenders]
    assert reached[:3] == [1, 5, 2]
    assert reached[3] in (3, 4, 5)
    assert reached[4:] == [7, 21]
    best = [one.trials.final_loss[0, one.best] for one in result.contenders]
    assert best[:3] == pytest.approx([6.1e-2, 4.4e-8, 5.5e-4], rel=0.02)
    assert 1e-2 < best[3] < 0.2
    assert best[4:] == pytest.approx([4.1e-6, 2.8e-2], rel=0.02)
    assert result.contenders[0].tuned.lr == pytest.approx(10**-2.5)
    assert result.contenders[4].default.final_loss[0, 0] > 1


def test_several_hyperparameters_are_tried_on_the_same_number_of_points_of_their_ranges():
    spec = EqualBudgetRace(
        surfaces=(Sphere(),), optimizers=(Adam(), SGD()), tuned=("lr", "beta1", "momentum"), trials=64
    )
    adam, sgd = (trial_settings(spec, optimizer) for optimizer in spec.optimizers)
    assert adam.shape == sgd.shape == (64, 2)
    assert len(np.unique(adam[:, 0])) == 64
    assert np.median(np.log10(adam[:, 0])) == pytest.approx(-2, abs=0.2)
    assert np.median(adam[:, 1]) == pytest.approx(1 - 10**-2.5, abs=2e-3)
    np.testing.assert_array_equal(adam, trial_settings(spec, Adam()))


def test_a_profile_counts_the_problems_won_and_solved():
    surfaces = (Sphere(), Booth(), Matyas())
    spec = EqualBudgetRace(surfaces=surfaces, optimizers=(SGD(), Adam()), starts=4, steps=200, target=1e-3, seed=5)
    result = equal_budget_race(spec, seconds=60)
    factors, shares = result.profile()
    steps = np.array([one.trials.steps_to[:, one.best] for one in result.contenders])
    assert steps.shape == (2, 12)
    assert factors[0] == 1
    assert shares[:, 0].sum() >= 1
    np.testing.assert_allclose(shares[:, -1], (steps >= 0).mean(1))
    assert (np.diff(shares, axis=1) >= 0).all()
    copy = pickle.loads(pickle.dumps(result))
    assert copy.contenders[1].tuned == result.contenders[1].tuned


def tuned(share, steps, target=0.01):
    """A contender whose trials leave `share` and take `steps` (problems, trials)."""
    share, steps = np.array(share, dtype=float), np.array(steps)
    trials = Trials(
        settings=np.zeros((share.shape[1], 1)),
        final_loss=share,
        best_loss=share,
        share=share,
        steps_to=steps,
        status=np.full(share.shape, Status.RUNNING, dtype=object),
    )
    return TunedContender(optimizer=SGD(), names=("lr",), target=target, trials=trials, default=trials)


def test_the_best_trial_and_the_best_contender_do_not_depend_on_rounding():
    assert tuned([[0.0, 3e-44, 1e-23, 1.0]], [[30, 20, 10, 1]]).best == 2
    assert tuned([[0.5, 1e-3, 1e-9]], [[-1, 5, 90]]).best == 2
    spec = EqualBudgetRace(surfaces=(Sphere(),), optimizers=(SGD(), SGD(), SGD()))
    late, soon = tuned([[0.0, 0.1]], [[40, -1]]), tuned([[1e-40, 0.1]], [[20, -1]])
    assert EqualBudgetResult(spec=spec, contenders=(late, soon, tuned([[0.1, 1]], [[-1, -1]]))).order == (1, 0, 2)


def test_the_first_contender_is_the_one_that_solves_the_most_problems():
    """As the best trial is chosen: a tiny gap on one problem does not outweigh another problem that is not solved."""
    one = tuned([[1e-12], [0.5]], [[3], [-1]])
    both = tuned([[1e-3], [1e-3]], [[3], [3]])
    spec = EqualBudgetRace(surfaces=(Sphere(), Booth()), optimizers=(SGD(), SGD()))
    assert EqualBudgetResult(spec=spec, contenders=(one, both)).order == (1, 0)


def test_a_gap_within_rounding_is_none():
    spec = EqualBudgetRace(surfaces=(Sphere(),), optimizers=(SGD(momentum=0),), trials=25, steps=2000)
    (one,) = equal_budget_race(spec, seconds=60).contenders
    shares = one.trials.share[np.isfinite(one.trials.share)]
    assert (shares == 0).sum() > 1
    assert not ((shares > 0) & (shares < 1e-16)).any()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tuned": ("beta1",)}, r"^EqualBudgetRace\.tuned, SGD: beta1 is not one of lr, momentum"),
        ({"tuned": ()}, r"^EqualBudgetRace\.tuned must be in \{1, …, 8\}, got 0"),
        ({"tuned": ("lr", "nesterov")}, r"^EqualBudgetRace\.tuned, SGD"),
        ({"surfaces": ()}, r"^EqualBudgetRace\.surfaces must be in"),
        ({"surfaces": (Adam(),)}, r"^EqualBudgetRace\.surfaces must be an object of class Surface"),
        ({"optimizers": ()}, r"^EqualBudgetRace\.optimizers"),
        ({"trials": 1}, r"^EqualBudgetRace\.trials must be in"),
        (
            {"trials": 400, "starts": 64, "optimizers": (Adam(), SGD())},
            r"^EqualBudgetRace\.trials: 51200 runs are more than",
        ),
    ],
)
def test_an_invalid_equal_budget_race_is_refused_by_name(given, message):
    with pytest.raises(SpecError, match=message):
        EqualBudgetRace(**({"surfaces": (Sphere(),), "optimizers": (Adam(), SGD())} | given))
