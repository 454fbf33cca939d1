"""Rooms: phones vote on the question of a lesson that a teacher shows; all of it is in memory, nothing of persons."""

from optim_core.rooms.errors import RoomError, RoomFault
from optim_core.rooms.poll import Poll
from optim_core.rooms.room import View
from optim_core.rooms.store import Key, Rooms

__all__ = ["Key", "Poll", "RoomError", "RoomFault", "Rooms", "View"]
