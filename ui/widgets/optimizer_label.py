"""Names of optimizers, marked where torch does not have them."""

from optim_core.base.text import Translator
from optim_core.optimizers import OPTIMIZERS, in_torch

BY_NAME = {cls.__name__: cls for cls in OPTIMIZERS}


def marked(name: str, t: Translator) -> str:
    """The name of an optimizer, with a word where it is beyond torch."""
    return name if in_torch(BY_NAME[name]) else f"{name} ({t('control.not_in_torch')})"
