"""One recorded call of a torch operator, and the identity of the numbers that it reads and writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from optim_core.base.lazy import cached_property

Key = tuple[int, int, torch.Size, tuple[int, ...]]
"""Address, offset, shape and strides of a tensor."""


@dataclass(frozen=True, eq=False)
class TorchOperation:
    """One call of a torch operator with its result."""

    function: Any
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    result: Any

    @cached_property
    def is_view(self) -> bool:
        returns = self.function._schema.returns
        return any(one.alias_info is not None and not one.alias_info.is_write for one in returns)

    @cached_property
    def makes_result(self) -> bool:
        """Whether it computes one new tensor."""
        return isinstance(self.result, Tensor) and not self.is_view and not self.function._schema.is_mutable

    @cached_property
    def read(self) -> set[int]:
        """Addresses of the storages that are read."""
        return {memory_of(tensor) for tensor in tensors_in([*self.args, *self.kwargs.values()])}

    @cached_property
    def written(self) -> set[int]:
        """Addresses of the storages that hold the result."""
        return {memory_of(tensor) for tensor in tensors_in(self.result)}


def key_of(tensor: Tensor) -> Key:
    """Identity of the numbers of a tensor (...) in memory; equal for two tensor objects that show the same numbers."""
    return tensor.untyped_storage().data_ptr(), int(tensor.storage_offset()), tensor.shape, tensor.stride()


def memory_of(tensor: Tensor) -> int:
    """Address of the storage of a tensor (...)."""
    return tensor.untyped_storage().data_ptr()


def tensors_in(tree: Any) -> Iterator[Tensor]:
    """The tensors (...) among the arguments or results of an operation, also those in nested lists."""
    if isinstance(tree, Tensor):
        yield tree
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from tensors_in(part)
