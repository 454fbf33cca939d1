"""A race as JSON for the browser: its programs, settings and drawn noise."""

from typing import Any

import numpy as np

from optim_core.base.domains import Real, Whole
from optim_core.base.hyper import hypers
from optim_core.base.result import CONVERGENCE, DIVERGENCE
from optim_core.descend.noise import GradientNoise, gradient_noise
from optim_core.descend.programs import (
    OptimizerPrograms,
    optimizer_programs,
    real_domains,
    real_hypers,
    surface_parameters,
    surface_programs,
)
from optim_core.engine.program import Program
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import COORDINATE, SurfaceRun

TOLERANCE = 1e-9
"""How far points of the browser's paths may lie from torch's, relative to their size, or to 1 if they are smaller."""
SINGLE_TOLERANCE = 1e-5
"""The same for optimizers that round to float32, because another last bit before that may lead to another rounding."""


def portable_race(run: SurfaceRun) -> dict[str, Any] | None:
    """The race for `frontend/engine/race.js`: `RaceJson` in `frontend/types/engine.d.ts`, with NumPy arrays of float64.

    A contender that cannot be run there is None; so is the race if its surface has no program.
    """
    surface = surface_programs(run.surface)
    if surface is None:
        return None
    parameters = surface_parameters(run.surface)
    kinds: dict[OptimizerPrograms, dict[str, Any]] = {}
    contenders = [_contender(optimizer, run.steps, kinds) for optimizer in run.optimizers]
    noise, steps, level = gradient_noise(run), hypers(SurfaceRun)["steps"], hypers(SurfaceRun)["noise"]
    assert isinstance(steps, Whole)  # as declared
    assert isinstance(level, Real)
    return {
        "surface": _json(surface),
        "parameters": {
            "entries": list(parameters),
            "values": [value for value, _ in parameters.values()],
            "domains": [_ends(domain) for _, domain in parameters.values()],
        },
        "optimizers": list(kinds.values()),
        "contenders": contenders,
        "start": list(run.start),
        "steps": run.steps,
        "stepRange": [steps.low, steps.high],
        "startRange": [COORDINATE.low, COORDINATE.high],
        "noise": None if noise.silent else _noise(run, noise, level),
        "divergence": DIVERGENCE,
        "convergence": CONVERGENCE,
    }


def _contender(
    optimizer: AbstractOptimizer, steps: int, kinds: dict[OptimizerPrograms, dict[str, Any]]
) -> dict[str, Any] | None:
    programs = optimizer_programs(optimizer)
    if programs is None or optimizer.loss_dependent:
        return None
    scheduled = _schedule_tables(optimizer, programs.hyper, steps)
    if scheduled is None:
        return None
    kinds.setdefault(programs, _optimizer(optimizer, programs))
    return {
        "optimizer": list(kinds).index(programs),
        "hyper": list(real_hypers(optimizer).values()),
        "scheduled": scheduled,
        "divergenceFactor": optimizer.divergence_factor,
    }


def _optimizer(optimizer: AbstractOptimizer, programs: OptimizerPrograms) -> dict[str, Any]:
    tracked = [index for index, name in enumerate(programs.state) if not optimizer.buffers or name in optimizer.buffers]
    return {
        "init": _json(programs.init),
        "step": _json(programs.step),
        "state": programs.state,
        "hyper": programs.hyper,
        "domains": [_ends(domain) for domain in real_domains(optimizer)],
        "tracked": tracked,
    }


def _noise(run: SurfaceRun, noise: GradientNoise, level: Real) -> dict[str, Any]:
    """The draws of the race, which grow in proportion to its `level` of noise."""
    return {
        "draws": noise.draws.numpy().ravel(),
        "shifts": noise.shifts,
        "level": run.noise,
        "domain": _ends(level),
    }


def _ends(domain: Real) -> list[float | bool]:
    return [domain.low, domain.high, domain.low_open, domain.high_open]


def _schedule_tables(optimizer: AbstractOptimizer, names: tuple[str, ...], steps: int) -> list[dict[str, Any]] | None:
    """For each scheduled hyperparameter its `values` at all updates, and what they gain `perUnit` of its own value.

    None if that is not proportional.
    """
    schedule, lr = optimizer.schedule, optimizer.lr
    if schedule is None:
        return []
    steps_done = range(1, steps + 1)
    now, half, quarter = (
        np.array([schedule.rate(step, lr * share, ()) for step in steps_done]) for share in (1, 0.5, 0.25)
    )
    per_unit = 2 * (now - half) / lr if lr else np.zeros(steps)
    if not np.allclose(half - per_unit * lr / 4, quarter, rtol=1e-12, atol=0.0):
        return None
    tables = [{"index": names.index("lr"), "sent": lr, "values": now, "perUnit": per_unit}]
    name = optimizer.momentum_name
    if name in optimizer.scheduled_values(1):
        values = np.array([schedule.momentum_at(step) for step in steps_done])
        sent = optimizer.values()[name]
        tables.append({"index": names.index(name), "sent": sent, "values": values, "perUnit": np.zeros(steps)})
    return tables


def _json(programs: tuple[Program, ...]) -> list[dict[str, Any]]:
    return [program.to_json() for program in programs]
