"""Every schedule against torch's own scheduler, step by step."""

import inspect
import math
import warnings
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from torch.optim import lr_scheduler

from optim_core.base.hyper import hypers
from optim_core.optimizers.schedules import (
    SCHEDULES,
    AbstractSchedule,
    CyclicLR,
    ExponentialLR,
    InverseSquareRoot,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
    WarmupStableDecay,
)
from optim_core.optimizers.schedules.base import MOST_UPDATES
from optim_core.specs import MAX_MODEL_STEPS, SurfaceRun
from tests.quick import examples
from tests.strategies import in_domain, values

STEPS = 150
CLOSED = tuple(cls for cls in SCHEDULES if not cls.loss_dependent)
every_closed = pytest.mark.parametrize("cls", CLOSED, ids=lambda cls: cls.__name__)
RATES = st.floats(1e-5, 10.0)


def stable_decay_factor(done: int, total_steps: int, decay_share: float, decay_shape: str, end_factor: float) -> float:
    """The factor of lr after `done` updates, from the share of the fall that is done, which is exact."""
    share = Fraction(decay_share)
    gone = float(min(max((done - total_steps + share * total_steps) / (share * total_steps), 0), 1))
    shape = {"linear": gone, "1-sqrt": gone**0.5, "cosine": math.sin(math.pi * gone / 2) ** 2}[decay_shape]
    return 1 - shape * (1 - end_factor)


BEYOND: dict[type[AbstractSchedule], Callable[..., float]] = {
    WarmupStableDecay: stable_decay_factor,
    InverseSquareRoot: lambda done, timescale: (timescale / (timescale + done)) ** 0.5,
}
"""Schedules that torch lacks -> their factor of lr after so many updates, for torch's `LambdaLR`."""
IN_TORCH = tuple(cls for cls in SCHEDULES if cls not in BEYOND)


def torch_kwargs(schedule: AbstractSchedule, lr: float) -> dict[str, Any]:
    """What torch calls the contender's lr beside the schedule's own knobs."""
    names = {OneCycleLR: {"max_lr": lr}, CyclicLR: {"base_lr": lr}}
    return schedule.own_values() | names.get(type(schedule), {})


def torch_scheduler(schedule: AbstractSchedule, optimizer: torch.optim.Optimizer, lr: float):
    """torch's scheduler, after a `LinearLR` where there is a warm-up."""
    first = lr_scheduler.LinearLR(optimizer, schedule.warmup_start, total_iters=max(schedule.warmup, 1))
    if not schedule.warmup:
        optimizer.param_groups[0]["lr"] = optimizer.param_groups[0]["initial_lr"] = lr
    if factor := BEYOND.get(type(schedule)):
        then: Any = lr_scheduler.LambdaLR(optimizer, partial(factor, **schedule.own_values()))
    else:
        then = getattr(lr_scheduler, type(schedule).__name__)(optimizer, **torch_kwargs(schedule, lr))
    return lr_scheduler.SequentialLR(optimizer, [first, then], [schedule.warmup]) if schedule.warmup else then


def torch_values(schedule: AbstractSchedule, lr: float, steps: int, cls=torch.optim.Adam):
    """(lr, momentum) of each update."""
    optimizer = cls([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no update is made, and SequentialLR names its own step's epoch
        scheduler = torch_scheduler(schedule, optimizer, lr)
        for _ in range(steps):
            group = optimizer.param_groups[0]
            yield group["lr"], group["betas"][0] if "betas" in group else group.get("momentum")
            scheduler.step()


def shortened(chosen: dict[str, Any]) -> dict[str, Any]:
    """Lengths that end within the steps looked at, most of the time."""
    return chosen | {name: min(value, 90) for name, value in chosen.items() if isinstance(value, int) and value > 1}


def steps_of(schedule: AbstractSchedule) -> int:
    """torch's cycle refuses to go on after its end."""
    return min(STEPS, schedule.warmup + schedule.total_steps) if isinstance(schedule, OneCycleLR) else STEPS


def _begins_within_rounding(schedule: AbstractSchedule) -> bool:
    """Whether a fall begins within rounding of an update: a root makes 1e-8 of a share of 1e-16 that is done there."""
    if not isinstance(schedule, WarmupStableDecay) or schedule.decay_shape != "1-sqrt":
        return False
    length = Fraction(schedule.decay_share) * schedule.total_steps
    return 0 < abs(length - round(length)) < 1e-9


@pytest.mark.parametrize("share", [0.1, 0.55, 0.07])
def test_a_fall_that_begins_within_rounding_of_an_update_is_its_formula_up_to_the_root_of_rounding(share):
    schedule = WarmupStableDecay(warmup=0, total_steps=100, decay_share=share, decay_shape="1-sqrt")
    assert _begins_within_rounding(schedule)
    found = [schedule.rate(step, 1.0, ()) for step in range(1, 151)]
    expected = [stable_decay_factor(done, **schedule.own_values()) for done in range(150)]
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-8)


@every_closed
def test_a_schedule_is_torchs_step_by_step(cls):
    @examples(25)
    @given(knobs=values(cls).map(shortened), lr=RATES)
    def holds(knobs, lr):
        schedule = cls(**knobs)
        assume(not _begins_within_rounding(schedule))
        found = np.array([schedule.rate(step, lr, ()) for step in range(1, steps_of(schedule) + 1)])
        try:
            expected_rows = [*torch_values(schedule, lr, len(found))]
        except ZeroDivisionError:  # torch's own, in a one-cycle with a phase of no length
            reject()
        expected = np.array([rate for rate, _ in expected_rows])
        # torch multiplies from step to step, which adds up roundings of the largest rate
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12 * expected.max())
        if (momentum := schedule.momentum_at(1)) is not None:
            moved = [schedule.momentum_at(step) for step in range(1, len(found) + 1)]
            np.testing.assert_allclose(moved, [momentum for _, momentum in expected_rows], rtol=1e-12)
            assert 0 < momentum < 1
        assert np.isfinite(found).all()

    holds()


@every_closed
def test_no_knobs_make_a_rate_that_is_no_number(cls):
    @examples(60)
    @given(knobs=st.fixed_dictionaries({name: in_domain(domain) for name, domain in hypers(cls).items()}))
    def holds(knobs):
        schedule = cls(**knobs)
        for lr in (1e-10, 1e3):
            for step in (1, 2, 3, 100, MOST_UPDATES - 1, MOST_UPDATES):
                assert math.isfinite(schedule.rate(step, lr, ()))
                assert 0 < (schedule.momentum_at(step) or 0.5) < 1

    holds()


@examples(100)
@given(
    knobs=values(ReduceLROnPlateau).map(lambda knobs: knobs | {"patience": min(knobs["patience"], 4), "warmup": 0}),
    lr=RATES,
    losses=st.lists(st.floats(-2, 2) | st.sampled_from((1.0, 0.99995, 0.5, 0.0)), min_size=20, max_size=60),
    warmup=st.sampled_from((0, 7)),
)
def test_a_plateau_is_torchs_step_by_step(knobs, lr, losses, warmup):
    schedule, memory = ReduceLROnPlateau(**knobs | {"warmup": warmup}), ()
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, **schedule.own_values())
    for step, loss in enumerate(losses, 1):
        rate = schedule.rate(step, lr, memory)
        memory = schedule.update_memory(step, lr, memory, loss)
        if step > warmup:
            assert rate == optimizer.param_groups[0]["lr"]
            scheduler.step(loss)
        else:
            assert rate == pytest.approx(lr * (schedule.warmup_start + (1 - schedule.warmup_start) * (step - 1) / 7))


@pytest.mark.parametrize("decay_steps", [1, 20, 60])
def test_a_stable_rate_with_a_linear_fall_is_torchs_sequence_of_a_constant_and_a_line(decay_steps):
    schedule = WarmupStableDecay(warmup=10, total_steps=60, decay_share=decay_steps / 60, end_factor=0.1)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    parts = [
        lr_scheduler.LinearLR(optimizer, 0.01, total_iters=10),
        lr_scheduler.ConstantLR(optimizer, 1.0),
        lr_scheduler.LinearLR(optimizer, 1.0, 0.1, total_iters=decay_steps),
    ]
    expected = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scheduler = lr_scheduler.SequentialLR(optimizer, parts, [10, 70 - decay_steps])
        for _ in range(80):
            expected.append(optimizer.param_groups[0]["lr"])
            scheduler.step()
    np.testing.assert_allclose([schedule.rate(step, 0.3, ()) for step in range(1, 81)], expected, rtol=1e-12)


def test_an_inverse_square_root_after_its_warm_up_is_that_of_the_first_transformer():
    """min(t⁻⁰·⁵, t · T⁻¹·⁵) up to a factor (Vaswani et al., 2017), with t counted from 0 in the warm-up."""
    schedule = InverseSquareRoot(warmup=40, warmup_start=1e-6, timescale=40)
    done = np.arange(1, 400)
    expected = 0.3 * 40**0.5 * np.minimum(done**-0.5, done * 40**-1.5)
    np.testing.assert_allclose([schedule.rate(step + 1, 0.3, ()) for step in done], expected, rtol=1e-4)


@pytest.mark.parametrize("cls", IN_TORCH, ids=lambda cls: cls.__name__)
def test_names_and_defaults_are_torchs_but_for_lengths(cls):
    """Lengths count updates here and epochs there; γ and the peak of `CyclicLR` have no default there."""
    theirs = {name: p.default for name, p in inspect.signature(getattr(lr_scheduler, cls.__name__)).parameters.items()}
    lengths = {"total_iters", "step_size_up", "step_size_down"}
    for name, value in cls().own_values().items():
        assert name in theirs
        if name not in lengths and theirs[name] not in (None, inspect.Parameter.empty):
            assert value == theirs[name]


def test_only_schedules_that_torch_lacks_are_held_to_another_reference():
    assert not [cls for cls in BEYOND if hasattr(lr_scheduler, cls.__name__)]


def test_a_schedule_may_be_as_long_as_the_longest_race_and_training():
    assert hypers(SurfaceRun)["steps"].high <= MOST_UPDATES == MAX_MODEL_STEPS


@pytest.mark.parametrize("schedule", [ExponentialLR(gamma=1.1), StepLR(step_size=1, gamma=1.1)], ids=repr)
def test_a_rate_that_grows_for_as_long_as_a_training_may_last_stays_a_number(schedule):
    rates = [schedule.rate(step, 1e3, ()) for step in range(1, MOST_UPDATES + 1)]
    assert np.isfinite(rates).all()
    np.testing.assert_allclose(rates[:7_000], 1e3 * 1.1 ** np.arange(7_000.0), rtol=1e-9)
