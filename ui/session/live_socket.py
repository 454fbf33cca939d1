"""A socket beside Streamlit's own: it brings an update to one component before the page is drawn."""

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketState

PATH = "feed"
LONGEST_MESSAGE = 200
"""Characters of a message from the browser."""
MESSAGE_SECONDS = 0.005
"""Least time between two messages of a browser, which sends about two per frame."""
PAINT_SECONDS = 0.1
"""How long the page waits until the browser has painted an update, which it could not while the page arrives."""

Update = dict[str, Any]

_log = logging.getLogger(__name__)


class LiveChannel:
    """The server's end of the socket of one component in one session. The `tag` of an update names its content."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(16)
        self.on_message: Callable[[str], Update | None] = lambda message: None
        self._listener: tuple[asyncio.AbstractEventLoop, WebSocket] | None = None
        self._latest = ""
        self._turn, self._painted = threading.Lock(), threading.Event()

    def push(self, tag: str, update: Callable[[], Update]) -> None:
        """Send an update unless it was the last one sent; a message under way is answered first."""
        with self._turn:
            if self._listener and tag != self._latest:
                self._send(update())
        if self._listener:
            self._painted.wait(PAINT_SECONDS)

    async def serve(self, socket: WebSocket) -> None:
        """Answer the messages of a browser in order; updates go to the socket that was opened last.

        An empty message says that an update has been painted.
        """
        listener = self._listener = asyncio.get_running_loop(), socket
        while (text := (await socket.receive()).get("text")) is not None and len(text) <= LONGEST_MESSAGE:
            begun = time.monotonic()
            if text:
                await asyncio.to_thread(self._answer, text)
            else:
                self._painted.set()
            await asyncio.sleep(begun + MESSAGE_SECONDS - time.monotonic())
        if self._listener is listener:
            self._listener = None

    def _answer(self, message: str) -> None:
        with self._turn:
            try:
                update = self.on_message(message)
            except Exception as error:  # anyone can send such a message
                _log.warning("no answer to %r: %s", message, repr(error))
                update = None
            if update:
                self._send(update)
            self._send(None)  # so that the browser sends the next message

    def _send(self, update: Update | None) -> None:
        if update:
            self._latest = update["tag"]
            self._painted.clear()
        if self._listener:
            loop, socket = self._listener
            asyncio.run_coroutine_threadsafe(socket.send_json(update), loop)


_channels: WeakValueDictionary[str, LiveChannel] = WeakValueDictionary()
_serves = False


def route(root: str = "") -> WebSocketRoute:
    """The route of the sockets, below the path `root` of the app."""
    global _serves  # a plain Streamlit server cannot have routes
    _serves = True
    return WebSocketRoute(f"{root}/{PATH}/{{token}}", _listen)


def address(key: str) -> str:
    """The path of this session's socket for the component `key`, which cannot be guessed; empty without a route."""
    return f"{PATH}/{channel(key).token}" if _serves else ""


def channel(key: str) -> LiveChannel:
    """This session's channel to the component `key`; it lives as long as the session or an open socket."""
    found: LiveChannel = st.session_state.setdefault(f"live_socket.{key}", LiveChannel())
    _channels[found.token] = found
    return found


async def _listen(socket: WebSocket) -> None:
    found = _channels.get(socket.path_params["token"])
    if found is None:
        await socket.close()
        return
    await socket.accept()
    await found.serve(socket)
    if socket.client_state is WebSocketState.CONNECTED:  # it sent bytes, or too long a text
        await socket.close()
