"""The devices for training, and functions that depend on the device."""

import contextlib
import threading
from collections.abc import Iterator

import torch
from torch import Tensor

DEVICES = ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",)
"""The devices that torch finds on this machine."""


_lock, _precise = threading.Lock(), contextlib.ExitStack()
_inside = 0


@contextlib.contextmanager
def in_full_precision() -> Iterator[None]:
    """Compute convolutions on a GPU in float32 instead of TF32, which has a mantissa of only 10 bits.

    The setting belongs to the whole process. If several threads are inside, the last one to leave restores it.
    """
    global _inside
    with _lock:
        if not _inside:
            _precise.enter_context(torch.backends.cudnn.flags(allow_tf32=False))
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                _precise.close()


def placed(tensors: tuple[Tensor, ...], device: str) -> tuple[Tensor, ...]:
    """The tensors, of any shape, in the memory of `device`; a tensor that is there already is not copied."""
    return tuple(tensor.to(device) for tensor in tensors)
