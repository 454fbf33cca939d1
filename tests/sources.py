"""Execution of a function's source with torch alone, as an exported script does."""

import inspect
import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


def alone(function: Callable[..., Any], helpers: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    """The function defined by its own source, its helpers, and the imports of a script only."""
    names: dict[str, Any] = {"math": math, "torch": torch, "Tensor": Tensor, "nn": nn}
    for each in (*helpers, function):
        exec(inspect.getsource(each), names)  # our own files
    found: Callable[..., Any] = names[function.__name__]
    return found
