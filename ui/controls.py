"""A declared hyperparameter becomes a widget; the widget writes the draft."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from optim_core.errors import SpecError
from optim_core.figures.numbers import short
from optim_core.hyper import AbstractDomain, AbstractNumber, Choice, Flag, Real, Text, Whole, hypers
from optim_core.optimizers import AbstractOptimizer
from optim_core.text import Translator
from ui.current import error_text
from ui.draft import Draft
from ui.parts import redraw

BOX_WIDTH = 112
_GONE = object()


def hyper_controls(draft: Draft, prefix: str, cls: type, t: Translator, names: Sequence[str] | None = None) -> None:
    """A widget for each declared hyperparameter of `cls` (or for those of `names`); entries are `prefix` + name."""
    for name in hypers(cls) if names is None else names:
        hyper_control(draft, prefix + name, cls, t)


def hyper_control(draft: Draft, entry: str, cls: type, t: Translator) -> None:
    """The widget of one hyperparameter: its label, help, default and range come from its declaration."""
    name = entry.rpartition(".")[2]
    domain, default = hypers(cls)[name], draft.default(entry)
    value = draft.value(entry, default)
    label = _label(t, cls, name, domain, changed=value != default)
    facts = t("control.facts", default=domain.format(default), range=domain.range)
    help_text = f"{effect(cls, name, t)}\n\n{facts}"
    control(draft, entry, domain, value, label, help_text, t)


def effect(cls: type, name: str, t: Translator) -> str:
    """What a hyperparameter does; of a class that was brought along only its own documentation knows."""
    if issubclass(cls, AbstractOptimizer) and cls.home:
        return t("help.brought", home=cls.home)
    return t.first(f"help.{cls.__name__}.{name}", f"help.{name}")


def control(
    draft: Draft, entry: str, domain: AbstractDomain, value: Any, label: str, help_text: str | None, t: Translator
) -> None:
    """The widget of one entry of the draft, by the kind of its domain."""
    if isinstance(domain, AbstractNumber):
        _number(draft, entry, domain, value, label, help_text)
        return
    if not isinstance(domain, Flag | Choice | Text):
        _written(draft, entry, domain, value, label, help_text, t)
        return
    key = named(f"{draft.page}.{entry}", value)
    taken: dict[str, Any] = {"key": key, "help": help_text, "on_change": heard(key, partial(take, draft, entry))}
    if isinstance(domain, Flag):
        st.toggle(label, value, **taken)
    elif isinstance(domain, Choice):
        index, words = domain.options.index(value), partial(option_name, t, entry)
        st.selectbox(label, domain.options, index, format_func=words, **taken)
    elif isinstance(domain, Text):
        st.text_input(label, value, max_chars=domain.longest, **taken)


def option_name(t: Translator, entry: str, option: str) -> str:
    """A choice's option in words; code names are their own."""
    key = f"option.{entry.rpartition('.')[2]}.{option}"
    return t(key) if key in t else option


def choice_row(draft: Draft, entry: str, label: str, t: Translator) -> None:
    """A choice with few options as a row of buttons, without its label."""
    domain = draft.form.domain(entry, draft.query)
    assert isinstance(domain, Choice)
    value = draft.value(entry, draft.default(entry))
    key = named(f"{draft.page}.{entry}", value)
    st.segmented_control(
        label,
        domain.options,
        default=value,
        key=key,
        format_func=lambda option: option_name(t, entry, option),
        label_visibility="collapsed",
        on_change=heard(key, partial(take, draft, entry)),
    )


def _number(draft: Draft, entry: str, domain: AbstractNumber, value: Any, label: str, help_text: str | None) -> None:
    """A slider over the round values and a box for any value; both show the same."""
    box, wish = named(f"{draft.page}.{entry}.box", value), partial(take, draft, entry)
    bounds: dict[str, Any] = {"min_value": domain.low, "max_value": domain.high, "step": _step(domain, value)}
    typed: dict[str, Any] = {"value": value, "key": box, "on_change": heard(box, wish), **bounds}
    number_format = "%d" if isinstance(domain, Whole) else "%.6g"
    if domain.span is None and domain.high - domain.low > 1e4:
        st.number_input(label, help=help_text, format=number_format, **typed)
        return
    slide = named(f"{draft.page}.{entry}.slide", value)
    row = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    row.select_slider(
        label,
        options=stops(domain, value),
        value=value,
        format_func=partial(stop_text, domain),
        help=help_text,
        key=slide,
        on_change=heard(slide, wish),
    )
    row.number_input(label, label_visibility="collapsed", format=number_format, width=BOX_WIDTH, **typed)


def stops(domain: AbstractNumber, value: Any) -> list[Any]:
    """Where a slider may stand that stands at `value`."""
    return sorted({*domain.notches, value})


def stop_text(domain: AbstractNumber, stop: Any) -> str:
    """What a slider shows there."""
    return short(stop) if stop in domain.notches else domain.format(stop)


def _written(
    draft: Draft, entry: str, domain: AbstractDomain, value: Any, label: str, help_text: str | None, t: Translator
) -> None:
    """A box for what is written as in a link; what cannot be read stays there, with the reason, and is not taken."""
    state, kept = st.session_state, f"{draft.page}.{entry}.wrong"
    wrong, text, beside = state.get(kept, (None, "", value))
    shown = domain.format(value) if wrong is None or beside != value else text
    key = named(f"{draft.page}.{entry}", shown)

    def read(text: str) -> None:
        try:
            parsed = domain.parse(text, entry)
        except SpecError as error:
            state[kept] = error, text, value
            return
        state.pop(kept, None)
        draft.set(**{entry: parsed})
        redraw(draft, entry)

    st.text_input(label, shown, key=key, help=help_text, on_change=heard(key, read))
    if wrong is not None and beside == value:
        st.error(error_text(wrong, t))


def _label(t: Translator, cls: type, name: str, domain: AbstractDomain, *, changed: bool) -> str:
    keys = [key for key in (f"label.{cls.__name__}.{name}", f"label.{name}") if key in t]
    words = t(keys[0]) if keys else name
    label = " · ".join(dict.fromkeys(part for part in (words, domain.symbol) if part))
    if isinstance(domain, Real) and not domain.in_torch:
        label = f"{label} ({t('control.not_in_torch')})"
    return f"**{label}**" if changed else label


def _step(domain: AbstractNumber, value: Any) -> Any:
    if isinstance(domain, Whole):
        return 1
    if domain.scale == "linear" or not value:
        low, high = domain.span or (domain.low, domain.high)
        return 10.0 ** math.floor(math.log10((high - low) / 20)) if domain.scale == "linear" else 0.001
    distance = 1 - value if domain.scale == "complement" else value
    return float(f"1e{math.floor(math.log10(abs(distance)) + 1e-9) - 1}")


def named(key: str, value: Any) -> str:
    """The name of a widget that shows `value`: another one where the widget shows something else so far.

    A widget that is told to show something else may never hear of it, when the page is drawn again at once, and then
    reports what it has kept as what a person has set. A new one starts with the value, and nobody listens to the old.
    """
    names: dict[str, str] = st.session_state.setdefault("names", {})
    if key not in names:
        names[key] = key
    elif st.session_state.get(names[key], _GONE) != value:
        count = names[key].removeprefix(key).removeprefix(".")
        names[key] = f"{key}.{int(count or 0) + 1}"
    return names[key]


def heard(name: str, take: Callable[[Any], None]) -> Callable[[], None]:
    """The callback of a widget with a name by `named`: `take` what it says, while it is on the page."""

    def changed() -> None:
        if name in st.session_state["names"].values():
            take(st.session_state[name])

    return changed


def take(draft: Draft, entry: str, value: Any) -> None:
    """Set the entry to what its widget says, if that is anything."""
    if value not in (None, ""):
        draft.set(**{entry: value})
        redraw(draft, entry)
