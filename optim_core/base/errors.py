"""What the core says to a spec that cannot be run."""

from concurrent.futures import BrokenExecutor
from typing import Any

from optim_core.base.text import load

LONGEST = 40
"""Characters of a refused value that are shown."""


class SpecError(ValueError):
    """A spec that cannot be run. `where` names the field; `t("error." + key, where=where, **values)` says why."""

    def __init__(self, where: str, key: str, **values: object) -> None:
        self.where, self.key, self.values = where, key, values
        super().__init__(load("en")(f"error.{key}", where=where, **values))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.where, self.key, self.values)


def abridged(value: object) -> str:
    """The first characters of a value as text; those in hexadecimal of an integer too long for Python to write out."""
    try:
        return str(value)[:LONGEST]
    except ValueError:
        return hex(value)[:LONGEST] if isinstance(value, int) else "…"


class JobError(SpecError):
    """A job of the pool that was given up; nothing is known of its spec, and another try may do."""


class JobTimeoutError(JobError):
    """A job of the pool has worked for the seconds that it may, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__("", "job_timeout", seconds=seconds)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.values["seconds"],)


class WorkerDiedError(JobError, BrokenExecutor):
    """The worker of a job died each time that the job was tried."""

    def __init__(self) -> None:
        super().__init__("", "worker_died")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()


def _rebuild(cls: type[SpecError], where: str, key: str, values: dict[str, object]) -> SpecError:
    return cls(where, key, **values)
