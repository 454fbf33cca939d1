"""Optimizer classes that whoever runs the server brings along, named in `OPTIM_OPTIMIZERS`; never by a visitor.

`OPTIM_OPTIMIZERS="my_package:MyOptimizer,other.module:Other"`: each is imported at start; its signature declares it.
"""

import inspect
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, make_dataclass
from importlib import import_module
from typing import Annotated

import torch

from optim_core.base.environment import SettingError
from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.signature import read_signature

VARIABLE = "OPTIM_OPTIMIZERS"
BEGAN = "initial_lr"
"""The entry of a parameter group that keeps the rate it began with, as torch's own schedulers call it."""
TRIED = ([(2,)], torch.float64), ([(3, 2), (2,)], torch.float32)
"""The parameters that a class must be able to step: those of surfaces, and those of a small model."""
LONGEST_ANSWER = 500
"""Characters of what a class from elsewhere says."""


class PluginError(SettingError):
    """A class that cannot be brought along; the program does not start."""


def _refusal(name: str, why: str, message: object = "") -> PluginError:
    short = " ".join(str(message).split())[:LONGEST_ANSWER]
    return PluginError(VARIABLE, f"plugin_{why}", name=name[:LONGEST_ANSWER], message=short)


@dataclass(frozen=True, kw_only=True)
class AbstractPlugin(AbstractOptimizer):
    """A class from elsewhere, without a rule; what it refuses is refused here."""

    elementwise = False

    def check_together(self) -> None:
        try:
            self.build([torch.nn.Parameter(torch.zeros(2))])
        except Exception as error:  # whatever a class from elsewhere raises is its answer to these values
            raise SpecError(type(self).__name__, "refused", message=str(error)[:200]) from error

    def apply_schedule(self, optimizer: torch.optim.Optimizer, step: int, loss: float = math.nan) -> dict[str, float]:
        """Each group moves by the same share from the rate that the class gave it, which need not be `lr`."""
        if not self.is_scheduled:
            return {}
        began = [group.setdefault(BEGAN, group["lr"]) for group in optimizer.param_groups]
        moved = super().apply_schedule(optimizer, step, loss)
        for group, rate in zip(optimizer.param_groups, began, strict=True):
            group["lr"] = rate * (moved["lr"] / self.lr)
        return moved


def plugins_from(names: str, taken: Iterable[str]) -> Iterator[type[AbstractOptimizer]]:
    """The classes of a list of `module:Class`; one whose name is taken gets its package's before it."""
    known = set(taken)
    for name in filter(None, map(str.strip, names.split(","))):
        cls = _declared(name, _found(name), known)
        if cls.__name__ in known:
            raise _refusal(name, "twice")
        _try(name, cls)
        known.add(cls.__name__)
        globals()[cls.__name__] = cls  # where workers look for it when they unpickle
        yield cls


def _found(name: str) -> type[torch.optim.Optimizer]:
    module, colon, attribute = name.partition(":")
    if not (colon and all(part.isidentifier() for part in module.split(".")) and attribute.isidentifier()):
        raise _refusal(name, "form")
    try:
        cls = getattr(import_module(module), attribute)
    except (Exception, SystemExit) as error:  # whatever a module from elsewhere raises as it is imported
        raise _refusal(name, "missing", _answer(error)) from error
    if not (isinstance(cls, type) and issubclass(cls, torch.optim.Optimizer)):
        raise _refusal(name, "no_optimizer")
    return cls


def _declared(name: str, cls: type[torch.optim.Optimizer], known: set[str]) -> type[AbstractOptimizer]:
    package, title = name.partition(".")[0].partition(":")[0], name.partition(":")[2]
    try:
        knobs, packed = read_signature(cls, dir(AbstractPlugin))
    except ValueError as error:
        raise _refusal(name, "signature", error) from error
    step = inspect.signature(cls.step).parameters.get("closure")
    made: type[AbstractOptimizer] = make_dataclass(
        f"{package}_{title}" if title in known else title,
        [(key, Annotated[kind, domain], default) for key, (kind, domain, default) in knobs.items()],
        bases=(AbstractPlugin,),
        namespace={
            "torch_class": cls,
            "import_path": name,
            "packed": packed,
            "uses_closure": step is not None and step.default is step.empty,
            "__doc__": cls.__doc__,
        },
        frozen=True,
        kw_only=True,
    )
    made.__module__ = __name__
    return made


def _try(name: str, cls: type[AbstractOptimizer]) -> None:
    """BroughtError if it cannot be run as it is by default: better the server says so than a page."""
    try:
        for shapes, dtype in TRIED:
            _step_twice(cls(**defaults(cls)), [torch.nn.Parameter(torch.ones(shape, dtype=dtype)) for shape in shapes])
    except Exception as error:  # whatever a class from elsewhere raises
        raise _refusal(name, "cannot_run", _answer(error)) from error


def _answer(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _step_twice(spec: AbstractOptimizer, params: Sequence[torch.nn.Parameter]) -> None:
    """Two steps down a bowl as races and trainings make them; what they could not follow is a ValueError."""

    def closure() -> float:
        for param in params:
            param.grad = param.detach().clone()
        return sum(float(param.detach().square().sum()) for param in params) / 2

    optimizer, places = spec.build(params), [param.data_ptr() for param in params]
    for _ in range(2):
        closure()
        if spec.uses_closure:
            optimizer.step(closure)
        else:
            optimizer.step()
    if places != [param.data_ptr() for param in params]:
        raise ValueError("it puts new tensors in the place of its parameters' data")
    if not all("lr" in group for group in optimizer.param_groups):
        raise ValueError("it has no lr in its parameter groups")
    for kept in [kept for param in params for kept in optimizer.state[param].values()]:
        if isinstance(kept, torch.Tensor):
            kept.numpy()  # as results and checkpoints hold it


def plugins_from_environment(taken: Iterable[str]) -> tuple[type[AbstractOptimizer], ...]:
    """Those that the environment names."""
    return tuple(plugins_from(os.environ.get(VARIABLE, ""), taken))
