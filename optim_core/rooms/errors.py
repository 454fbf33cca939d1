"""Why a room refuses a request; each reason has one sentence, `room.error.<reason>`, in every language."""

from enum import StrEnum


class RoomFault(StrEnum):
    """A reason."""

    WRONG = "wrong"
    """There is no room of this code, or it is not of the teacher who asks."""
    ENDED = "ended"
    """The room of this code has ended."""
    CROWDED = "crowded"
    """All rooms of the server are in use."""
    FULL = "full"
    """The room counts no further phones."""
    FLOOD = "flood"
    """The phone has made too many requests."""
    CLOSED = "closed"
    """The answer has been shown, so votes are no longer taken."""
    CHANGED = "changed"
    """The vote is for a question that the room no longer asks."""
    INVALID = "invalid"
    """The vote is no possible answer, or the request is no vote."""


class RoomError(Exception):
    """A request that a room refuses, with the reason `fault`."""

    def __init__(self, fault: RoomFault) -> None:
        self.fault = fault
        super().__init__(fault.value)
