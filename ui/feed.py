"""A short cut to the browser: a socket of its own, past the queue in which Streamlit draws the page around anew."""

import asyncio
import secrets
from typing import Any

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

PATH = "feed"

_listeners: dict[str, tuple[asyncio.AbstractEventLoop, WebSocket]] = {}
_serves = False


def route() -> WebSocketRoute:
    """Where browsers listen, for the server that has it."""
    global _serves  # a plain Streamlit server cannot have routes
    _serves = True
    return WebSocketRoute(f"/{PATH}/{{token}}", _listen)


def address(key: str) -> str:
    """Where this session's element `key` may listen, which nobody else can guess; empty where nothing is served."""
    return f"{PATH}/{_token(key)}" if _serves else ""


def push(key: str, data: dict[str, Any]) -> None:
    """Send `data` to this session's element `key` now, if it listens; Streamlit's own message must follow."""
    if listener := _listeners.get(_token(key)):
        loop, socket = listener
        asyncio.run_coroutine_threadsafe(socket.send_json(data), loop)


def _token(key: str) -> str:
    token: str = st.session_state.setdefault(f"feed.{key}", secrets.token_urlsafe(16))
    return token


async def _listen(socket: WebSocket) -> None:
    token = socket.path_params["token"]
    await socket.accept()
    listener = _listeners[token] = asyncio.get_running_loop(), socket
    await socket.receive()  # the browser has nothing to say but good-bye
    if _listeners.get(token) is listener:
        del _listeners[token]
