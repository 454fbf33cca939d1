"""Widgets of entries of a page's state, by the kind of their domain; label and help are given."""

import math
from collections.abc import Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

import streamlit as st

from optim_core.base.domains import AbstractDomain, AbstractNumber, Choice, Flag, Whole
from optim_core.base.errors import SpecError
from optim_core.base.number_text import plain
from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from ui.session.active_run import error_text
from ui.session.callbacks import on_change
from ui.session.choices import select_box
from ui.session.fragments import redraw
from ui.session.literal import quoted
from ui.session.page_data import Refusal
from ui.session.page_state import PageState
from ui.session.widget_keys import widget_key

BOX_WIDTH = 112
WIDEST_SLIDER = 1e4
"""The largest range that has a slider without a range of its own."""
NUMBER = "%.10g"
"""As many digits as the largest seed has."""
CHANGED = " •"
"""What follows the label of a value that is not the default."""
LONGEST_TEXT = 5_000
"""The most characters of a refused text that stay in its box.

The box has no `max_chars`, with which Streamlit ignores a longer text and does not say so.
"""


def entry_control(
    state: PageState,
    entry: str,
    domain: AbstractDomain,
    value: Any,
    label: str,
    help_text: str | None,
    t: Translator,
    *,
    below: Any = None,
) -> None:
    """Draw the widget of an entry: a slider, switch, box or select box, as its domain asks for.

    The reason why a number is refused is shown in the container `below`, such as one below a row, or under the box.
    """
    key, apply = f"{state.page}.{entry}", partial(set_entry, state, entry)
    if isinstance(domain, AbstractNumber):
        _number(state, entry, domain, value, label, help_text, t, below)
    elif isinstance(domain, Flag):
        own = widget_key(key, value)
        st.toggle(label, value, key=own, help=help_text, on_change=on_change(own, apply))
    elif isinstance(domain, Choice):
        options = {option: option_name(t, entry, option) for option in domain.options}
        select_box(key, label, options, value, apply, help=help_text)
    else:
        _text(state, entry, domain, value, label, help_text, t)


def option_name(t: Translator, entry: str, option: str) -> str:
    """A choice's option in words; code names are their own."""
    key = f"option.{entry.rpartition('.')[2]}.{option}"
    return t(key) if key in t else option


def _number(
    state: PageState,
    entry: str,
    domain: AbstractNumber,
    value: Any,
    label: str,
    help_text: str | None,
    t: Translator,
    below: Any,
) -> None:
    """A slider over the round values and a box for any value; both show the same, but for a refused value."""
    typed: dict[str, Any] = {"step": _step(domain, value)}
    if domain.slider_range is None and domain.high - domain.low > WIDEST_SLIDER:
        number_box(state, entry, value, label, t, st, below, help=help_text, **typed)
        return
    key = widget_key(f"{state.page}.{entry}.slide", value)
    row = box_row(f"{state.page}.{entry}", vertical_alignment="bottom")
    labels = slider_labels(domain)
    row.select_slider(
        label,
        options=sorted({*labels, value}),
        value=value,
        format_func=lambda stop: labels.get(stop) or tick_label(domain, stop),
        help=help_text,
        key=key,
        on_change=on_change(key, partial(set_entry, state, entry)),
    )
    number_box(state, entry, value, label, t, row, below, label_visibility="collapsed", width=BOX_WIDTH, **typed)


def box_row(name: str, **settings: Any) -> Any:
    """A row for boxes. Its key keeps what is being typed there when another number of rows is above.

    Without a key, React tells rows apart by their places.
    """
    return st.container(horizontal=True, gap="small", key=f"{name}.row", **settings)


def number_box(
    state: PageState, entry: str, value: Any, label: str, t: Translator, place: Any, below: Any, **settings: Any
) -> None:
    """A box for any number in `place`. The domain alone says what is valid, so the box has no bounds of its own.

    A refused number stays in it, with the reason in the container `below`, or here if that is None.
    """
    refusal = state.refusal(entry)
    shown = float(refusal.value if refusal else value)
    key = widget_key(f"{state.page}.{entry}.box", shown)
    changed = on_change(key, partial(set_entry, state, entry))
    place.number_input(label, value=shown, key=key, format=NUMBER, on_change=changed, **settings)
    _message(state, entry, value, label, t, below)


@lru_cache(maxsize=256)
def slider_labels(domain: AbstractNumber) -> Mapping[Any, str]:
    """The round values of a slider, with the label at each."""
    return MappingProxyType({tick: tick_label(domain, tick) for tick in domain.ticks})


def tick_label(domain: AbstractNumber, stop: Any) -> str:
    """The label of a slider at a tick: the number itself, which the browser reads from there."""
    label = short(stop)
    return label if float(label) == stop else domain.format(stop)


def _text(
    state: PageState, entry: str, domain: AbstractDomain, value: Any, label: str, help_text: str | None, t: Translator
) -> None:
    """A box for a text, or for a value as links write it; a refused text stays, with the reason below."""
    refusal = state.refusal(entry)
    shown = str(refusal.value) if refusal else domain.format(value)
    key = widget_key(f"{state.page}.{entry}", shown)

    def read(text: str) -> None:
        try:
            parsed = domain.parse(text, entry)
        except SpecError as error:
            state.refuse(entry, Refusal(text[:LONGEST_TEXT], error))
            redraw(state, entry)
        else:
            set_entry(state, entry, parsed)

    st.text_input(label, shown, key=key, help=help_text, on_change=on_change(key, read))
    _message(state, entry, value, label, t, None)


def _message(state: PageState, entry: str, value: Any, label: str, t: Translator, below: Any) -> None:
    """Why the typed value is refused, if it is, and the `value` that counts.

    Its container is always there, so that what is below keeps its place and what is being typed there.
    """
    place = st.container() if below is None else below
    if refusal := state.refusal(entry):
        domain = state.form.domain(entry, state.query)
        used = t("control.in_use", value=quoted(domain.format(value) if domain else str(value)))
        place.error(f"{error_text(refusal.error, t, label.removesuffix(CHANGED))}. {used}")


def _step(domain: AbstractNumber, value: Any) -> float:
    """Step of + and −: the domain's own, a twentieth of a linear range, or a tenth of the first digit's place.

    A linear range too wide for a slider has steps of 0.1 at least.
    """
    if isinstance(domain, Whole):
        return float(domain.step)
    low, high = domain.slider_range or (domain.low, domain.high)
    if domain.scale == "linear" and high - low > WIDEST_SLIDER:
        return max(0.1, 10.0 ** (math.floor(math.log10(abs(value or 1.0))) - 1))
    if domain.scale == "linear" or not value:
        return 10.0 ** math.floor(math.log10((high - low) / 20)) if domain.scale == "linear" else 0.001
    distance = 1 - value if domain.scale == "complement" else value
    return float(f"1e{math.floor(math.log10(abs(distance)) + 1e-9) - 1}")


def set_entry(state: PageState, entry: str, value: Any) -> None:
    """Set the entry to what its widget reports; a number that is refused stays in its box."""
    if value is None:
        return
    try:
        state.set(**{entry: plain(value) if isinstance(value, float) else value})
    except SpecError as error:
        if not isinstance(value, float):
            raise
        state.refuse(entry, Refusal(value, error))
    redraw(state, entry)
