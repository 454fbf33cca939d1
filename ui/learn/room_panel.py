"""The panel of a room on the teacher's screen: its address with the QR code, and its votes; drawn by our JavaScript."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import segno
import streamlit as st

from optim_core.base.text import Translator
from optim_core.rooms import Key, View
from ui.components.loader import component
from ui.rooms.answers import words
from ui.session.callbacks import guarded, reported

NAME = "room_panel"
ONLY_HERE = ("localhost", "127.0.0.1", "::1")
"""Names by which a computer calls itself, which a phone cannot use."""

_panel = component(NAME, "room")


def panel(key: Key, view: View, on_moved: Callable[[], object], t: Translator) -> None:
    """Draw the panel of a room, whose page shows `view`; `on_moved` is called when the room no longer shows this."""
    _draw({"room": _room(key, view, t)}, t, on_moved_change=lambda: guarded(on_moved))


def search_panel(forgotten: str, on_found: Callable[[Any], object], t: Translator) -> None:
    """A panel that is not seen: it reports to `on_found` the key that the browser remembers or another tab stores.

    The browser forgets the room with the code `forgotten`.
    """
    _draw({"forget": forgotten}, t, on_found_change=lambda: guarded(on_found, reported(NAME, "found")))


def _draw(data: dict[str, Any], t: Translator, **callbacks: Callable[[], None]) -> None:
    common = {
        "room": None,
        "forget": "",
        "language": t.language,
        "texts": {**words()[t.language], "qr": t("room.qr")},
        "failed": t("race.failed"),
    }
    unused = {f"on_{name}_change": _nothing for name in ("found", "moved")}
    _panel(key=NAME, data=common | data, **(unused | callbacks))


def _nothing() -> None:
    """Ignore a report that comes too late."""


def _room(key: Key, view: View, t: Translator) -> dict[str, Any]:
    address = urljoin(st.context.url or "", f"room/{key.code}")
    picture = segno.make(address, error="m", micro=False)
    return {
        "code": key.code,
        "question": view.question,
        "open": view.is_open,
        "secret": key.secret,
        "url": f"room/{key.code}",
        "address": address.partition("://")[2] or address,
        "qr": picture.svg_data_uri(scale=8, border=2, light="white"),
        "local": t("room.local") if urlsplit(address).hostname in ONLY_HERE else "",
    }
