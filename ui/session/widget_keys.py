"""Keys of widgets: a new widget wherever an old one could report what no longer holds."""

from collections.abc import Iterable
from typing import Any
from zlib import crc32

import streamlit as st

_MISSING = object()


def widget_key(name: str, value: Any, labels: Iterable[str] = ()) -> str:
    """The key of the widget `name` that shows `value`; a new key if the widget showed another value before.

    A widget that is told to show something else may never hear of it when the page is drawn again at once, and then
    reports its old value as if a person had set it. A new widget starts with the value, and reports of the old one are
    ignored (`callbacks.on_change`). A select box reports the label that was chosen, so other `labels`, such as those
    of another language, make a new widget, too.
    """
    keys: dict[str, str] = st.session_state.setdefault("widget_keys", {})
    counts: dict[str, int] = st.session_state.setdefault("widget_counts", {})
    base = ".".join([name, *(f"L{crc32(repr(list(labels)).encode()):08x}" for _ in [0] if labels)])
    known = keys.get(name)
    if known is None:
        keys[name] = base
    elif not f"{known}.".startswith(f"{base}.") or st.session_state.get(known, _MISSING) != value:
        counts[name] = counts.get(name, 0) + 1
        keys[name] = f"{base}.{counts[name]}"
    return keys[name]
