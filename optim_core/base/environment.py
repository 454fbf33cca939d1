"""Settings from environment variables, and the check of their values."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.base.text import Translator, load

WORKERS = "OPTIM_WORKERS"
WORKER_COUNT = Whole("", 0, 512)
"""Domain of the number of worker processes on one machine."""
WRONG_SETTING = 2
"""Exit status of a program that does not start because a setting is invalid."""


class SettingError(SpecError):
    """An environment variable with an invalid value; `where` is its name."""


def worker_count(default: int) -> int:
    """The number in `OPTIM_WORKERS`, or `default` if it is unset or empty; SettingError if it is invalid."""
    text = os.environ.get(WORKERS, "").strip()
    try:
        return int(WORKER_COUNT.parse(text, WORKERS)) if text else default
    except SpecError as error:
        raise SettingError(error.where, error.key, **error.values) from None


def terminal_translator() -> Translator:
    """The translator for messages on a terminal: Korean if `LANG` starts with "ko", otherwise English."""
    return load("ko" if os.environ.get("LANG", "").startswith("ko") else "en")


def sentence(error: SpecError) -> str:
    """The message of the error in the language of the terminal."""
    return terminal_translator()("error." + error.key, where=error.where, **error.values)


@contextmanager
def exit_on_wrong_setting() -> Iterator[None]:
    """If a SettingError is raised inside, print its message and exit with status `WRONG_SETTING`."""
    try:
        yield
    except SettingError as error:
        print(sentence(error), file=sys.stderr)
        raise SystemExit(WRONG_SETTING) from None
