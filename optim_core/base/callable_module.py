"""Modules that can be called, so that `from optim_core import descend` gives something to call."""

import inspect
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


class CallableModule(ModuleType):
    """A module that is called like its function of the same name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return vars(self)[self.__name__.rpartition(".")[2]](*args, **kwargs)


def make_callable(function: Callable[..., Any]) -> None:
    """Let a call of the module of `function`, which has the name of the module, call `function`."""
    module = sys.modules[function.__module__]
    module.__class__ = CallableModule
    module.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]  # shown by `help` and IDEs
