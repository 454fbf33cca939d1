"""The quantities of an update rule in words."""

from optim_core.base.text import Translator
from optim_core.optimizers import AbstractOptimizer


def quantity_text(cls: type[AbstractOptimizer], name: str, t: Translator) -> str:
    """Description of a quantity in the reader's language; its own name if it has none."""
    keys = (f"microscope.quantities.{cls.__name__}.{name}", f"microscope.quantities.{name}")
    return next((t(key) for key in keys if key in t), name)
