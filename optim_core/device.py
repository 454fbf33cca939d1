"""Where networks are trained: all that depends on it is here."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

DEVICES = ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",)
"""Those that torch sees on this machine."""


@contextmanager
def in_full_precision() -> Iterator[None]:
    """Single precision is single precision: a GPU's convolutions would use TF32, with 10 bits, where they may."""
    with torch.backends.cudnn.flags(allow_tf32=False):
        yield


def placed(tensors: tuple[Tensor, ...], device: str) -> tuple[Tensor, ...]:
    """The tensors in the device's memory; those that are there already are not copied."""
    return tuple(tensor.to(device) for tensor in tensors)
