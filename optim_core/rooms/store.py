"""All rooms of a server."""

import re
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from optim_core.rooms import limits
from optim_core.rooms.errors import RoomError, RoomFault
from optim_core.rooms.poll import Poll
from optim_core.rooms.room import Room, View

TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{limits.TOKEN_LENGTHS[0]},{limits.TOKEN_LENGTHS[1]}}}", re.ASCII)


@dataclass(frozen=True)
class Key:
    """The code of a room, which everyone in it sees, and the secret of its teacher."""

    code: str
    secret: str = field(repr=False)


class Rooms:
    """The open rooms, for any thread. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._rooms: dict[str, Room] = {}
        self._ended: deque[str] = deque(maxlen=limits.REMEMBERED)

    def open(self) -> Key:
        """Open a room and return its key. RoomError "crowded" if the largest number of rooms is in use."""
        with self._lock:
            now = self._clock()
            for code in [code for code, room in self._rooms.items() if now >= room.ends]:
                self._end(code)
            if len(self._rooms) >= limits.ROOMS:
                idle, room = min(self._rooms.items(), key=lambda item: item[1].active)
                if now - room.active < limits.IDLE_SECONDS:
                    raise RoomError(RoomFault.CROWDED)
                self._end(idle)
            code = next(code for code in _codes() if code not in self._rooms and code not in self._ended)
            key = Key(code, secrets.token_urlsafe(16))
            self._rooms[code] = Room(key.secret, now + limits.SECONDS, now)
            return key

    def ask(self, key: Key, poll: Poll, question: str) -> None:
        """Replace the current `question` by another one. If that was asked before, it keeps its votes.

        RoomError "wrong" or "ended", or "changed" if the room asks another question than `question`, as when another
        tab of the teacher has moved it.
        """
        with self._own(key) as room:
            room.check(question)
            room.ask(poll)

    def reveal(self, key: Key, question: str) -> None:
        """End the voting on `question` and show the answer. RoomError as for `ask`."""
        with self._own(key) as room:
            room.check(question)
            room.reveal()

    def reset(self, key: Key, question: str) -> None:
        """Ask `question` again, without its votes. RoomError as for `ask`."""
        with self._own(key) as room:
            room.check(question)
            room.reset()

    def end(self, key: Key) -> None:
        """End the room. RoomError "wrong" or "ended"."""
        with self._own(key):
            self._end(key.code.upper())

    def teacher_view(self, key: Key) -> View:
        """View of the teacher's own room. RoomError "wrong" for any other key, or "ended"."""
        with self._own(key) as room:
            return room.view("")

    def view(self, code: str, token: str = "") -> View:
        """View of a room for the phone with this token. RoomError "wrong", "ended" or "flood"."""
        with self._room(code) as room:
            room.admit(token, room.active)
            return room.view(token)

    def vote(self, code: str, token: str, question: str, text: str) -> View:
        """Count the vote `text` on the asking `question` of a question; the same phone's earlier vote goes.

        RoomError if it is refused; all that was counted before stays.
        """
        with self._room(code) as room:
            if not TOKEN.fullmatch(token):
                raise RoomError(RoomFault.INVALID)
            room.admit(token, room.active)
            room.vote(token, question, text, room.active)
            return room.view(token)

    @contextmanager
    def _room(self, code: str) -> Iterator[Room]:
        with self._lock:
            now, name = self._clock(), code.upper()
            room = self._rooms.get(name)
            if room is not None and now >= room.ends:
                self._end(name)
                room = None
            if room is None:
                raise RoomError(RoomFault.ENDED if name in self._ended else RoomFault.WRONG)
            room.active = now
            yield room

    @contextmanager
    def _own(self, key: Key) -> Iterator[Room]:
        with self._room(key.code) as room:
            if not secrets.compare_digest(room.secret.encode(), key.secret.encode("utf-8", "replace")):
                raise RoomError(RoomFault.WRONG)
            yield room

    def _end(self, code: str) -> None:
        del self._rooms[code]
        self._ended.append(code)


def _codes() -> Iterator[str]:
    while True:
        yield "".join(secrets.choice(limits.LETTERS) for _ in range(limits.CODE_LENGTH))
