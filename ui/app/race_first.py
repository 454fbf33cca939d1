"""A race is drawn before the rest of its page arrives.

React shows components last, since it has to load their code first. So the messages after the first race of a new
visitor wait until the browser has drawn that race.
"""

import asyncio
from contextlib import suppress
from typing import Any

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MOST_SECONDS = 2.0
"""How long the rest waits for a browser that does not answer."""
RACE = "race"
"""Name of the component that draws a race (ui/components/race_view.py)."""
BROWSER = b"Mozilla/"
"""Part of the name with which every browser introduces itself."""
DRAWN = '"drawn"'
"""What the component reports (frontend/components/race.js). Streamlit never hears it, and runs nothing again."""


class RaceFirst:
    """ASGI middleware that lets a browser draw the race of a page that it opens before all the rest."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket" or not _is_browser(scope):
            await self._app(scope, receive, send)
            return
        opening, drawn = False, asyncio.Event()

        async def received() -> Any:
            nonlocal opening
            while True:
                event = await receive()
                message = _message(event)
                if message is None:
                    return event
                if not _take_report(message):
                    opening = not message.rerun_script.page_script_hash  # a reconnected browser names the page it shows
                    return event
                drawn.set()
                if _triggers(message):  # a click came with it
                    return {**event, "bytes": message.SerializeToString()}

        async def sent(event: Any) -> None:
            nonlocal opening
            await send(event)
            if opening and _is_race(event):
                opening = False
                drawn.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(drawn.wait(), MOST_SECONDS)

        await self._app(scope, received, sent)


def _is_browser(scope: Any) -> bool:
    """Whether a browser asks, which draws the race, and not a program that only counts messages."""
    return BROWSER in dict(scope["headers"]).get(b"user-agent", b"")


def _message(event: Any) -> Any:
    """Parse a request to run the script; None for any other event."""
    try:
        message = BackMsg.FromString(event.get("bytes") or b"")
    except DecodeError:  # Streamlit closes the connection
        return None
    return message if message.WhichOneof("type") == "rerun_script" else None


def _take_report(message: Any) -> bool:
    """Remove the report that the race is drawn; whether there was one."""
    widgets = message.rerun_script.widget_states.widgets
    reports = [widget for widget in widgets if DRAWN in widget.json_trigger_value]
    for widget in reports:
        widgets.remove(widget)
    return bool(reports)


def _triggers(message: Any) -> bool:
    """Whether a button or the like was pressed, which the browser says once only."""
    kinds = (widget.WhichOneof("value") or "" for widget in message.rerun_script.widget_states.widgets)
    return any("trigger" in kind or kind == "chat_input_value" for kind in kinds)


def _is_race(event: Any) -> bool:
    delta = ForwardMsg.FromString(event.get("bytes") or b"").delta
    return bool(delta.new_element.bidi_component.component_name == RACE)
