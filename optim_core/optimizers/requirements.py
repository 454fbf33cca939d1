"""What some optimizers take only; a problem that has none of it cannot be raced on by them.

The functions are part of exported scripts.
"""

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor, nn

Parts = Callable[[nn.Module], list[Tensor]]


def matrices(model: nn.Module) -> list[Tensor]:
    """The parameters with rows and columns."""
    return [param for param in model.parameters() if param.ndim == 2]


def tables(model: nn.Module) -> list[Tensor]:
    """The tables of vectors that are looked up; from now on their gradients are sparse, of the rows looked up alone."""
    found = [module for module in model.modules() if isinstance(module, nn.Embedding)]
    for module in found:
        module.sparse = True
    return [module.weight for module in found]


def others(model: nn.Module, parts: Parts) -> list[Tensor]:
    """The parameters that are not among those parts."""
    own = {id(param) for param in parts(model)}
    return [param for param in model.parameters() if id(param) not in own]


class ParamRequirement(NamedTuple):
    """A kind of parameter; words are at `error.needs_<name>` and `contenders.needs_<name>`."""

    name: str
    of: Parts
    """Those of a model."""
    sparse: bool = False
    """Whether their gradients are to be sparse tensors."""


MATRICES = ParamRequirement("matrices", matrices)
SPARSE = ParamRequirement("sparse", tables, sparse=True)
