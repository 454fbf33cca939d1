"""Errors of the core: invalid specs, and jobs of the pool that did not finish."""

from concurrent.futures import BrokenExecutor
from typing import Any

from optim_core.base.text import load

MAX_CHARACTERS = 40
"""Characters of an invalid value that an error message quotes."""


class SpecError(ValueError):
    """An invalid spec. `where` names the field, and `t("error." + key, where=where, **values)` is the message."""

    def __init__(self, where: str, key: str, **values: object) -> None:
        self.where, self.key, self.values = where, key, values
        super().__init__(load("en")(f"error.{key}", where=where, **values))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.where, self.key, self.values)


def abridged(value: object) -> str:
    """The first `MAX_CHARACTERS` of `str(value)`; hexadecimal for integers that are too long for `str`."""
    try:
        return str(value)[:MAX_CHARACTERS]
    except ValueError:
        return hex(value)[:MAX_CHARACTERS] if isinstance(value, int) else "…"


class JobError(SpecError):
    """A job of the pool that was ended before it had a result. Its spec may be valid, and another try may succeed."""


class JobTimeoutError(JobError):
    """A job was ended because it exceeded its working time of `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("", "job_timeout", seconds=seconds)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.values["seconds"],)


class WorkerDiedError(JobError, BrokenExecutor):
    """The worker of a job died at every attempt to run the job."""

    def __init__(self) -> None:
        super().__init__("", "worker_died")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()


def _rebuild(cls: type[SpecError], where: str, key: str, values: dict[str, object]) -> SpecError:
    return cls(where, key, **values)
