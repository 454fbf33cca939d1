"""What some optimizers take only; a problem that has none of it cannot be raced on by them."""

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor, nn


def matrices(model: nn.Module) -> list[Tensor]:
    """The parameters with rows and columns."""
    return [param for param in model.parameters() if param.ndim == 2]


def tables(model: nn.Module) -> list[Tensor]:
    """The vectors that are looked up: their gradients are sparse where they are told to be."""
    return [module.weight for module in model.modules() if isinstance(module, nn.Embedding)]


class Need(NamedTuple):
    """A kind of parameter; words are at `error.needs_<name>` and `contenders.needs_<name>`."""

    name: str
    of: Callable[[nn.Module], list[Tensor]]
    """Those of a model; the source is part of exported scripts."""


MATRICES = Need("matrices", matrices)
SPARSE = Need("sparse", tables)
