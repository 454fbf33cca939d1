"""Plugins: optimizer classes of other packages, which the operator of the server names in `OPTIM_OPTIMIZERS`.

`OPTIM_OPTIMIZERS="my_package:MyOptimizer,other.module:Other"`: each class is imported at start, and its signature
declares its hyperparameters. A visitor cannot name classes.
"""

import inspect
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, make_dataclass
from typing import Annotated

import torch

from optim_core.base.errors import SpecError, abridged
from optim_core.base.failures import CAUGHT, NEW_TENSORS
from optim_core.base.hyper import defaults
from optim_core.base.plugins import PluginError as PluginError
from optim_core.base.plugins import error_text, imported, names_in, plugin_error, title_of
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.signature import read_signature

VARIABLE = "OPTIM_OPTIMIZERS"
INITIAL_LR = "initial_lr"
"""Key of a parameter group for its initial learning rate, as in torch's own schedulers."""
TEST_SHAPES = ([(2,)], torch.float64), ([(3, 2), (2,)], torch.float32)
"""Shapes and dtype of the parameters that a class has to step: of a surface, and of a small model."""


@dataclass(frozen=True, kw_only=True)
class AbstractPlugin(AbstractOptimizer):
    """A plugin, without a rule; values that its class rejects are a SpecError "refused"."""

    elementwise = False

    def check_together(self) -> None:
        try:
            self.build([torch.nn.Parameter(torch.zeros(2))])
        except CAUGHT as error:
            got, message = abridged(_written(self.values())), error_text(error)
            raise SpecError(type(self).__name__, "refused", got=got, message=message) from error

    def apply_schedule(self, optimizer: torch.optim.Optimizer, step: int, loss: float = math.nan) -> dict[str, float]:
        """Multiply the initial lr of each group, which may differ from `lr`, by the scheduled rate over `lr`.

        An lr of 0 stays as it is.
        """
        if not self.is_scheduled:
            return {}
        initial_rates = [group.setdefault(INITIAL_LR, group["lr"]) for group in optimizer.param_groups]
        scheduled = super().apply_schedule(optimizer, step, loss)
        for group, rate in zip(optimizer.param_groups, initial_rates, strict=True):
            group["lr"] = rate * (scheduled["lr"] / self.lr) if self.lr else rate
        return scheduled


def plugins_from(names: str, used_names: Iterable[str]) -> Iterator[type[AbstractOptimizer]]:
    """Declare the classes of a comma-separated list of `module:Class`.

    A class whose name is in `used_names` gets the name `package_Class`. PluginError if a class cannot be used.
    """
    known = set(used_names)
    for name in names_in(names):
        cls = _declare(name, imported(VARIABLE, name, torch.optim.Optimizer, "no_optimizer"), known)
        if cls.__name__ in known:
            raise plugin_error(VARIABLE, name, "twice")
        _check_steps(name, cls)
        known.add(cls.__name__)
        globals()[cls.__name__] = cls  # workers look it up here when they unpickle it
        yield cls


def _declare(name: str, cls: type[torch.optim.Optimizer], known: set[str]) -> type[AbstractOptimizer]:
    try:
        knobs, packed = read_signature(cls, dir(AbstractPlugin))
        step = inspect.signature(cls.step).parameters.get("closure")
    except (ValueError, TypeError) as error:  # also of a class or a step without a signature
        raise plugin_error(VARIABLE, name, "signature", error) from error
    made: type[AbstractOptimizer] = make_dataclass(
        title_of(name, known),
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


def _check_steps(name: str, cls: type[AbstractOptimizer]) -> None:
    """Raise PluginError if it cannot step with its defaults, so that the server fails at start and not on a page."""
    try:
        for shapes, dtype in TEST_SHAPES:
            _step_twice(cls(**defaults(cls)), [torch.nn.Parameter(torch.ones(shape, dtype=dtype)) for shape in shapes])
    except CAUGHT as error:
        raise plugin_error(VARIABLE, name, "cannot_run", error_text(error)) from error


def _written(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())


def _step_twice(spec: AbstractOptimizer, params: Sequence[torch.nn.Parameter]) -> None:
    """Make two steps on a bowl, as races and trainings do; ValueError if they could not record them."""

    def closure() -> float:
        for param in params:
            param.grad = param.detach().clone()
        return sum(float(param.detach().square().sum()) for param in params) / 2

    optimizer, addresses = spec.build(params), [param.data_ptr() for param in params]
    for _ in range(2):
        closure()
        if spec.uses_closure:
            optimizer.step(closure)
        else:
            optimizer.step()
    if addresses != [param.data_ptr() for param in params]:
        raise ValueError(NEW_TENSORS)
    if not all("lr" in group for group in optimizer.param_groups):
        raise ValueError("it has no lr in its parameter groups")
    for state in [state for param in params for state in optimizer.state[param].values()]:
        if isinstance(state, torch.Tensor):
            state.numpy()  # raises if NumPy has no such type; results and checkpoints need it


def plugins_from_environment(used_names: Iterable[str]) -> tuple[type[AbstractOptimizer], ...]:
    """The plugins that the environment variable names; PluginError if one cannot be used."""
    return tuple(plugins_from(os.environ.get(VARIABLE, ""), used_names))
