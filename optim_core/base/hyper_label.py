"""The label of a hyperparameter's control."""

from optim_core.base.domains import AbstractDomain, Real
from optim_core.base.text import Translator


def hyper_label(t: Translator, cls: type, name: str, domain: AbstractDomain) -> str:
    """The label of a field, or its name if it has none, and its symbol."""
    keys = [key for key in (f"label.{cls.__name__}.{name}", f"label.{name}") if key in t]
    words = t(keys[0]) if keys else name
    label = " · ".join(dict.fromkeys(part for part in (words, domain.symbol) if part))
    if isinstance(domain, Real) and not domain.in_torch:
        return f"{label} ({t('control.not_in_torch')})"
    return label
