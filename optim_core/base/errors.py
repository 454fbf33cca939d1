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


class UnknownFieldError(SpecError, TypeError):
    """A keyword argument that is not a field of the spec; `where` is `Class.argument`."""


def abridged(value: object) -> str:
    """The first `MAX_CHARACTERS` of `str(value)`; hexadecimal for integers that are too long for `str`."""
    try:
        return str(value)[:MAX_CHARACTERS]
    except ValueError:
        return hex(value)[:MAX_CHARACTERS] if isinstance(value, int) else "…"


def not_instance(value: object, base: type, where: str) -> SpecError:
    """SpecError for a value that is not an instance of `base`. For a class below it, the text asks for an instance."""
    if isinstance(value, type) and issubclass(value, base):
        return SpecError(where, "class", got=value.__name__[:MAX_CHARACTERS])
    return SpecError(where, "instance", cls=base.__name__.removeprefix("Abstract"), got=abridged(value))


def check_instance(value: object, base: type, where: str) -> None:
    """Raise the error of `not_instance` unless `value` is an object of the class `base`."""
    if not isinstance(value, base):
        raise not_instance(value, base, where)


def not_list(value: object, where: str, base: type | None = None) -> SpecError:
    """The error for a value that is no list of objects, which are of the class `base`, if it is given."""
    if base is not None and isinstance(value, type):
        return not_instance(value, base, where)
    return SpecError(where, "list", got=abridged(value))


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
