"""The domain of short texts over an alphabet."""

from dataclasses import dataclass

from optim_core.base.domains import AbstractDomain


@dataclass(frozen=True)
class Letters(AbstractDomain):
    """At most `longest` of the characters of `letters`, or none."""

    letters: str = ""
    longest: int = 0

    @property
    def range(self) -> str:
        return f"[{self.letters}]{{0, {self.longest}}}"

    def check(self, value: object, where: str) -> str:
        if not isinstance(value, str) or len(value) > self.longest or not set(value) <= set(self.letters):
            raise self.refuse(value, where)
        return value

    def bad(self) -> tuple[object, ...]:
        return (self.letters[:1] * (self.longest + 1), "!", None, 0)
