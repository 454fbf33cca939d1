"""The addresses of a room for phones: its page, what it shows, and where votes go; none starts a Streamlit session."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.endpoints import HTTPEndpoint
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from optim_core.rooms import RoomError, RoomFault, limits
from ui.rooms.answers import ROOMS, STATUS, view_data
from ui.rooms.phone_page import POLICY, phone_page

TOKEN = "x-room-phone"
"""The header with a phone's token. A page of another site cannot send it without being allowed to."""
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
RETRY = {"Retry-After": "2"}
FIELDS = {"question", "answer"}


class Page(HTTPEndpoint):
    """The page, also of a room that is not there: it says so."""

    async def get(self, request: Request) -> Response:
        first, status = _answer(lambda: view_data(ROOMS.view(_code(request)), ""))
        return _page(request, _code(request), first, status)


class Door(HTTPEndpoint):
    """The page without a room: a field for the code."""

    async def get(self, request: Request) -> Response:
        return _page(request, "", {"error": RoomFault.WRONG.value}, 200)


class Folder(HTTPEndpoint):
    """To the page without a room, whose relative addresses need the slash at its end."""

    async def get(self, _request: Request) -> Response:
        return RedirectResponse("room/")


class Shown(HTTPEndpoint):
    """The state of the room, as its phones see it; `?known=` names the question whose words the phone has."""

    async def get(self, request: Request) -> Response:
        known = request.query_params.get("known", "")
        return _json(lambda: view_data(ROOMS.view(_code(request), _token(request)), known))


class Vote(HTTPEndpoint):
    """A vote, as JSON `{"question": ..., "answer": ...}`; the answer is what the room shows then.

    The same vote sent again, as after a lost connection, counts once.
    """

    async def post(self, request: Request) -> Response:
        body = await _body(request)

        def vote() -> Mapping[str, Any]:
            question, answer = _vote(request, body)
            return view_data(ROOMS.vote(_code(request), _token(request), question, answer), question)

        return _json(vote)


def room_routes(root: str) -> list[BaseRoute]:
    """The routes below `root`, the path at which the app is served."""
    room = f"{root}/room/{{code}}"
    doors = [Route(f"{root}/room", Folder), Route(f"{root}/room/", Door)]
    return [*doors, Route(room, Page), Route(f"{room}/shown", Shown), Route(f"{room}/vote", Vote)]


def _page(request: Request, code: str, first: Mapping[str, Any], status: int) -> Response:
    korean = request.headers.get("accept-language", "").lower().startswith("ko")
    html = phone_page(code, first, "ko" if korean else "en")
    return HTMLResponse(html, status, headers=HEADERS | {"Content-Security-Policy": POLICY})


def _code(request: Request) -> str:
    """The room's code in the address, or as much of a wrong one as is of use."""
    return str(request.path_params["code"])[: 2 * limits.CODE_LENGTH].upper()


def _token(request: Request) -> str:
    return request.headers.get(TOKEN, "")


async def _body(request: Request) -> bytes | None:
    """The body; None if it is too long or was cut off."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limits.BODY_BYTES:
                return None
    except ClientDisconnect:
        return None
    return body


def _vote(request: Request, body: bytes | None) -> tuple[str, str]:
    """Question and answer of a vote. RoomError "invalid" for anything else."""
    try:
        found = json.loads(body or b"")
    except (ValueError, RecursionError):
        found = None
    is_json = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    if not is_json or not isinstance(found, dict) or set(found) != FIELDS:
        raise RoomError(RoomFault.INVALID)
    question, answer = found["question"], found["answer"]
    if not isinstance(question, str) or not isinstance(answer, str):
        raise RoomError(RoomFault.INVALID)
    return question, answer


def _answer(act: Callable[[], Mapping[str, Any]]) -> tuple[Mapping[str, Any], int]:
    """What `act` gives, or the name of the refusal, with the HTTP status."""
    try:
        return act(), 200
    except RoomError as error:
        return {"error": error.fault.value}, STATUS[error.fault]


def _json(act: Callable[[], Mapping[str, Any]]) -> Response:
    found, status = _answer(act)
    return JSONResponse(found, status, headers=HEADERS | (RETRY if status == 429 else {}))
