"""The one guard of all widget callbacks: what a browser reports is not trusted, and its page may already be gone."""

import logging
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from optim_core.base.errors import SpecError

_MISSING = object()
_LOG = logging.getLogger(__name__)


def on_change(key: str, apply: Callable[[Any], object]) -> Callable[[], None]:
    """The callback of the widget `key`: `apply` its value, unless another widget has taken its place (`widget_key`)."""

    def changed() -> None:
        value = st.session_state.get(key, _MISSING)
        if value is not _MISSING and key in st.session_state.get("widget_keys", {}).values():
            guarded(apply, value)

    return changed


def on_click(action: Callable[..., object], *args: Any, **kwargs: Any) -> Callable[[], None]:
    """The callback of a button: the action with these arguments."""
    return lambda: guarded(action, *args, **kwargs)


def with_whole_page(action: Callable[..., object], *args: Any) -> None:
    """Do the action in a callback, and draw the whole page rather than a part."""
    action(*args)
    st.rerun()


def on_choice(key: str, apply: Callable[[Any], object]) -> Callable[[], None]:
    """The callback of the menu `key`: `apply` the option that was chosen."""

    def chosen() -> None:
        if (option := st.session_state.get(key)) is not None:
            guarded(apply, option)

    return chosen


def guarded(action: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Do the action in a callback; a refused value or a fault costs a line in the log, and the page is drawn as it was.

    Streamlit's own reruns and stops pass: they are no `Exception`.
    """
    try:
        action(*args, **kwargs)
    except SpecError as error:
        _LOG.info("ignored: %s", error)
    except Exception:
        _LOG.exception("a callback failed")
    _draw_place_of_widget()


def _draw_place_of_widget() -> None:
    """Redraw the whole page if this run redraws only some parts, and the widget of this callback is in none of them.

    A click that ends the typing of a number sends both changes in one message, which asks for one part only.
    """
    context = get_script_run_ctx()
    drawn = context.fragment_ids_this_run if context else None
    if drawn and ThreadState.get().fragment_id not in drawn:
        st.rerun()


def reported(key: str, name: str) -> Any:
    """The value that the component `key` reports under `name`; None if there is none."""
    return getattr(st.session_state.get(key), name, None)
