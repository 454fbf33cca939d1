"""Where networks are trained: all that depends on it is here."""

import contextlib
import threading
from collections.abc import Iterator

import torch
from torch import Tensor

DEVICES = ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",)
"""Those that torch sees on this machine."""


_lock, _precise = threading.Lock(), contextlib.ExitStack()
_inside = 0


@contextlib.contextmanager
def in_full_precision() -> Iterator[None]:
    """Single precision is single precision: a GPU's convolutions would use TF32, with 10 bits, where they may.

    The setting is the whole process's, in which others may train at the same time: the last to leave takes it back.
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
    """The tensors in the device's memory; those that are there already are not copied."""
    return tuple(tensor.to(device) for tensor in tensors)
