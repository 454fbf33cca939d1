"""Classes of other packages, which the operator of the server names in a variable of the environment.

`module:Class,other.module:Other`: each class is imported at start. A visitor cannot name classes.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from optim_core.base.environment import SettingError
from optim_core.base.failures import CAUGHT, described

MAX_MESSAGE = 500
"""The most characters shown of a name or an error message."""


class PluginError(SettingError):
    """A class cannot be used as a plugin; the program does not start."""


def plugin_error(variable: str, name: str, reason: str, message: object = "") -> PluginError:
    """The error for the class `name` in `variable`, with the sentence `error.plugin_<reason>`."""
    short = " ".join(str(message).split())[:MAX_MESSAGE]
    return PluginError(variable, f"plugin_{reason}", name=name[:MAX_MESSAGE], message=short)


def names_in(text: str) -> Iterator[str]:
    """The names in a list with commas."""
    return filter(None, map(str.strip, text.split(",")))


def imported(variable: str, name: str, base: type, wrong_base: str) -> Any:
    """The class that `name` means; PluginError if there is none, or `wrong_base` if it does not derive from `base`."""
    module, colon, attribute = name.partition(":")
    if not (colon and all(part.isidentifier() for part in module.split(".")) and attribute.isidentifier()):
        raise plugin_error(variable, name, "form")
    try:
        cls = getattr(import_module(module), attribute)
    except CAUGHT as error:
        raise plugin_error(variable, name, "missing", error_text(error)) from error
    if not (isinstance(cls, type) and issubclass(cls, base)):
        raise plugin_error(variable, name, wrong_base)
    return cls


def title_of(name: str, known: set[str]) -> str:
    """The name of the plugin `module:Class`: `Class`, or `package_Class` if that is known already."""
    package, title = name.partition(".")[0].partition(":")[0], name.partition(":")[2]
    return f"{package}_{title}" if title in known else title


def error_text(error: BaseException) -> str:
    """An exception in words."""
    return str(described(error))
