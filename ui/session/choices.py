"""Select boxes, rows of buttons and radio buttons: one option of a few, by its label in the reader's language.

The browser reports the label of what was chosen. So their keys depend on the labels, and a report is passed on only
if it is one of the options.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from ui.session.callbacks import on_change
from ui.session.widget_keys import widget_key

T = TypeVar("T")
Apply = Callable[[Any], object]


def select_box(key: str, label: str, options: Mapping[T, str], value: T, apply: Apply, **settings: Any) -> None:
    """A select box over `options` (option -> label) that shows `value`; a choice is passed to `apply`."""
    _choice(st.selectbox, "index", key, label, options, value, apply, settings)


def radio_buttons(
    key: str, label: str, options: Mapping[T, str], value: T | None, apply: Apply, **settings: Any
) -> None:
    """The same as radio buttons; none of them is on if `value` is None."""
    _choice(st.radio, "index", key, label, options, value, apply, settings)


def button_row(
    key: str, label: str, options: Mapping[T, str], value: T, apply: Apply, *, help: str | None, **settings: Any
) -> None:
    """The same as a row of buttons. Only screen readers get its label; a mark behind the row shows its help, if any."""
    settings |= {"label_visibility": "collapsed"}
    with st.container(horizontal=True, width="content", gap="xxsmall", vertical_alignment="center"):
        _choice(st.segmented_control, "default", key, label, options, value, apply, settings)
        if help:
            st.markdown("", help=help, width="content")


def _choice(
    widget: Callable[..., Any],
    shown: str,
    key: str,
    label: str,
    options: Mapping[T, str],
    value: T | None,
    apply: Apply,
    settings: Mapping[str, Any],
) -> None:
    names = list(options)
    own = widget_key(key, value, options.values())
    given = names.index(value) if shown == "index" and value is not None else value

    def checked(chosen: Any) -> None:
        if chosen in names:
            apply(chosen)

    widget(
        label,
        names,
        key=own,
        format_func=lambda option: options.get(option, str(option)),
        on_change=on_change(own, checked),
        **{shown: given},
        **settings,
    )


def stored(key: str, options: Mapping[Any, str], default: T) -> tuple[T, Apply]:
    """The value of a choice that is no part of the link, stored in the session, and the function that sets it."""
    name = f"{key}.chosen"
    value = st.session_state.get(name, default)

    def store(chosen: Any) -> None:
        st.session_state[name] = chosen

    return value if value in options else default, store
