"""Races of gradient optimizers on surfaces and models: a library without Streamlit.

`from optim_core import descend, train, sweep` gives what runs a race, a training and a sweep. Each of the three is the
module of that name, which can be called like the function in it, so that `optim_core.descend.descend` is the same.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optim_core.descend import descend
    from optim_core.sweep import sweep
    from optim_core.train import train

__version__ = "1.0.0"
__all__ = ["__version__", "descend", "sweep", "train"]


def __getattr__(name: str) -> Any:
    """The module `descend`, `sweep` or `train`, imported when it is first used."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
