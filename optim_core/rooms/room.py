"""One room: its question, its phones and their votes. A `Rooms` calls it under its lock."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from optim_core.rooms import limits
from optim_core.rooms.errors import RoomError, RoomFault
from optim_core.rooms.poll import Poll


@dataclass(frozen=True, kw_only=True)
class View:
    """Question, votes and shares of a room at one moment."""

    poll: Poll | None
    """The question; None before the first."""
    question: str
    """The name of this asking of it, which a vote has to repeat."""
    votes: int
    counts: Mapping[str, int] | None
    """Group -> its votes, once the answer is shown."""
    own: str | None
    """The vote of the phone that asks."""

    @property
    def is_open(self) -> bool:
        """Whether phones can vote now."""
        return self.poll is not None and self.counts is None


@dataclass
class Allowance:
    """The requests that a phone may still make: `limits.BURST` at once, and `limits.PER_SECOND` more each second."""

    at: float
    left: float = limits.BURST

    def take(self, now: float) -> None:
        """Use up one. RoomError "flood" if there is none, which costs nothing."""
        self.left = min(limits.BURST, self.left + (now - self.at) * limits.PER_SECOND)
        self.at = now
        if self.left < 1:
            raise RoomError(RoomFault.FLOOD)
        self.left -= 1


@dataclass
class Ballot:
    """The votes on one question."""

    poll: Poll
    turn: int = 1
    """How often the question has been asked."""
    votes: dict[str, str] = field(default_factory=dict)
    """Token of a phone -> its vote."""
    counts: Mapping[str, int] | None = None


@dataclass
class Room:
    """A room that ends at `ends`; `active` is the time of the last request."""

    secret: str = field(repr=False)
    ends: float
    active: float
    phones: dict[str, Allowance] = field(default_factory=dict)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    """Name of each lesson that was asked -> its votes, which stay when the teacher goes on and comes back."""
    current: Ballot | None = None

    def admit(self, token: str, now: float) -> None:
        """Count a request against the phone's allowance, if it has voted. RoomError "flood"."""
        if phone := self.phones.get(token):
            phone.take(now)

    @property
    def question(self) -> str:
        """The name of this asking of the question; empty before the first."""
        return f"{self.current.poll.name}.{self.current.turn}" if self.current else ""

    def check(self, question: str) -> None:
        """RoomError "changed" if the room asks another question, or this one again."""
        if question != self.question:
            raise RoomError(RoomFault.CHANGED)

    def ask(self, poll: Poll) -> None:
        self.current = self.ballots.setdefault(poll.name, Ballot(poll))

    def vote(self, token: str, question: str, text: str, now: float) -> None:
        """Count a vote, in place of an earlier one of the same phone. RoomError if it is refused."""
        ballot = self.current
        if ballot is None or question != self.question:
            raise RoomError(RoomFault.CHANGED)
        if ballot.counts is not None:
            raise RoomError(RoomFault.CLOSED)
        vote = ballot.poll.parse(text)
        if token not in self.phones:
            if len(self.phones) >= limits.VOTERS:
                raise RoomError(RoomFault.FULL)
            self.phones[token] = Allowance(now, limits.BURST - 1)
        ballot.votes[token] = vote

    def reveal(self) -> None:
        """End the voting, and count."""
        if self.current is not None and self.current.counts is None:
            found = Counter(map(self.current.poll.group, self.current.votes.values()))
            self.current.counts = {group: found[group] for group in self.current.poll.groups}

    def reset(self) -> None:
        """Ask the question again, without its votes."""
        if self.current is not None:
            self.current.turn += 1
            self.current.votes, self.current.counts = {}, None

    def view(self, token: str) -> View:
        ballot = self.current
        if ballot is None:
            return View(poll=None, question="", votes=0, counts=None, own=None)
        return View(
            poll=ballot.poll,
            question=self.question,
            votes=len(ballot.votes),
            counts=ballot.counts,
            own=ballot.votes.get(token),
        )
