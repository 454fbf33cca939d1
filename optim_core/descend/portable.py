"""A whole race as one value in JSON, with which a browser can run it: programs, settings and drawn noise."""

from typing import Any

from optim_core.base.result import CONVERGENCE, DIVERGENCE
from optim_core.descend.noise import gradient_noise
from optim_core.descend.programs import OptimizerPrograms, optimizer_programs, real_hypers, surface_programs
from optim_core.engine.program import Program
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SurfaceRun


def portable_race(run: SurfaceRun) -> dict[str, Any] | None:
    """The race for `frontend/engine/race.js`, as `RaceJson` in `frontend/types/engine.d.ts`.

    A contender that cannot be run there is None; so is the race if its surface has no program.
    """
    surface = surface_programs(run.surface)
    if surface is None:
        return None
    kinds: dict[OptimizerPrograms, dict[str, Any]] = {}
    contenders = [_contender(optimizer, run.steps, kinds) for optimizer in run.optimizers]
    noise = gradient_noise(run)
    return {
        "surface": _json(surface),
        "optimizers": list(kinds.values()),
        "contenders": contenders,
        "start": list(run.start),
        "steps": run.steps,
        "noise": None if noise.silent else {"draws": noise.draws.tolist(), "shifts": noise.shifts},
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
        "tracked": tracked,
    }


def _schedule_tables(optimizer: AbstractOptimizer, names: tuple[str, ...], steps: int) -> list[dict[str, Any]] | None:
    """For each scheduled hyperparameter its `values` at all updates, and what they gain `perUnit` of its own value.

    None if that is not proportional.
    """
    schedule, lr = optimizer.schedule, optimizer.lr
    if schedule is None:
        return []
    now, half, quarter = (
        [schedule.rate(step, lr * share, ()) for step in range(1, steps + 1)] for share in (1, 0.5, 0.25)
    )
    per_unit = [2 * (b - a) / lr for a, b in zip(half, now, strict=True)] if lr else [0.0] * steps
    if any(abs(b - slope * lr / 4 - a) > 1e-12 * b for a, b, slope in zip(quarter, half, per_unit, strict=True)):
        return None
    tables = [{"index": names.index("lr"), "sent": lr, "values": now, "perUnit": per_unit}]
    name = optimizer.momentum_name
    if name in optimizer.scheduled_values(1):
        values = [schedule.momentum_at(step) for step in range(1, steps + 1)]
        tables.append(
            {"index": names.index(name), "sent": optimizer.values()[name], "values": values, "perUnit": [0.0] * steps}
        )
    return tables


def _json(programs: tuple[Program, ...]) -> list[dict[str, Any]]:
    return [program.to_json() for program in programs]
