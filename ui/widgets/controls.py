"""Widgets of declared hyperparameters, which read and write the entries of a page's state.

* `hyper_control`: one hyperparameter that a class declares; `hyper_controls`: several of them.
* `hyper_buttons`: a declared choice with few options, as a row of buttons.

Their label, options and help are found by the names of class and field (CONTRIBUTING.md, "Texts of a widget"). For an
entry that no class declares, such as a coordinate, see `entry_control`.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from optim_core.base.hyper import hypers
from optim_core.base.hyper_label import hyper_label
from optim_core.base.text import Translator
from optim_core.models import AbstractModel
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.shared_hypers import shared_texts
from ui.session.choices import button_row
from ui.session.literal import quoted
from ui.session.page_state import PageState
from ui.widgets.entry_controls import CHANGED, entry_control, option_name, set_entry


def hyper_controls(state: PageState, prefix: str, cls: type, t: Translator, names: Sequence[str] | None = None) -> None:
    """A widget for each declared hyperparameter of `cls` (or for those of `names`); entries are `prefix` + name."""
    for name in hypers(cls) if names is None else names:
        hyper_control(state, prefix + name, cls, t)


def hyper_control(state: PageState, entry: str, cls: type, t: Translator, *, below: Any = None) -> None:
    """The widget of the hyperparameter of `cls` that `entry` ends with; see `entry_control`."""
    name = entry.rpartition(".")[2]
    domain, default = hypers(cls)[name], state.default(entry)
    value = state.value(entry, default)
    # The words of our own models would say what a plugin's argument of the same name need not mean.
    label = name if issubclass(cls, AbstractModel) and cls.import_path else hyper_label(t, cls, name, domain)
    label = marked_label(label, is_changed=value != default)
    facts = t("control.facts", default=domain.format(default), range=domain.range)
    help_text = f"{effect(cls, name, t)}\n\n{facts}"
    entry_control(state, entry, domain, value, label, help_text, t, below=below)


def marked_label(label: str, *, is_changed: bool) -> str:
    """The label of a value, with a dot if it is not the default; screen readers would read Markdown out."""
    return label + CHANGED if is_changed else label


def hyper_buttons(state: PageState, entry: str, cls: type, t: Translator) -> None:
    """A declared choice with few options as a row of buttons, with a mark that shows its help."""
    domain, value = hypers(cls)[entry], state.value(entry, state.default(entry))
    options = {option: option_name(t, entry, option) for option in getattr(domain, "options", ())}
    label = hyper_label(t, cls, entry, domain)
    apply = partial(set_entry, state, entry)
    button_row(f"{state.page}.{entry}", label, options, value, apply, help=effect(cls, entry, t))


def effect(cls: type, name: str, t: Translator) -> str:
    """What raising a hyperparameter does; a plugin refers to its own documentation."""
    general = shared_texts(cls).get(name, name)
    if issubclass(cls, AbstractOptimizer | AbstractModel) and cls.import_path:
        return t("plugin.help", import_path=quoted(cls.import_path))
    return t.first(f"help.{cls.__name__}.{name}", f"help.{general}")
