"""Prodigy is held to its authors' own package."""

import inspect
import math
from dataclasses import replace

import prodigyopt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.hyper import defaults
from optim_core.descend import descend
from optim_core.optimizers import Adam, Prodigy
from optim_core.optimizers.prodigy import UNLIMITED
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock, Sphere
from tests.quick import examples
from tests.strategies import optimizers

STEPS = 40


def theirs(params: list[torch.nn.Parameter], spec: Prodigy) -> torch.optim.Optimizer:
    own = {name: value for name, value in spec.values().items() if name not in ("beta1", "beta2", "maximize")}
    own |= {"beta3": spec.beta3 or None, "growth_rate": math.inf if spec.growth_rate == UNLIMITED else spec.growth_rate}
    return prodigyopt.Prodigy(params, betas=(spec.beta1, spec.beta2), **own)


def test_defaults_are_the_authors():
    found = {p.name: p.default for p in inspect.signature(prodigyopt.Prodigy).parameters.values()}
    found["beta1"], found["beta2"] = found["betas"]
    ours = {
        name: value for name, value in defaults(Prodigy).items() if name not in ("beta3", "growth_rate", "maximize")
    }
    assert ours == {name: found[name] for name in ours}
    assert (found["beta3"], found["growth_rate"]) == (None, math.inf)


@examples(40, deadline=None)
@given(
    spec=optimizers((Prodigy,)),
    lr=st.sampled_from((0.1, 1.0)),
    d0=st.sampled_from((1e-6, 1e-3, 0.1)),
    growth_rate=st.sampled_from((UNLIMITED, 1.0, 1.02, 2.0)),
)
def test_paths_and_estimates_are_the_authors(spec, lr, d0, growth_rate):
    """Over two parameters, so that d is shared. Theirs knows no ε = 0, and leaves the paper's order where β₁ = 0."""
    own = {"eps": spec.eps or 1e-8, "beta1": spec.beta1 or 0.9, "maximize": False}
    spec = replace(spec, lr=lr, d0=d0, growth_rate=growth_rate, **own)
    both = [[torch.nn.Parameter(torch.tensor(value, dtype=torch.float64)) for value in (-1.2, 1.0)] for _ in range(2)]
    made = [spec.build(both[0]), theirs(both[1], spec)]
    for _ in range(STEPS):
        for optimizer, params in zip(made, both, strict=True):
            optimizer.zero_grad()
            Rosenbrock()(torch.stack(params)).backward()
            optimizer.step()
        ours, expected = (torch.stack(params).detach() for params in both)
        if not expected.abs().max() < 1e4:
            return
        torch.testing.assert_close(ours, expected, rtol=1e-12, atol=1e-12)
        d = float(made[0].state[both[0][0]]["d"][0])
        assert d == pytest.approx(made[1].param_groups[0]["d"], rel=1e-12)
        for one, other in zip(*both, strict=True):
            one.data.copy_(other.data)  # so that no valley magnifies a last bit


def test_the_estimate_grows_to_the_distance_and_never_beyond():
    """d is a lower bound of the distance to the minimum while f is convex (Mishchenko & Defazio, 2023)."""
    for far in (0.5, 5.0):
        (path,) = descend(SurfaceRun(surface=Sphere(), optimizers=(Prodigy(),), start=(far, 0.0), steps=300))
        d = path.state["d"][:, 0]
        assert (d[1:] >= d[:-1]).all()
        assert 0.1 * far < d[-1] <= far


def test_with_a_known_distance_it_is_adam():
    """Where d starts at 1 and stays there."""
    spec, adam = Prodigy(lr=0.01, d0=1.0, d_coef=1e-3, use_bias_correction=True), Adam(lr=0.01)
    ours, expected = descend(SurfaceRun(surface=Rosenbrock(), optimizers=(spec, adam), steps=200))
    assert (ours.state["d"] == 1).all()
    assert abs(ours.xy - expected.xy).max() < 1e-4  # ε is outside the correction
