"""The trials of a study, one run with a key each, and the chunks that compute many of them at once."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice, pairwise, product
from urllib.parse import parse_qsl, urlencode

from optim_core.base.hyper import defaults, hypers
from optim_core.optimizers import AbstractOptimizer
from optim_core.permalink import (
    Complete,
    as_it_is,
    read_model_run,
    read_surface_run,
    write_model_run,
    write_surface_run,
)
from optim_core.specs import COORDINATE, MAX_OPTIMIZERS, ModelRun, SurfaceRun, Sweep, noise_of
from optim_core.specs.sweep import STARTS, Axis
from optim_core.sweep.study.spec import Point, Run, Study, StudyContender
from optim_core.sweep.study.toml_writer import grid_lines

LANES = 1_024
"""The most runs on a surface that are computed together."""

Chunk = Sweep | ModelRun
"""Runs that are computed at once."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One run of a study: setting number `setting` of contender number `contender` on instance number `instance`."""

    contender: int
    setting: int
    instance: int
    run: Run


def runs_of(chunk: Chunk) -> tuple[Run, ...]:
    """The single runs of a chunk, in the order of its results."""
    if isinstance(chunk, ModelRun):
        return tuple(replace(chunk, optimizers=(one,), seed=seed, seeds=1) for one, seed in chunk.networks)
    return tuple(chunk.run_at(*index) for index in product(*map(range, chunk.shape)))


def halves(chunk: Chunk) -> tuple[Chunk, ...]:
    """Split a chunk into two chunks with the same runs in the same order; empty for a single run."""
    if isinstance(chunk, ModelRun):
        if cut := len(chunk.optimizers) // 2:
            groups = chunk.optimizers[:cut], chunk.optimizers[cut:]
            return tuple(replace(chunk, optimizers=group) for group in groups)
        if cut := chunk.seeds // 2:
            return replace(chunk, seeds=cut), replace(chunk, seed=chunk.seed + cut, seeds=chunk.seeds - cut)
        return ()
    for number, (name, values) in enumerate(chunk.axes):
        if cut := len(values) // 2:
            before, after = chunk.axes[:number], chunk.axes[number + 1 :]
            parts = values[:cut], values[cut:]
            return tuple(replace(chunk, axes=(*before, Axis(name, part), *after)) for part in parts)
    return ()


def described(run: Run) -> str:
    """A run of one contender as text: `Adam(lr=0.1, beta1=0.5), start=(-1.2, 1), seed=0`."""
    (optimizer,) = run.optimizers
    domains, default = hypers(type(optimizer)), defaults(type(optimizer))
    shown = {name: value for name, value in optimizer.values().items() if name == "lr" or value != default[name]}
    settings = ", ".join(f"{name}={domains[name].format(value)}" for name, value in shown.items())
    if clip := optimizer.clip:
        settings += f", clip={type(clip).__name__}({clip.limit_name}={clip.limit!r})"
    start = f", start=({', '.join(map(COORDINATE.format, run.start))})" if isinstance(run, SurfaceRun) else ""
    return f"{type(optimizer).__name__}({settings}){start}, seed={run.seed}"


def canonical(run: Run) -> str:
    """The query of the link to a run: equal runs have equal texts."""
    return urlencode(write_surface_run(run) if isinstance(run, SurfaceRun) else write_model_run(run))


def run_of(text: str, complete: Complete = as_it_is) -> Run:
    """The run of a canonical text, with the data that `complete` gives. SpecError if the text cannot be read."""
    query = dict(parse_qsl(text))
    return read_surface_run(query) if "surface" in query else read_model_run(query, complete)


def key(text: str) -> str:
    """The key of a trial: the SHA-256 hash of its canonical text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def trials(study: Study) -> Iterator[Trial]:
    """Every trial, contender by contender and setting by setting."""
    for number, contender in enumerate(study.contenders):
        for setting, optimizer in enumerate(contender.settings()):
            for instance, fields in enumerate(study.instances):
                run = replace(study.base, optimizers=(optimizer,), **fields)
                yield Trial(contender=number, setting=setting, instance=instance, run=run)


def chunks(study: Study) -> Iterator[Chunk]:
    """Chunks that contain every trial at least once.

    The split depends on the study alone, since another split could change the last bits of results.
    """
    for contender in study.contenders:
        if isinstance(study.base, ModelRun):
            yield from _trainings(study.base, contender, study.seeds)
        else:
            for seed in study.seeds:
                yield from _sweeps(replace(study.base, seed=seed), contender, study)


def _trainings(base: ModelRun, contender: StudyContender, seeds: Sequence[int]) -> Iterator[ModelRun]:
    """Chunks of several settings and seeds, which train in little more than the time of one."""
    settings = contender.settings()
    while group := tuple(islice(settings, MAX_OPTIMIZERS)):
        for first, count in _consecutive(seeds):
            yield replace(base, optimizers=group, seed=first, seeds=count)


def _consecutive(seeds: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Split seeds into runs of consecutive numbers, at most as many as a `ModelRun` allows: (first, count) each."""
    most: int = hypers(ModelRun)["seeds"].high  # type: ignore[attr-defined]
    first = seeds[0]
    for last, seed in pairwise((*seeds, -1)):
        if seed != last + 1 or seed - first == most:
            yield first, last - first + 1
            first = seed


def _sweeps(base: SurfaceRun, contender: StudyContender, study: Study) -> Iterator[Sweep]:
    """Chunks along the contender's last two axes, or along both start coordinates where these have more values."""
    outer, inner = contender.axes[:-2], contender.axes[-2:]
    grid = grid_lines(study.starts)
    if not inner or (grid and len(study.starts) > math.prod(contender.shape[-2:])):
        grids = [grid] if grid else [((x,), (y,)) for x, y in study.starts]
        for optimizer, lines in product(contender.settings(), grids):
            axes = [Axis(name, values) for name, values in zip(STARTS, lines, strict=True)]
            yield from _sweep_chunks(base, optimizer, axes, base.start)
        return
    fixed = StudyContender(optimizer=contender.optimizer, axes=outer)
    for start, optimizer in product(study.starts, fixed.settings()):
        yield from _sweep_chunks(base, optimizer, inner, start)


def _sweep_chunks(
    base: SurfaceRun, optimizer: AbstractOptimizer, axes: Sequence[Axis], start: Point
) -> Iterator[Sweep]:
    """Split the product of the axes into sweeps of at most `LANES` runs."""
    width = min(len(axes[-1].values), LANES)
    cuts = [*(_cut(axis, LANES // width) for axis in axes[:-1]), _cut(axes[-1], width)]
    for chosen in product(*cuts):
        yield Sweep(
            surface=base.surface,
            optimizer=optimizer,
            axes=chosen,
            start=start,
            steps=base.steps,
            **noise_of(base),
        )


def _cut(axis: Axis, length: int) -> list[Axis]:
    return [Axis(axis.name, axis.values[at : at + length]) for at in range(0, len(axis.values), length)]
