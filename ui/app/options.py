"""Read Streamlit's options without a lock.

Streamlit reads one for each message. When a class opens a link, so many threads wait for the lock that each reading
hands the interpreter to another thread.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit import config


def read_options_without_lock() -> None:
    """Let threads read options at the same time."""
    config.get_option = _without_lock(config.get_option)  # type: ignore[assignment]


def _without_lock(get: Callable[[str], Any]) -> Callable[[str], Any]:
    @wraps(get)
    def get_option(key: str) -> Any:
        options = config._config_options
        return options[key].value if options and key in options else get(key)

    return get_option
