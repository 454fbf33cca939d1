"""Imports that torch makes at first use."""

from functools import cache

import torch


@cache
def load_optimizers() -> None:
    """Make torch import what its first optimizer needs, once per process: a second of work, more on a busy machine.

    Call it before a time budget starts, so that no run pays for it.
    """
    torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))])
