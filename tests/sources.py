"""What exported scripts do with `make` and `load`: run their source where there is nothing but torch."""

import inspect
import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


def alone(function: Callable[..., Any], helpers: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    """The function as its own source makes it, with its helpers and the names a script imports."""
    names: dict[str, Any] = {"math": math, "torch": torch, "Tensor": Tensor, "nn": nn}
    for each in (*helpers, function):
        exec(inspect.getsource(each), names)  # our own files
    found: Callable[..., Any] = names[function.__name__]
    return found
