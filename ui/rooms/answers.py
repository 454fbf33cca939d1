"""The answers that the addresses of a room give, as data for JSON."""

from collections.abc import Mapping
from threading import Event
from typing import Any

from optim_core.base.text import LANGUAGES, load
from optim_core.rooms import RoomFault, Rooms, View, limits

ROOMS = Rooms()
"""The rooms of this server."""
SERVED = Event()
"""Set once this server serves the addresses of rooms; pages without the routes of `ui.app.server` have none."""

STATUS = {
    RoomFault.WRONG: 404,
    RoomFault.ENDED: 410,
    RoomFault.CROWDED: 503,
    RoomFault.FULL: 403,
    RoomFault.FLOOD: 429,
    RoomFault.CLOSED: 409,
    RoomFault.CHANGED: 409,
    RoomFault.INVALID: 400,
}
"""The HTTP status of each refusal."""
WORDS = (
    "name",
    "waiting",
    "choose",
    "write",
    "sending",
    "counted",
    "number",
    "vote",
    "code",
    "go",
    "votes",
    "right",
    "wrong",
    "missed",
    "your_vote",
    "right_answer",
    "low",
    "number_right",
    "high",
    "lost",
    "no_script",
)
"""The texts of the phones' page and of the teacher's panel, beside those of the refusals."""


def view_data(view: View, known: str) -> dict[str, Any]:
    """The view for JSON; the words of a question that the phone says it knows are left out."""
    data = {"question": view.question, "open": view.is_open, "votes": view.votes, "own": view.own}
    if view.poll is None:
        return data
    if known != view.question:
        data |= {"words": view.poll.words, "groups": view.poll.groups, "numeric": not view.poll.has_options}
    if view.counts is None:
        return data
    mine = view.poll.group(view.own) if view.own is not None else None
    reasons = view.poll.reasons(mine) if mine is not None else {}
    return data | {
        "counts": view.counts,
        "right": view.poll.right,
        "answer": view.poll.answer,
        "mine": mine,
        "reasons": reasons,
    }


def words() -> Mapping[str, Mapping[str, str]]:
    """Language -> the texts of the phones' page; `{name}` stands for what its code fills in."""
    bounds = {"voters": limits.VOTERS}
    found = {}
    for language in LANGUAGES:
        t = load(language)
        faults = {f"error_{fault}": t(f"room.error.{fault}", **bounds) for fault in RoomFault}
        found[language] = {word: t.entries[f"room.{word}"] for word in WORDS} | faults
    return found
