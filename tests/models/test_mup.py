"""muP: what it does to weights and rates, that layers then learn equally fast at every width, and what that is for."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults
from optim_core.models import MLP
from optim_core.models.datasets import Digits, Moons
from optim_core.models.mup import mup_groups
from optim_core.optimizers import LBFGS, OPTIMIZERS, SGD, Adam, AdamW, Composed, Muon, Rprop
from optim_core.optimizers.gradient_scale import scale_free
from optim_core.optimizers.schedules import CosineAnnealingLR, ReduceLROnPlateau
from optim_core.specs import ModelRun, ModelSweep
from optim_core.specs.edge import max_stable_curvature
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import train

WIDTHS = (8, 16, 32, 64, 128, 256)
SCALED = [cls for cls in OPTIMIZERS if scale_free(cls()) is not None]


def built(seed: int = 0, **hypers) -> torch.nn.Module:
    torch.manual_seed(seed)
    return MLP.make(64, 10, **(defaults(MLP) | hypers))


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (SGD(), {"0.weight": 4, "0.bias": 4, "2.weight": 1, "2.bias": 4, "4.weight": 1 / 4, "4.bias": 1}),
        (Adam(), {"0.weight": 1, "0.bias": 1, "2.weight": 1 / 4, "2.bias": 1, "4.weight": 1 / 4, "4.bias": 1}),
    ],
    ids=["SGD", "Adam"],
)
def test_rates_are_those_of_table_3_at_four_times_the_base_width(optimizer, expected):
    model = MLP(width=128, depth=2, parametrization="mup")
    found = model.lr_factors(64, 10, scale_free(optimizer))
    assert dict(zip(model.shapes(64, 10), found, strict=True)) == expected
    assert MLP(width=128, depth=2).lr_factors(64, 10, scale_free(optimizer)) == ()


@pytest.mark.parametrize("init", ["torch", "xavier", "he", "small", "large"])
@pytest.mark.parametrize("width", [8, 128])
def test_first_weights_have_the_deviations_of_table_3(init, width):
    hypers = {"depth": 2, "init": init}
    base = [built(seed, width=32, **hypers) for seed in range(20)]
    scaled = [built(seed, width=width, parametrization="mup", **hypers) for seed in range(20)]
    expected = {"0.weight": 1.0, "2.weight": (32 / width) ** 0.5, "4.weight": 32 / width}
    for name, share in expected.items():
        deviations = [
            torch.stack([each.get_parameter(name).detach() for each in some]).std() for some in (scaled, base)
        ]
        assert float(deviations[0] / deviations[1]) == pytest.approx(share, rel=0.05), name


@pytest.mark.parametrize("hypers", [{}, {"depth": 3, "batch_norm": True}, {"init": "xavier", "depth": 2}], ids=repr)
def test_at_the_base_width_it_is_the_standard_parametrization(hypers):
    optimizers = (SGD(lr=0.1, momentum=0.9), Adam(lr=0.01))
    run = ModelRun(dataset=Moons(samples=100), model=MLP(width=32, **hypers), optimizers=optimizers, epochs=5, seeds=2)
    other = replace(run, model=replace(run.model, parametrization="mup"))
    for plain, mup in zip(train(run), train(other), strict=True):
        np.testing.assert_allclose(mup.train_loss, plain.train_loss, rtol=1e-5)


def moved(width: int, kind: str, parametrization: str) -> list[float]:
    """How far the inputs of each activation and the outputs move in five steps: root mean squares over 8 networks."""
    x, y, *_ = Digits().split()
    found = []
    for seed in range(8):
        model = built(seed, width=width, depth=2, parametrization=parametrization)
        lr = {"SGD": 0.1, "Adam": 0.002}[kind]
        groups = mup_groups(model, lr, width, kind == "Adam") if parametrization == "mup" else model.parameters()
        optimizer = getattr(torch.optim, kind)(groups, lr=lr)
        before = layers(model, x[:64])
        for _ in range(5):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[:64]), y[:64]).backward()
            optimizer.step()
        pairs = zip(layers(model, x[:64]), before, strict=True)
        found.append([float((now - was).square().mean()) for now, was in pairs])
    return np.sqrt(np.mean(found, axis=0)).tolist()


def layers(model: torch.nn.Module, x: torch.Tensor) -> list[torch.Tensor]:
    found = []
    for layer in model:
        x = layer(x)
        if isinstance(layer, torch.nn.Linear):
            found.append(x.detach())
    return found


@pytest.mark.parametrize("kind", ["SGD", "Adam"])
def test_every_layer_moves_equally_far_at_every_width_with_mup_only(kind):
    """The coordinate check of Yang et al. (2022), appendix D.1, with torch's own optimizers and parameter groups."""
    growth = {name: np.divide(moved(512, kind, name), moved(64, kind, name)).tolist() for name in ("standard", "mup")}
    assert all(0.7 < each < 1.4 for each in growth["mup"]), growth
    assert max(abs(math.log(each)) for each in growth["standard"]) > math.log(1.8), growth


@pytest.mark.parametrize("cls", SCALED, ids=lambda cls: cls.__name__)
def test_each_cell_of_a_batch_is_the_training_by_torchs_parameter_groups(cls):
    spec = ModelSweep(
        dataset=Moons(samples=100),
        model=MLP(parametrization="mup", depth=2),
        optimizer=cls(),
        axes={"model.width": [8, 64], "lr": [1e-3, 1e-2]},
        epochs=5,
    )
    result = model_sweep(spec)
    for cell in np.ndindex(*spec.shape):
        (log,) = train(spec.run_at(*cell))
        assert result.status[cell] is log.status
        assert result.final_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-5)


@pytest.mark.parametrize("schedule", [CosineAnnealingLR(T_max=8), ReduceLROnPlateau(patience=0)], ids=repr)
def test_a_schedule_changes_the_rates_of_all_layers_alike(schedule):
    """Compared with torch's own scheduler over parameter groups."""
    run = ModelRun(
        dataset=Moons(samples=64),
        model=MLP(width=64, parametrization="mup"),
        optimizers=(SGD(lr=0.5, schedule=schedule),),
        epochs=12,
    )
    (log,) = train(run)
    torch.manual_seed(0)
    model = run.model.build(2, 2)
    optimizer = torch.optim.SGD(mup_groups(model, 0.5, 64, scale_free=False), lr=0.5)
    torchs = getattr(torch.optim.lr_scheduler, type(schedule).__name__)
    scheduler = torchs(optimizer, **{k: v for k, v in schedule.values().items() if k in ("T_max", "patience")})
    x, y, *_ = run.dataset.split()
    losses = []
    for _ in range(run.steps):
        loss = torch.nn.functional.cross_entropy(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step(*([losses[-1]] if isinstance(schedule, ReduceLROnPlateau) else []))
    np.testing.assert_allclose(log.loss, losses, rtol=1e-4)


@pytest.mark.parametrize("optimizer", [*(cls() for cls in SCALED), Composed(second_moment="average")], ids=repr)
def test_what_is_said_of_the_size_of_the_gradients_is_what_the_rule_does(optimizer):
    assert optimizer.rule is not None

    def lengths(factor: float) -> torch.Tensor:
        torch.manual_seed(0)
        theta, h = torch.zeros(6, dtype=torch.float64), optimizer.values()
        state, found = optimizer.rule.init(theta, h), []
        for step in range(1, 21):
            made = optimizer.rule.update(factor * torch.randn(6, dtype=torch.float64), state, theta, step, h)
            theta, state = theta + made["update"], {name: made[name] for name in state}
            found.append(made["update"].norm())
        return torch.stack(found)[-5:]

    ratio = lengths(1e5) / lengths(1e4)
    torch.testing.assert_close(ratio, torch.full_like(ratio, 1.0 if scale_free(optimizer) else 10.0), rtol=1e-6, atol=0)


@pytest.mark.parametrize("optimizer", [LBFGS(), Muon(), Rprop()], ids=lambda one: type(one).__name__)
def test_optimizers_without_a_known_rule_are_refused_by_name(optimizer):
    run = ModelRun(dataset=Moons(), model=MLP(), optimizers=(Adam(), optimizer))
    message = rf"^ModelRun\.optimizers: how the learning rate of {type(optimizer).__name__} depends on the width"
    with pytest.raises(SpecError, match=message):
        replace(run, model=MLP(parametrization="mup"))


def test_no_edge_of_stability_is_drawn_where_layers_have_rates_of_their_own():
    run = ModelRun(dataset=Moons(), model=MLP(width=64, parametrization="mup"), optimizers=(SGD(lr=0.1), AdamW()))
    assert [max_stable_curvature(run, one) for one in run.optimizers] == [None, None]
    assert max_stable_curvature(replace(run, model=MLP(width=64)), run.optimizers[0]) == pytest.approx(20)
    (log, _) = train(replace(run, sharpness=True, epochs=2))
    assert not np.isfinite(log.preconditioned).any()


def best_steps(parametrization: str) -> list[int]:
    """The power of 2 of the best lr of Adam at each of `WIDTHS`, by the training loss, a mean over two seeds."""
    powers = range(-9, -2)
    axes = {"model.width": list(WIDTHS), "lr": [2.0**power for power in powers]}
    spec = ModelSweep(
        dataset=Digits(), model=MLP(parametrization=parametrization), optimizer=Adam(), axes=axes, epochs=2
    )
    losses = np.mean([model_sweep(replace(spec, seed=seed)).final_loss for seed in range(2)], axis=0)
    return [powers[place] for place in losses.argmin(axis=1)]


@pytest.mark.slow
def test_the_best_rate_drifts_with_the_width_and_stays_under_mup():
    """Adam, a grid of factor 2: over widths 8 to 256 the best lr falls by 3 steps, and with muP by none."""
    standard, mup = best_steps("standard"), best_steps("mup")
    assert standard[0] - standard[-1] >= 2, standard
    assert standard == sorted(standard, reverse=True)
    assert max(mup) - min(mup) <= 1, mup
