"""Each finding on a run that shows it, with its number computed independently, and none on a run that does not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.hyper import hypers
from optim_core.base.result import Status
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.explain.diagnosis.stability import LIMITS
from optim_core.optimizers import ASGD, SGD, AdaBelief, Adagrad, Adam, AdamW, RMSprop
from optim_core.specs import SurfaceRun
from optim_core.surfaces import SURFACES, Booth, Easom, Quadratic, Rosenbrock, Saddle, Sphere
from tests.quick import examples
from tests.strategies import LinearSlope, optimizers

BOWL = Quadratic(kappa=100.0)


def diagnosed(surface, optimizer, steps=300, **run):
    """The path of one contender, and its findings by key."""
    spec = SurfaceRun(surface=surface, optimizers=(optimizer,), steps=steps, **run)
    paths = descend(spec)
    (found,) = diagnose(spec, paths)
    return paths[0], {finding.key: finding for finding in found}


@pytest.mark.parametrize(
    ("settings", "law"),
    [
        ({}, 2.0),
        ({"momentum": 0.9}, 3.8),
        ({"momentum": 0.9, "nesterov": True}, 3.8 / 2.8),
        ({"momentum": 0.9, "dampening": 0.9}, 38.0),
        ({"momentum": 0.5, "dampening": 0.2}, 3.75),
    ],
)
def test_torch_converges_below_the_limit_and_diverges_above_it(settings, law):
    limit = LIMITS[SGD](SGD(**settings).values()).load
    assert limit == pytest.approx(law)
    for share, grows in ((0.98, False), (1.02, True)):
        path, _ = diagnosed(Quadratic(kappa=1.0), SGD(lr=share * limit, **settings), steps=2_000)
        size = np.linalg.norm(path.xy, axis=1)
        assert (size[-1] > 10) == grows
        assert path.status.diverged == grows
    assert LIMITS[Adam](Adam(beta1=0.9).values()).load == pytest.approx(38.0)


@pytest.mark.parametrize(("share", "grows"), [(0.98, False), (1.02, True)])
def test_adabelief_has_the_limit_of_averages_by_its_own_divisor(share, grows):
    """With ε = 1 and no memory of squares the divisor is 2, as long as the gradients are small."""
    limit = LIMITS[AdaBelief](AdaBelief().values()).load
    path, _ = diagnosed(
        Quadratic(kappa=1.0), AdaBelief(lr=2 * share * limit, beta2=0.0, eps=1.0), 2_000, start=(1e-200, 0.0)
    )
    middle, end = abs(path.xy[[1_000, 2_000], 0])  # the correction of the first steps makes these longer
    assert (end > middle) == grows


@pytest.mark.parametrize(("lr", "grows"), [(0.98 * 4 / 3, False), (1.02 * 4 / 3, True)])
def test_asgds_own_decay_counts_against_its_limit(lr, grows):
    optimizer = ASGD(lr=lr, lambd=0.5, alpha=0.0)
    assert (lr > LIMITS[ASGD](optimizer.values()).load) == grows
    path, _ = diagnosed(Quadratic(kappa=1.0), optimizer, steps=2_000)
    assert path.status.diverged == grows


def test_a_diverged_run_names_the_limit_of_its_lr():
    path, found = diagnosed(BOWL, SGD(lr=0.021))
    finding = found["diverged_limit"]
    assert finding.values["lr_limit"] == pytest.approx(2 / 100)
    assert finding.values["step"] == path.stopped_at
    calm, found = diagnosed(BOWL, replace(path.optimizer, **finding.attempt))
    assert not calm.status.diverged
    assert found["stable"].values["load"] == pytest.approx(calm.optimizer.lr * 100)
    assert not any(key.startswith("diverged") for key in found)


def test_other_ways_to_diverge_have_other_findings():
    assert "diverged_uphill" in diagnosed(Sphere(), SGD(lr=0.9, maximize=True))[1]
    assert "diverged_downhill" in diagnosed(Saddle(), SGD(lr=0.1), start=(1.0, 0.1))[1]


def test_a_run_beyond_the_limit_that_does_not_diverge():
    path, found = diagnosed(BOWL, RMSprop(lr=0.1, alpha=0.9))
    root = np.sqrt(path.state["square_avg"][1:]) + path.optimizer.eps
    loads = np.maximum(0.1 / root[:, 0], 100 * 0.1 / root[:, 1])
    assert found["unstable"].values["share"] == pytest.approx(100 * np.mean(loads > 2), abs=8)  # a third of the steps
    assert found["unstable"].values["load"] == pytest.approx(np.median(loads[loads > 2]), rel=0.02)
    assert "unstable" not in diagnosed(BOWL, SGD(lr=0.0199))[1]


def test_the_load_of_an_adaptive_run_uses_its_divisor():
    path, found = diagnosed(BOWL, Adam(lr=0.5))
    finding = found["stable"]
    t, b2 = finding.step, path.optimizer.beta2
    root = np.sqrt(path.state["exp_avg_sq"][t] / (1 - b2**t)) + path.optimizer.eps
    assert finding.values["load"] == pytest.approx(max(0.5 / root[0], 100 * 0.5 / root[1]))


def test_a_timid_lr():
    _, found = diagnosed(BOWL, SGD(lr=1e-4))
    assert found["timid"].values["factor"] == pytest.approx(0.02 / 1e-4)
    assert "timid" not in diagnosed(BOWL, SGD(lr=0.01))[1]


def test_zigzag_across_rosenbrocks_valley():
    path, found = diagnosed(Rosenbrock(), SGD(lr=0.0018))
    walked = sum(np.linalg.norm(b - a) + np.linalg.norm(c - b) for a, b, c in triples(path))
    shortcut = sum(np.linalg.norm(c - a) for a, b, c in triples(path))
    turns = [step for step, (a, b, c) in enumerate(triples(path), start=2) if np.dot(b - a, c - b) < 0]
    assert found["zigzag"].values["share"] == pytest.approx(100 * (1 - shortcut / walked))
    assert found["zigzag"].values["turns"] == len(turns)
    assert found["zigzag"].step == turns[0]
    assert "zigzag" not in diagnosed(Sphere(), SGD(lr=0.1))[1]


def triples(path):
    return [path.xy[step - 1 : step + 2] for step in range(1, path.steps)]


def test_overshoots():
    path, found = diagnosed(Sphere(), SGD(lr=0.05, momentum=0.9))
    finding = found["overshoot"]
    rises = np.diff(path.loss) > 0
    assert rises[finding.step - 1]
    assert not rises[: finding.step - 1].any()
    assert finding.attempt == {"nesterov": True}
    assert "overshoot" not in diagnosed(Sphere(), SGD(lr=0.05))[1]
    too_steep_for_nesterov = diagnosed(Sphere(), SGD(lr=0.8, momentum=0.9))[1]["overshoot"]
    assert too_steep_for_nesterov.attempt == {"momentum": 0.8}


def test_a_plateau():
    path, found = diagnosed(Easom(), SGD(lr=0.05), start=(0.5, 0.5))
    finding = found["plateau_ended"]
    assert finding.values["slope"] == pytest.approx(np.median(np.linalg.norm(path.grad[:-1], axis=1)), rel=0.05)
    assert not [key for key in diagnosed(Sphere(), SGD(lr=0.05))[1] if key.startswith("plateau")]


def test_a_ridge():
    path, found = diagnosed(Saddle(), SGD(lr=0.05), steps=300, start=(1.0, 1e-6))
    finding = found["ridge"]
    assert finding.values["curvature"] == -1
    slopes = np.linalg.norm(path.grad, axis=1)
    begin, end = int(finding.values["begin"]), int(finding.values["end"])
    assert slopes[begin - 1 : end].max() < 0.05 < slopes[-1]
    assert not [key for key in diagnosed(Saddle(), SGD(lr=0.05), steps=60, start=(1.0, 0.5))[1] if "ridge" in key]


def test_the_distance_from_a_valley_floor():
    path, found = diagnosed(BOWL, SGD(lr=0.01995), steps=100)
    assert found["floor"].values["distance"] == pytest.approx(np.median(abs(path.xy[50:, 1])), rel=0.05)
    assert "floor" not in diagnosed(BOWL, SGD(lr=0.015), steps=100)[1]


def test_uneven_learning_rates():
    path, found = diagnosed(BOWL, RMSprop(lr=0.01))
    root = np.sqrt(path.state["square_avg"][1:]) + path.optimizer.eps
    assert found["uneven"].values["ratio"] == pytest.approx(np.median(root[:, 1] / root[:, 0]), rel=0.05)
    assert found["uneven"].values["axis"] == "x"
    assert "uneven" not in diagnosed(Sphere(), RMSprop(lr=0.01), start=(3.0, 2.0))[1]
    assert "uneven" not in diagnosed(BOWL, SGD(lr=0.01))[1]


def test_adagrads_learning_rate_shrinks_with_the_root_of_the_steps():
    _, found = diagnosed(LinearSlope(), Adagrad(lr=0.1), steps=400)
    assert found["shrunk"].values["factor"] == pytest.approx(20)
    assert "shrunk" not in diagnosed(LinearSlope(), RMSprop(lr=0.1), steps=400)[1]


def test_a_limit_cycle_has_half_the_lr_as_its_amplitude():
    path, found = diagnosed(BOWL, RMSprop(lr=0.1, alpha=0.9))
    finding = found["cycle"]
    assert finding.values["ratio"] == pytest.approx(0.5, rel=0.01)
    assert finding.values["amplitude"] == pytest.approx(np.ptp(path.xy[-60:, 1]) / 2)
    assert "cycle" not in diagnosed(BOWL, SGD(lr=0.0199), steps=1_000)[1]


def test_a_cycle_of_plain_descent_at_its_limit():
    _, found = diagnosed(BOWL, SGD(lr=0.02))
    assert found["cycle"].values["amplitude"] == pytest.approx(1)


def test_the_first_step_without_bias_correction():
    _, found = diagnosed(LinearSlope(), RMSprop(lr=0.01))
    assert found["jump"].values["factor"] == pytest.approx(1 / np.sqrt(1 - 0.99))
    assert "jump" not in diagnosed(LinearSlope(), Adam(lr=0.01))[1]


def test_averages_that_have_not_warmed_up():
    assert diagnosed(Sphere(), Adam(lr=0.01))[1]["young"].values["horizon"] == pytest.approx(1_000)
    assert "young" not in diagnosed(Sphere(), Adam(lr=0.01, beta2=0.9))[1]


@pytest.mark.parametrize("optimizer", [SGD(lr=0.05, weight_decay=1.0), Adam(lr=0.05, weight_decay=1.0)])
def test_weight_decay_moves_the_minimum(optimizer):
    path, found = diagnosed(Booth(), optimizer, steps=1_500)
    hessian = np.array([[10.0, 8.0], [8.0, 10.0]])
    rest = np.linalg.solve(hessian + np.eye(2), hessian @ [1.0, 3.0])
    values = found["shifted"].values
    assert (values["rest_x"], values["rest_y"]) == pytest.approx(tuple(rest))
    assert path.xy[-1] == pytest.approx(rest, abs=0.01)
    assert "shifted" not in diagnosed(Booth(), replace(optimizer, weight_decay=0.0))[1]


def test_decoupled_weight_decay_bounds_the_coordinates():
    path, found = diagnosed(Booth(), AdamW(lr=0.02, weight_decay=0.4, beta2=0.9), steps=1_000)
    values = found["bounded"].values
    assert values["bound"] == 2.5
    # with y held at 2.5, f is lowest along x where 10 (x − 1) + 8 (y − 3) = 0
    assert (values["rest_x"], values["rest_y"]) == pytest.approx((1.4, 2.5))
    assert path.xy[-1] == pytest.approx((1.4, 2.5), abs=0.01)
    assert "bounded" not in diagnosed(Booth(), AdamW(lr=0.02, beta2=0.9), steps=1_000)[1]


def test_noise_leaves_a_cloud():
    lr = 0.1
    _, found = diagnosed(Quadratic(kappa=1.0), SGD(lr=lr), steps=3_000, noise=1.0)
    assert found["cloud"].values["spread"] == pytest.approx(np.sqrt(2 * lr / (2 - lr)), rel=0.1)
    assert "cloud" not in diagnosed(Quadratic(kappa=1.0), SGD(lr=lr), steps=3_000)[1]


def test_a_run_that_is_still_falling():
    path, found = diagnosed(Booth(), SGD(lr=1e-3), steps=100)
    assert found["unfinished"].attempt == {"steps": 200}
    share = (path.loss[-11] - path.loss[-1]) / (path.loss[0] - path.loss[-1])
    assert found["unfinished"].values["share"] == pytest.approx(100 * share)
    assert "unfinished" not in diagnosed(Booth(), SGD(lr=0.1), steps=1_000)[1]


@examples(80, deadline=None)
@given(optimizers(), st.sampled_from(SURFACES), st.integers(1, 60), st.sampled_from([0.0, 0.5]))
def test_any_run_has_a_diagnosis_in_every_language(optimizer, surface, steps, noise):
    run = SurfaceRun(surface=surface(), optimizers=(optimizer,), steps=steps, noise=noise)
    paths = descend(run)
    (found,) = diagnose(run, paths)
    assert [finding.weight for finding in found] == sorted((finding.weight for finding in found), reverse=True)
    for finding in found:
        assert 1 <= finding.step <= paths[0].steps
        for language in LANGUAGES:
            assert "nan" not in load(language)(f"finding.{finding.key}", **finding.values).split()
        owner = {True: optimizer, False: run}[finding.attempt.keys() <= hypers(type(optimizer)).keys()]
        if finding.attempt:
            assert replace(owner, **finding.attempt) != owner
    if paths[0].status in (Status.LEFT_DOMAIN, Status.NOT_FINITE) and found:
        assert found[0].key.startswith("diverged")
