"""Settings that come from environment variables, checked in one place."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Whole
from optim_core.base.text import Translator, load

WORKERS = "OPTIM_WORKERS"
WORKER_COUNT = Whole("", 0, 512)
"""How many worker processes one machine may be asked for."""
WRONG_SETTING = 2
"""The exit status of a program that does not start because a setting is wrong."""


class SettingError(SpecError):
    """An environment variable that cannot be used; `where` is its name."""


def worker_count(default: int) -> int:
    """The number in `OPTIM_WORKERS`, or `default` where it is unset or empty; SettingError if it is not in range."""
    text = os.environ.get(WORKERS, "").strip()
    try:
        return read_count(text, WORKER_COUNT, WORKERS) if text else default
    except SpecError as error:
        raise SettingError(error.where, error.key, **error.values) from None


def read_count(text: str, domain: Whole, where: str) -> int:
    """The number a text stands for; SpecError, with the text as it was typed, if it is none of the domain."""
    try:
        return int(domain.parse(text, where))
    except SpecError:
        raise domain.refuse(text, where) from None


def terminal_translator() -> Translator:
    """The translator for messages on a terminal: Korean where `LANG` says so, otherwise English."""
    return load("ko" if os.environ.get("LANG", "").startswith("ko") else "en")


def sentence(error: SpecError) -> str:
    """What the error says, in the language of the terminal."""
    return terminal_translator()("error." + error.key, where=error.where, **error.values)


@contextmanager
def exit_on_wrong_setting() -> Iterator[None]:
    """End the process with one sentence and `WRONG_SETTING` where a SettingError is raised inside."""
    try:
        yield
    except SettingError as error:
        print(sentence(error), file=sys.stderr)
        raise SystemExit(WRONG_SETTING) from None
