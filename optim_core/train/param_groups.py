"""The division of a model's parameters between a contender's optimizer and its fallback."""

from typing import NamedTuple

from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun


class ParamGroup(NamedTuple):
    """An optimizer and the names of the parameters that it updates."""

    optimizer: AbstractOptimizer
    names: tuple[str, ...]


def param_groups(run: ModelRun, optimizer: AbstractOptimizer) -> tuple[ParamGroup, ...]:
    """One group of all parameters; or one of the accepted parameters, and one of the others for the fallback."""
    skeleton = run.model.skeleton(run.dataset.inputs, run.dataset.outputs)
    params = dict(skeleton.named_parameters())
    if optimizer.param_requirement is None or optimizer.fallback_optimizer is None:
        return (ParamGroup(optimizer, tuple(params)),)
    needed = {id(param) for param in optimizer.param_requirement.params_of(skeleton)}
    own = tuple(name for name, param in params.items() if id(param) in needed)
    left = tuple(name for name in params if name not in own)
    return (ParamGroup(optimizer, own), *([ParamGroup(optimizer.fallback_optimizer, left)] if left else []))
