"""A short cut between server and browser: a socket beside the queue in which Streamlit draws the page around anew."""

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
LONGEST = 200
"""Characters that a browser may say at a time."""
BETWEEN = 0.005
"""Seconds between two messages of a browser, which has about two for each of its frames."""
PATIENCE = 0.1
"""Seconds that the page waits until the browser has painted the news, which it could not while the page arrives."""

News = dict[str, Any]

_log = logging.getLogger(__name__)


class Line:
    """Between the server and one element of one session. News have a `tag`, the name of what they show."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(16)
        self.hear: Callable[[str], News | None] = lambda said: None
        self._listener: tuple[asyncio.AbstractEventLoop, WebSocket] | None = None
        self._latest = ""
        self._turn, self._painted = threading.Lock(), threading.Event()

    def tell(self, tag: str, news: Callable[[], News]) -> None:
        """Send `news` unless they were the last sent; what a browser has just asked is answered first."""
        with self._turn:
            if self._listener and tag != self._latest:
                self._send(news())
        if self._listener:
            self._painted.wait(PATIENCE)

    async def serve(self, socket: WebSocket) -> None:
        """Answer, one after the other, what the browser says; the last to come is told the news.

        It says nothing ("") when it has painted them.
        """
        listener = self._listener = asyncio.get_running_loop(), socket
        while (text := (await socket.receive()).get("text")) is not None and len(text) <= LONGEST:
            begun = time.monotonic()
            if text:
                await asyncio.to_thread(self._answer, text)
            else:
                self._painted.set()
            await asyncio.sleep(begun + BETWEEN - time.monotonic())
        if self._listener is listener:
            self._listener = None

    def _answer(self, said: str) -> None:
        with self._turn:
            try:
                news = self.hear(said)
            except Exception as error:  # anyone can write such a message
                _log.warning("no answer to %r: %s", said, repr(error))
                news = None
            if news:
                self._send(news)
            self._send(None)  # so that the browser asks again

    def _send(self, news: News | None) -> None:
        if news:
            self._latest = news["tag"]
            self._painted.clear()
        if self._listener:
            loop, socket = self._listener
            asyncio.run_coroutine_threadsafe(socket.send_json(news), loop)


_lines: WeakValueDictionary[str, Line] = WeakValueDictionary()
_serves = False


def route(root: str = "") -> WebSocketRoute:
    """Where browsers listen, below the path `root`; for the server that has it."""
    global _serves  # a plain Streamlit server cannot have routes
    _serves = True
    return WebSocketRoute(f"{root}/{PATH}/{{token}}", _listen)


def address(key: str) -> str:
    """Where this session's element `key` may listen, which nobody else can guess; empty where nothing is served."""
    return f"{PATH}/{line(key).token}" if _serves else ""


def line(key: str) -> Line:
    """The line to this session's element `key`; it lives as long as the session or a browser that listens."""
    kept: Line = st.session_state.setdefault(f"feed.{key}", Line())
    _lines[kept.token] = kept
    return kept


async def _listen(socket: WebSocket) -> None:
    kept = _lines.get(socket.path_params["token"])
    if kept is None:
        await socket.close()
        return
    await socket.accept()
    await kept.serve(socket)
    if socket.client_state is WebSocketState.CONNECTED:  # it has said what it must not
        await socket.close()
