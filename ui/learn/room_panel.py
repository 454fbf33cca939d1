"""The panel of a room on the teacher's screen: its address with the QR code, and its votes; drawn by our JavaScript."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import segno
import streamlit as st

from optim_core.base.text import Translator
from optim_core.rooms import Key
from ui.components.loader import component
from ui.rooms.answers import words
from ui.session.callbacks import guarded, reported

NAME = "room_panel"
ONLY_HERE = ("localhost", "127.0.0.1", "::1")
"""Names by which a computer calls itself, which a phone cannot use."""

_panel = component(NAME, "room")


def panel(key: Key | None, forgotten: str, on_found: Callable[[Any], object], t: Translator) -> None:
    """Draw the panel of a room; without one, it is unseen and reports to `on_found` the key that the browser remembers.

    The browser forgets the room with the code `forgotten`.
    """
    data = {
        "room": None if key is None else _room(key, t),
        "forget": forgotten,
        "language": t.language,
        "texts": {**words()[t.language], "qr": t("room.qr")},
        "failed": t("race.failed"),
    }
    _panel(key=NAME, data=data, on_found_change=lambda: guarded(on_found, reported(NAME, "found")))


def _room(key: Key, t: Translator) -> dict[str, str]:
    address = urljoin(st.context.url or "", f"room/{key.code}")
    picture = segno.make(address, error="m", micro=False)
    return {
        "code": key.code,
        "secret": key.secret,
        "url": f"room/{key.code}",
        "address": address.partition("://")[2] or address,
        "qr": picture.svg_data_uri(scale=8, border=2, light="white"),
        "local": t("room.local") if urlsplit(address).hostname in ONLY_HERE else "",
    }
