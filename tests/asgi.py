"""Requests to an ASGI application without a server."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What the application has sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def request(
    app: Any, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, *, cut: bool = False
) -> Answer:
    """The answer to one request; the body comes in two pieces, or breaks off after the first if it is `cut`."""
    address, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
        "server": ("test", 80),
        "client": ("test", 1),
    }
    half = len(body) // 2
    last = {"type": "http.disconnect"} if cut else {"type": "http.request", "body": body[half:], "more_body": False}
    coming = [last, {"type": "http.request", "body": body[:half], "more_body": True}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    heads = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], heads, b"".join(message.get("body", b"") for message in sent[1:]))
