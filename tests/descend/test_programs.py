"""Races in JavaScript, from step programs, against the real torch optimizers."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from optim_core.base.domains import Flag, Real
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.descend import descend
from optim_core.descend.portable import SINGLE_TOLERANCE, TOLERANCE, portable_race
from optim_core.descend.programs import optimizer_programs, surface_parameters, surface_programs
from optim_core.engine.program import Program
from optim_core.optimizers import ASGD, LBFGS, SGD, AbstractOptimizer, Adam, NAdam, RMSprop
from optim_core.optimizers.clipping import ClipGradNorm, ClipGradValue
from optim_core.optimizers.composed import Composed
from optim_core.optimizers.schedules import SCHEDULES, ReduceLROnPlateau
from optim_core.specs import MAX_OPTIMIZERS, SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import SURFACES, AbstractSurface, Formula, Himmelblau, Quadratic, Rosenbrock, Transformed
from tests.engine.node import ask_node, needs_node
from tests.strategies import RULED

pytestmark = needs_node

STEPS = 100
NUDGE = 1e-12
"""Size of a change of the start: by the factor by which torch's own path magnifies it, the tolerance of a chaotic path
grows."""
SINGLE = (NAdam, ASGD)
"""The optimizers that round to float32."""
ROUNDED_ONCE = ("add", "sub", "mul", "div", "fma", "lerp", "neg", "abs", "sign", "max", "min")
EXACT = {*ROUNDED_ONCE, "where", "and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le"}
"""Operations that round in only one way. `sqrt` is not among them: torch's, from MKL, errs in one of 70 last bits."""
RATES = {"SGD": 1e-4, "Adagrad": 0.1}
"""Learning rates with which the optimizers move far but rarely diverge; 0.01 for all others."""
ANGLES = ("surface.rotation", "angle")
CONTENDERS = tuple(cls(lr=RATES.get(cls.__name__, 0.01)) for cls in RULED)


def races(
    surface: AbstractSurface, optimizers: Sequence[AbstractOptimizer] = CONTENDERS, **rest: Any
) -> list[SurfaceRun]:
    """As many races as these optimizers need."""
    parts = (optimizers[first : first + MAX_OPTIMIZERS] for first in range(0, len(optimizers), MAX_OPTIMIZERS))
    return [SurfaceRun(surface=surface, optimizers=tuple(part), steps=STEPS, **rest) for part in parts]


def differences(runs: Sequence[SurfaceRun]) -> list[str]:
    """What JavaScript computes differently from torch."""
    answers = ask_node([{"ask": "race", "race": portable_race(run)} for run in runs])
    return [
        f"{type(run.surface).__name__}, {path.optimizer}: {found}"
        for run, played in zip(runs, answers, strict=True)
        for path, nudged, one in zip(descend(run), descend(beside(run)), played, strict=True)
        if (found := difference(run, path, nudged, one))
    ]


def beside(run: SurfaceRun) -> SurfaceRun:
    """The race from a start nearby."""
    return replace(run, start=tuple(value + NUDGE * max(1.0, abs(value)) for value in run.start))


def difference(run: SurfaceRun, path: Trajectory, nudged: Trajectory, played: dict[str, Any] | None) -> str:
    """How the played path differs from torch's; empty if it does not."""
    if played is None:
        return "no path"
    xy = np.array(played["xy"]).reshape(-1, 2)
    rows = min(len(xy), len(path.xy), len(nudged.xy))
    if rounds_alike(run.surface, path.optimizer) and not np.array_equal(xy, path.xy):
        return "other bits"
    scale = np.maximum(np.abs(path.xy[:rows]), 1)
    growth = np.maximum.accumulate(np.abs(nudged.xy[:rows] - path.xy[:rows]) / scale) / NUDGE
    tolerance = SINGLE_TOLERANCE if isinstance(path.optimizer, SINGLE) else TOLERANCE
    allowed = tolerance * np.maximum(growth, 1)
    if (off := np.abs(xy[:rows] - path.xy[:rows]) / scale / allowed).max() > 1:
        return f"{off.max():.1e} times what is allowed, first at {int((off > 1).any(1).argmax())}"
    end, torch_end = (played["status"], played["stoppedAt"]), (path.status.value, path.stopped_at)
    return (
        "" if end == torch_end or (nudged.status.value, nudged.stopped_at) != torch_end else f"{end}, not {torch_end}"
    )


@cache
def rounds_alike(surface: AbstractSurface, optimizer: AbstractOptimizer) -> bool:
    """Whether all operations of both round in only one way."""
    found, surfaces = optimizer_programs(optimizer), surface_programs(surface)
    assert found is not None
    assert surfaces is not None
    straight = not any(surface_parameters(surface)[name][0] for name in ANGLES if name in surface_parameters(surface))
    names = {name for program in (*found.step, *found.init) for name, _ in program.code}
    names |= {name for program in surfaces for name in operations(program, straight)}
    return names <= EXACT and optimizer.schedule is None


def operations(program: Program, straight: bool) -> set[str]:
    """The operations of a surface's program; without the sine and cosine of an angle of 0 if it is `straight`."""
    inputs = [name for name, count in program.inputs for _ in range(count)]
    fixed = len(inputs) + len(program.constants)
    settings = {at for at in range(fixed) if at >= len(inputs) or inputs[at] == "parameters"}
    found = set()
    for register, (name, arguments) in enumerate(program.code, fixed):
        if settings.issuperset(arguments):
            settings.add(register)
        if not (straight and register in settings and name in ("cos", "sin")):
            found.add(name)
    return found


@pytest.mark.slow
def test_every_optimizer_on_every_surface() -> None:
    assert differences([run for cls in SURFACES for run in races(cls())]) == []


def test_many_pairs_agree_bit_for_bit() -> None:
    """So that the list of operations above cannot become empty unnoticed."""
    assert sum(rounds_alike(cls(), optimizer) for cls in SURFACES for optimizer in CONTENDERS) > 100


def changed(optimizer: AbstractOptimizer, seed: int) -> AbstractOptimizer:
    """The optimizer with its real hyperparameters drawn near their defaults."""
    generator = np.random.default_rng(seed)
    names = [name for name, domain in hypers(type(optimizer)).items() if isinstance(domain, Real)]
    values = {name: getattr(optimizer, name) * generator.uniform(0.7, 1.0) or 1e-3 for name in names}
    return replace(optimizer, **values | {name: 1.5 for name in values if name == "d"})


def test_changed_hyperparameters_need_no_new_programs() -> None:
    others = [changed(optimizer, seed) for seed, optimizer in enumerate(CONTENDERS)]
    assert [optimizer_programs(one) for one in others] == [optimizer_programs(one) for one in CONTENDERS]
    assert differences([run for surface in (Rosenbrock(), Himmelblau()) for run in races(surface, others)]) == []


def with_one_flag_changed(optimizer: AbstractOptimizer) -> list[AbstractOptimizer]:
    """The optimizer with each of its flags changed, where its other hyperparameters allow that."""
    found = []
    for name, domain in hypers(type(optimizer)).items():
        if isinstance(domain, Flag):
            with suppress(SpecError):
                found.append(replace(optimizer, **{name: not getattr(optimizer, name)}))
    return found


@pytest.mark.slow
def test_flags_and_choices_have_programs_of_their_own() -> None:
    moments = product(("none", "sum", "average"), repeat=2)
    choices = [Composed(lr=0.01, first_moment=first, second_moment=second) for first, second in moments]
    moving = [
        RMSprop(momentum=0.5, momentum_decay=0.1),
        SGD(lr=1e-4, momentum=0.9),
        SGD(lr=1e-4, momentum=0.9, dampening=0.5),
    ]
    flagged = [one for optimizer in (*CONTENDERS, *choices, *moving) for one in with_one_flag_changed(optimizer)]
    assert len(flagged) > 40
    assert differences(races(Himmelblau(), [*choices, *moving, *flagged])) == []


def with_parameters(surface: AbstractSurface, seed: int) -> AbstractSurface:
    """The surface with its real parameters drawn near its own, moved and scaled."""
    generator = np.random.default_rng(seed)
    own = {name: value * generator.uniform(0.8, 1.0) for name, value in surface.parameters.items()}
    own |= {name: 20.0 for name in own if name == "rotation"}
    scale, angle, stretch = generator.uniform(0.5, 1.5), generator.uniform(-90, 90), generator.uniform(0.7, 1.4)
    return Transformed(inner=replace(surface, **own), scale=scale, angle=angle, stretch=stretch)


PLAIN = [*(cls() for cls in SURFACES), Formula(text="a*x^2 + b*y^2 + sin(c*x)*abs(x)^d + a^x", a=1.5, d=2.0)]


def test_changed_parameters_of_a_surface_need_no_new_programs() -> None:
    """The race on another surface is that of the program that was sent, with the other numbers and the moved start."""
    optimizers, requests, runs = (SGD(lr=1e-5), Adam(lr=0.01)), [], []
    for seed, surface in enumerate(PLAIN):
        other = with_parameters(surface, seed)
        assert surface_programs(other) == surface_programs(surface)
        race = portable_race(SurfaceRun(surface=surface, optimizers=optimizers, steps=STEPS))
        assert race is not None
        race["parameters"]["values"] = [value for value, _ in surface_parameters(other).values()]
        run = SurfaceRun(surface=other, optimizers=optimizers, start=other.outward(surface.start), steps=STEPS)
        requests.append({"ask": "race", "race": race | {"start": list(run.start)}})
        runs.append(run)
    answers = ask_node(requests)
    assert [
        f"{run.surface}: {found}"
        for run, played in zip(runs, answers, strict=True)
        for path, nudged, one in zip(descend(run), descend(beside(run)), played, strict=True)
        if (found := difference(run, path, nudged, one))
    ] == []


def test_every_real_parameter_of_a_surface_is_an_input() -> None:
    for cls in SURFACES[:-1]:
        real = [f"surface.{name}" for name, domain in hypers(cls).items() if isinstance(domain, Real)]
        assert list(surface_parameters(cls())) == [*real, "scale", "angle", "stretch"]
    letters = surface_parameters(Formula(text="b*x^2 + a*y^2"))
    assert list(letters) == ["surface.b", "surface.a", "scale", "angle", "stretch"], "not its frame"


def test_formulas_and_transformed_surfaces() -> None:
    surfaces = [
        Formula(text="where(x > 0, x^2, abs(x)^1.5) + log(1 + y^2) + relu(x - y) + tanh(x*y) + min(x, y, 1)"),
        Formula(text="a*x^2 + atan2(y, x + 9) + (x % 2)*0.01 + sqrt(1 + y^2) + 2^x + floor(x)", a=1.5),
        Transformed(inner=Rosenbrock(), scale=2.0, angle=30.0, stretch=3.0),
    ]
    assert differences([run for surface in surfaces for run in races(surface)]) == []


@pytest.mark.parametrize("kind", ["gaussian", "student", "shift"])
def test_noise_is_the_drawn_numbers(kind: str) -> None:
    assert differences(races(Himmelblau(), noise=0.1, noise_kind=kind, seed=3)) == []


def test_every_schedule_but_one_that_needs_losses() -> None:
    schedules = [cls() for cls in SCHEDULES if not cls.loss_dependent]
    scheduled = [
        replace(optimizer, schedule=schedule)
        for schedule in (*schedules, replace(schedules[0], warmup=10))
        for optimizer in (Adam(lr=0.05), SGD(lr=1e-3, momentum=0.9))
    ]
    assert differences(races(Himmelblau(), scheduled)) == []


@pytest.mark.slow
def test_clipped_gradients_whose_limit_is_an_input() -> None:
    clipped = [replace(one, clip=clip) for clip in (ClipGradNorm(), ClipGradValue()) for one in CONTENDERS]
    assert differences(races(Himmelblau(), clipped)) == []
    other = replace(clipped[0], clip=ClipGradNorm(max_norm=0.3))
    race = portable_race(races(Himmelblau(), clipped[:1])[0])
    assert race is not None
    assert race["optimizers"][0]["hyper"][-1] == "clip.max_norm"
    assert race["optimizers"][0]["domains"][-1] == [0.0, 1e9, True, False]
    race["contenders"][0]["hyper"][-1] = 0.3
    ((played,),) = ask_node([{"ask": "race", "race": race}])
    (path,) = descend(races(Himmelblau(), [other])[0])
    np.testing.assert_allclose(np.array(played["xy"]).reshape(-1, 2), path.xy, rtol=1e-9, atol=1e-9)


@pytest.mark.slow
def test_a_schedule_follows_a_changed_rate() -> None:
    for schedule in (cls() for cls in SCHEDULES if not cls.loss_dependent):
        run, other = (races(Himmelblau(), [Adam(lr=lr, schedule=schedule)])[0] for lr in (0.05, 0.02))
        race = portable_race(run)
        assert race is not None
        race["contenders"][0]["hyper"][0] = 0.02
        ((played,),) = ask_node([{"ask": "race", "race": race}])
        np.testing.assert_allclose(np.array(played["xy"]).reshape(-1, 2), descend(other)[0].xy, rtol=1e-9, atol=1e-9)


def test_what_has_no_program_has_no_preview() -> None:
    refused = (LBFGS(), Adam(schedule=ReduceLROnPlateau()))
    race = portable_race(SurfaceRun(surface=Rosenbrock(), optimizers=(*refused, SGD())))
    assert race is not None
    assert [contender is None for contender in race["contenders"]] == [True, True, False]


@pytest.mark.parametrize(
    ("surface", "optimizer", "start"),
    [
        (Rosenbrock(), SGD(lr=0.1), (-1.2, 1.0)),
        (Formula(text="x^2"), Adam(lr=0.1, eps=0.0), (1.0, 1.0)),
        (Formula(text="log(x) + y^2"), SGD(lr=0.3), (0.2, 1.0)),
        (Quadratic(), SGD(lr=0.5), (1.0, 1.0)),
        (Formula(text="0.7*x-1.1*y"), RMSprop(lr=1e-3, alpha=0.0, centered=True), (1.0, 1.0)),
        (Formula(text="1e155*x+y^2"), SGD(lr=1e-3), (1.0, 1.0)),
        (Formula(text="1e-170*(x+y)"), SGD(lr=1e-3), (1.0, 1.0)),
    ],
)
def test_a_run_ends_as_in_torch(
    surface: AbstractSurface, optimizer: AbstractOptimizer, start: tuple[float, float]
) -> None:
    run = SurfaceRun(surface=surface, optimizers=(optimizer,), start=start, steps=STEPS)
    (path,), ((played,),) = descend(run), ask_node([{"ask": "race", "race": portable_race(run)}])
    assert (played["status"], played["stoppedAt"], played["last"]) == (
        path.status.value,
        path.stopped_at,
        len(path.loss) - 1,
    )
