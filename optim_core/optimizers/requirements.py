"""Kinds of parameters that some optimizers require; the functions are part of exported scripts."""

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor, nn

ParamSelector = Callable[[nn.Module], list[Tensor]]


def matrices(model: nn.Module) -> list[Tensor]:
    """The parameters of the model with two dimensions, (rows, columns) each."""
    return [param for param in model.parameters() if param.ndim == 2]


def tables(model: nn.Module) -> list[Tensor]:
    """The weights of the embedding layers, (rows, columns) each; makes their gradients sparse: used rows only."""
    found = [module for module in model.modules() if isinstance(module, nn.Embedding)]
    for module in found:
        module.sparse = True
    return [module.weight for module in found]


def others(model: nn.Module, select: ParamSelector) -> list[Tensor]:
    """The parameters of the model, of any shape, that `select` does not return."""
    own = {id(param) for param in select(model)}
    return [param for param in model.parameters() if id(param) not in own]


class ParamRequirement(NamedTuple):
    """A kind of parameter; its texts are `error.needs_<name>`, `contenders.needs_<name>`, `catalogue.needs_<name>`."""

    name: str
    params_of: ParamSelector
    """Returns the parameters of this kind of a model."""
    sparse: bool = False
    """Whether their gradients have to be sparse tensors."""


MATRICES = ParamRequirement("matrices", matrices)
SPARSE = ParamRequirement("sparse", tables, sparse=True)
