"""Rewrite requests of browsers: move late changes to the new page, and mark links that are opened.

Somebody clicks another page and, before it is drawn, types on the old one. So after the new page, the browser asks for
a fragment of the old one. Streamlit would run it as it is: the browser hears that the old page is back, drops what it
shows, and gets nothing but the fragment: an empty page, or the error "Bad delta path index".

A request that opens a link is marked. The browser reports its widgets with every change, but none with a link.
"""

from typing import Any
from urllib.parse import parse_qsl

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class PageTracker:
    """The page that one connection shows or has asked for, from the messages in both directions.

    It has two names at the first opening, which begins as the app's main page; a client may answer with either.
    """

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._navigation = ClientState()

    def request(self, data: bytes) -> bytes | None:
        """The message that Streamlit should get instead of the browser's `data`; None if it should get none.

        A late change becomes a part of the request for the new page, so that it is not lost.
        """
        try:
            message = BackMsg.FromString(data)
        except DecodeError:  # Streamlit closes the connection
            return data
        if message.WhichOneof("type") != "rerun_script":
            return data
        run = message.rerun_script
        if not run.fragment_id:
            self._names = {run.page_script_hash} - {""} or self._names
            # Streamlit tells only Back and Forward, not a link to the page that is open (ui/session/opened_links.py)
            run.is_history_navigation |= not run.widget_states.widgets and _has_entries(run.query_string)
            self._navigation.CopyFrom(run)
            return bytes(message.SerializeToString())
        if run.page_script_hash in self._names or not self._names:
            return data
        if run.is_auto_rerun or self._navigation.page_script_hash not in self._names:
            return None
        run.ClearField("fragment_id")
        for field in ("page_script_hash", "page_name", "query_string", "is_history_navigation"):
            setattr(run, field, getattr(self._navigation, field))
        merged: bytes = message.SerializeToString()
        return merged

    def response(self, data: bytes) -> None:
        """Note the page that the browser will believe to be on; a script may have switched to it."""
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._names.add(message.navigation.page_script_hash)
        elif kind == "new_session" and not message.metadata.run.fragment_ids:
            self._names = {message.new_session.page_script_hash}


def _has_entries(link: str) -> bool:
    """Whether a link says more than the language; the menu leads to pages as they were left."""
    return any(name != "lang" for name, _ in parse_qsl(link))


class LateChanges:
    """ASGI middleware that keeps late changes from bringing an old page back."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        tracker = PageTracker()

        async def received() -> Any:
            while True:
                event = await receive()
                if not event.get("bytes"):
                    return event
                if data := tracker.request(event["bytes"]):
                    return event | {"bytes": data}

        async def sent(event: Any) -> None:
            if event.get("bytes"):
                tracker.response(event["bytes"])
            await send(event)

        await self._app(scope, received, sent)
