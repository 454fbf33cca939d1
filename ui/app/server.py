"""Routes and start-up of the server, around the pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.app.index_page import index_routes
from ui.app.late_changes import LateChanges
from ui.app.race_first import RaceFirst
from ui.app.shell import PAGES
from ui.app.startup import start, wait_for_workers
from ui.app.static_files import static_routes
from ui.rooms.answers import SERVED
from ui.rooms.routes import room_routes


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start the workers with the server, before the first visitor is answered; from then on rooms can be opened."""
    start()
    await asyncio.to_thread(wait_for_workers)
    SERVED.set()
    yield


def routes(base: str) -> list[BaseRoute]:
    """The routes of our own below `base`, the path at which the app is served; Streamlit puts only its own there."""
    root = "".join(f"/{part}" for part in base.split("/") if part)
    return [*index_routes(root, PAGES), *static_routes(root), *room_routes(root)]


ROUTES = routes(st.get_option("server.baseUrlPath") or "")
MIDDLEWARE = [Middleware(LateChanges), Middleware(RaceFirst)]
