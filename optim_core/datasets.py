"""The public name of `optim_core.models.datasets`."""

from optim_core.models.datasets import *  # noqa: F403
from optim_core.models.datasets import __all__ as __all__
