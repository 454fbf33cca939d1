"""Optimizer classes that whoever runs the server brings along, named in `OPTIM_OPTIMIZERS`; never by a visitor.

`OPTIM_OPTIMIZERS="my_package:MyOptimizer,other.module:Other"`: each is imported at start; its signature declares it.
"""

import inspect
import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, make_dataclass
from importlib import import_module
from typing import Annotated, Any

import torch

from optim_core.errors import SpecError
from optim_core.hyper import AbstractDomain, Flag, Real, Whole
from optim_core.optimizers.base import AbstractOptimizer, LearningRate

VARIABLE = "OPTIM_OPTIMIZERS"
COMPUTING = {"foreach", "capturable", "differentiable", "fused"}
"""How a class computes rather than what."""
HELD = {"alpha", "rho", "gamma", "momentum", "nesterov_momentum"}
"""Names, beside those of betas, of shares of the past that are kept."""
WIDEST, DECADES, USUAL = 1e9, 3, (1e-5, 1.0)
"""The largest number there is; how far sliders go about a default, and where that is 0."""


class BroughtError(ValueError):
    """A class that cannot be brought along; the server does not start."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{VARIABLE}: {name}: {why}")


@dataclass(frozen=True, kw_only=True)
class AbstractBrought(AbstractOptimizer):
    """A class from elsewhere, without a rule; what it refuses is refused here."""

    elementwise = False

    def check_together(self) -> None:
        try:
            self.build([torch.nn.Parameter(torch.zeros(2))])
        except Exception as error:  # whatever a class from elsewhere raises is its answer to these values
            raise SpecError(type(self).__name__, "refused", said=str(error)[:200]) from error


def brought(names: str, taken: Iterable[str]) -> Iterator[type[AbstractOptimizer]]:
    """The classes of a list of `module:Class`; one whose name is taken gets its package's before it."""
    known = set(taken)
    for name in filter(None, map(str.strip, names.split(","))):
        cls = _declared(name, _found(name), known)
        if cls.__name__ in known:
            raise BroughtError(name, "is named twice")
        known.add(cls.__name__)
        globals()[cls.__name__] = cls  # where workers look for it when they unpickle
        yield cls


def _found(name: str) -> type[torch.optim.Optimizer]:
    module, _, attribute = name.partition(":")
    try:
        cls = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise BroughtError(name, f"must be module:Class, and {error}") from error
    if not (isinstance(cls, type) and issubclass(cls, torch.optim.Optimizer)):
        raise BroughtError(name, "is no torch.optim.Optimizer")
    return cls


def _declared(name: str, cls: type[torch.optim.Optimizer], known: set[str]) -> type[AbstractOptimizer]:
    package, title = name.partition(".")[0].partition(":")[0], name.partition(":")[2]
    knobs: dict[str, tuple[Any, Any]] = {}
    packed: dict[str, tuple[str, ...]] = {}
    for parameter in [*inspect.signature(cls).parameters.values()][1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) or parameter.name in COMPUTING:
            continue
        if parameter.default is parameter.empty:
            raise BroughtError(name, f"{parameter.name} has no default")
        if isinstance(parameter.default, tuple):
            values = dict(zip(_singular(parameter), parameter.default, strict=True))
            if values and all(_is_number(value) for value in values.values()):
                packed[parameter.name] = tuple(values)
                knobs |= {part: (float, (_domain(part, float(value)), float(value))) for part, value in values.items()}
        elif knob := _knob(parameter):
            knobs[parameter.name] = knob
    if "lr" not in knobs:
        raise BroughtError(name, "has no lr with a number for its default")
    step = inspect.signature(cls.step).parameters.get("closure")
    made: type[AbstractOptimizer] = make_dataclass(
        f"{package}_{title}" if title in known else title,
        [(key, Annotated[kind, domain], default) for key, (kind, (domain, default)) in knobs.items()],
        bases=(AbstractBrought,),
        namespace={
            "torch_class": cls,
            "home": name,
            "packed": packed,
            "evaluates": step is not None and step.default is step.empty,
            "__doc__": cls.__doc__,
        },
        frozen=True,
        kw_only=True,
    )
    made.__module__ = __name__
    return made


def _singular(parameter: inspect.Parameter) -> list[str]:
    """betas -> beta1, beta2, ..."""
    return [f"{parameter.name.removesuffix('s')}{index}" for index in range(1, len(parameter.default) + 1)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _knob(parameter: inspect.Parameter) -> tuple[type, tuple[AbstractDomain, Any]] | None:
    """The type, domain and default of a flag or number; None of anything else, which stays at its default."""
    default = parameter.default
    if isinstance(default, bool):
        return bool, (Flag(), default)
    if not _is_number(default):
        return None
    real = isinstance(default, float) or parameter.annotation in (float, "float") or parameter.name == "lr"
    if not real:
        return int, (Whole("", min(default, 0), max(default, 1_000_000)), default)
    return float, (_domain(parameter.name, float(default)), float(default))


def _domain(name: str, default: float) -> Real:
    """A wide range for a number of this name and default."""
    if name == "lr":
        rate: Real = LearningRate.__metadata__[0]  # type: ignore[attr-defined]
        return rate
    if (name in HELD or name.startswith("beta")) and 0 <= default < 1:
        return Real("", 0.0, 1.0, scale="complement", high_open=True)
    if default < 0:
        return Real("", -WIDEST, WIDEST, span=(10 * default, -10 * default))
    middle = math.floor(math.log10(default)) if default else 0
    span = (10.0 ** (middle - DECADES), 10.0 ** (middle + DECADES)) if default else USUAL
    return Real("", 0.0, WIDEST, scale="log", span=span)


def of_environment(taken: Iterable[str]) -> tuple[type[AbstractOptimizer], ...]:
    """Those that the environment names."""
    return tuple(brought(os.environ.get(VARIABLE, ""), taken))
