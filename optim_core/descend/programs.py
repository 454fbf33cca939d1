"""Step programs: the surface and the optimizers of a race as programs that a browser can perform."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.base.hyper import defaults, hypers
from optim_core.engine.elementwise import UnsupportedOperation
from optim_core.engine.program import Program
from optim_core.engine.trace import trace
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.clipping import AbstractClip
from optim_core.surfaces import AbstractSurface, Transformed
from optim_core.surfaces.transformed import transformed

CACHED = 128
"""Surfaces, and kinds of optimizers, whose programs are cached."""


class OptimizerPrograms(NamedTuple):
    """The programs of an optimizer, for any values of its real hyperparameters.

    All numbers of one kind form one input or output: `xy` and `grad` (2), `state` (2 per name), `step` (1, from 1),
    `hyper` (1 per name).
    """

    hyper: tuple[str, ...]
    """The names of the hyperparameters that are inputs; last the limit of the gradient, if it is clipped."""
    state: tuple[str, ...]
    """The names of the state tensors."""
    init: tuple[Program, ...]
    """xy, hyper -> state before the first step."""
    step: tuple[Program, ...]
    """xy, grad, state, step, hyper -> xy and state after the step."""


def surface_programs(surface: AbstractSurface) -> tuple[Program, ...] | None:
    """Programs xy (2), parameters -> loss (1), grad (2); None if the surface does something that has no program.

    They are the same for all values of `surface_parameters`.
    """
    plain = surface.plain
    others = tuple((name, value) for name, value in plain.values().items() if name not in plain.parameters)
    return _programs_of_surface(type(plain), others, tuple(plain.parameters))


def surface_parameters(surface: AbstractSurface) -> dict[str, tuple[float, Real]]:
    """The real parameters with their domains, by their entries in links; last those of the transformation."""
    plain = surface.plain
    move = defaults(Transformed) if surface is plain else surface.values()
    own = {f"surface.{name}": (value, hypers(type(plain))[name]) for name, value in plain.parameters.items()}
    moves = {name: (float(move[name]), domain) for name, domain in hypers(Transformed).items()}
    return {name: (value, domain) for name, (value, domain) in (own | moves).items() if isinstance(domain, Real)}


@lru_cache(CACHED)
def _programs_of_surface(
    cls: type[AbstractSurface], others: tuple[tuple[str, object], ...], names: tuple[str, ...]
) -> tuple[Program, ...] | None:
    moves = tuple(hypers(Transformed))

    def loss_and_gradient(given: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """xy (1, 2), parameters (n,) -> loss (1,), grad (1, 2)."""
        values = dict(zip((*names, *moves), given["parameters"].unbind(), strict=True))
        own = dict(others) | {name: values[name] for name in names}
        leaf = given["xy"].detach().requires_grad_()
        loss = transformed(leaf, lambda xy: cls.f(xy, **own), **{name: values[name] for name in moves})
        (grad,) = torch.autograd.grad(loss.sum(), leaf)
        return {"loss": loss, "grad": grad}

    example = {"xy": _example((0.3, 0.7)), "parameters": torch.full((len(names) + len(moves),), 0.9).double()}
    try:
        return trace(loss_and_gradient, example)
    except UnsupportedOperation:
        return None


def real_hypers(optimizer: AbstractOptimizer) -> dict[str, float]:
    """The values of the hyperparameters that are real numbers, by name; these are inputs of the programs."""
    values = optimizer.values()
    found = {name: float(values[name]) for name, domain in hypers(type(optimizer)).items() if isinstance(domain, Real)}
    return found | ({} if optimizer.clip is None else _limit_of(optimizer.clip))


def _limit_of(clip: AbstractClip) -> dict[str, float]:
    """The limit by its name in links after the contender: `clip.max_norm`."""
    return {f"clip.{clip.limit_name}": clip.limit}


def real_domains(optimizer: AbstractOptimizer) -> list[Real]:
    """The domains of `real_hypers`, in the same order."""
    declared = [*hypers(type(optimizer)).values(), *(hypers(type(optimizer.clip)).values() if optimizer.clip else ())]
    return [domain for domain in declared if isinstance(domain, Real)]


def optimizer_programs(optimizer: AbstractOptimizer) -> OptimizerPrograms | None:
    """The programs of an optimizer; None if it has no update rule for a vector, or one that has no program."""
    if optimizer.rule is None or optimizer.param_requirement is not None:
        return None
    real = real_hypers(optimizer)
    others = {name: value for name, value in optimizer.values().items() if name not in real}
    clip = None if optimizer.clip is None else type(optimizer.clip)
    return _programs_of_kind(type(optimizer), tuple(others.items()), clip)


@lru_cache(CACHED)
def _programs_of_kind(
    cls: type[AbstractOptimizer], others: tuple[tuple[str, object], ...], clip: type[AbstractClip] | None
) -> OptimizerPrograms | None:
    rule = cls.rule
    real = {name: value for name, value in defaults(cls).items() if isinstance(hypers(cls)[name], Real)}
    assert rule is not None  # `optimizer_programs` has checked
    limit = {} if clip is None else _limit_of(clip())
    real |= limit

    def hyper(values: Tensor) -> dict[str, object]:
        """All hyperparameters by name; `values` (n,) are those of `real`, each as a tensor (1, 1)."""
        return dict(others) | {name: value.view(1, 1) for name, value in zip(real, values, strict=True)}

    def init(given: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """xy (1, 2) and hyper (n,) -> state (names, 1, 2)."""
        return {"state": _joined(rule.init(given["xy"], hyper(given["hyper"])), given["xy"])}

    def step(given: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """xy and grad (1, 2), state (names, 2), step (1,), hyper (n,) -> xy (1, 2) and state (names, 1, 2)."""
        xy, h = given["xy"], hyper(given["hyper"])
        state = {name: row[None] for name, row in zip(names, given["state"], strict=True)}
        grad = given["grad"] if clip is None else clip.clipped(given["grad"], *(h[name] for name in limit))
        found = rule.update(grad, state, xy, given["step"].view(()), h)
        moved = rule.move(xy, found, given["step"].view(()), h)
        return {"xy": moved, "state": _joined({name: found[name] for name in names}, xy)}

    xy, values = _example((0.3, 0.7)), torch.tensor(list(real.values()), dtype=torch.float64)
    first = rule.init(xy, hyper(values))
    names = tuple(first)
    given = {"xy": xy, "grad": _example((0.1, -0.7)), "hyper": values, "state": _joined(first, xy)[:, 0]}
    given["step"] = torch.ones(1, dtype=torch.float64)
    try:
        return OptimizerPrograms(tuple(real), names, trace(init, {"xy": xy, "hyper": values}), trace(step, given))
    except UnsupportedOperation:
        return None


def _joined(state: Mapping[str, Tensor], xy: Tensor) -> Tensor:
    """All state tensors, (names, 1, 2)."""
    return torch.stack([value.expand_as(xy) for value in state.values()]) if state else xy.new_zeros(0, 1, 2)


def _example(point: tuple[float, float]) -> Tensor:
    return torch.tensor([point], dtype=torch.float64)
