"""The label of a hyperparameter's control."""

from optim_core.base.domains import AbstractDomain, Real
from optim_core.base.text import Translator


def hyper_label(t: Translator, cls: type, name: str, domain: AbstractDomain) -> str:
    """The label of a field, or its name if it has none, and its symbol."""
    words = field_label(t, cls.__name__, name) or name
    label = " · ".join(dict.fromkeys(part for part in (words, domain.symbol) if part))
    if isinstance(domain, Real) and not domain.in_torch:
        return f"{label} ({t('control.not_in_torch')})"
    return label


def field_label(t: Translator, class_name: str, name: str) -> str | None:
    """The words for a field of a class: those of its control, or `field.NAME` where it has none; None without words."""
    keys = (f"label.{class_name}.{name}", f"label.{name}", f"field.{name}")
    return next((t(key) for key in keys if key in t), None)
