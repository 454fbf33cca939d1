"""No change is lost when the next one follows within milliseconds.

Streamlit ends a run at its next look at the session's state when a newer request is there, also in a callback. The
widget's new value is stored by then, so the newer run sees no change and calls no callback for it; a click that came
with the older request is lost altogether. Here a run first applies all that its request reports.

`runner.fastReruns = false` (.streamlit/config.toml) belongs to this: a session then has one thread, and a request that
waits for it is merged with the next one. Otherwise two threads would change the same state.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state import SafeSessionState

from ui.session.opened_links import note_opened_link

_applying = ContextVar("applying", default=False)


def apply_changes_completely() -> None:
    """Let no newer request end a run between its beginning and the end of its last callback."""
    look, apply = ScriptRunner._maybe_handle_execution_control_request, SafeSessionState.on_script_will_rerun
    ScriptRunner._maybe_handle_execution_control_request = _later(look)  # type: ignore[assignment,method-assign]
    SafeSessionState.on_script_will_rerun = _applies(apply)  # type: ignore[method-assign]


def _later(look: Callable[[ScriptRunner], None]) -> Callable[[ScriptRunner], None]:
    @wraps(look)
    def looks(runner: ScriptRunner) -> None:
        if not _applying.get():
            look(runner)

    return looks


def _applies(apply: Callable[..., None]) -> Callable[..., None]:
    @wraps(apply)
    def applies(*args: Any, **kwargs: Any) -> None:
        token = _applying.set(True)
        try:
            note_opened_link()
            apply(*args, **kwargs)
        finally:
            _applying.reset(token)

    return applies
