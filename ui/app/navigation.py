"""A move to another page, or *Back*, stays when another request is merged with it.

Streamlit merges the requests that wait for the run that is under way, and takes the page, its link and whether it is
one of *Back* from the newest: also from one that the running script makes for itself by `st.rerun`, and from a widget
that reports its value after *Back*.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType

Request = Callable[[ScriptRequests, RerunData], bool]


def keep_navigation() -> None:
    """Let no rerun that the script asks for, and no later change, replace the navigation that it is merged with."""
    ScriptRequests._request_rerun_locked = _merges(ScriptRequests._request_rerun_locked)  # type: ignore[assignment,method-assign]


def _merges(request: Request) -> Request:
    @wraps(request)
    def merges(requests: ScriptRequests, new: RerunData) -> bool:
        waiting = requests._rerun_data
        if requests._state is ScriptRequestType.RERUN and waiting.widget_states is not None and _is_whole(waiting):
            if _is_of_script(new):
                new = replace(new, **_place(waiting), is_history_navigation=waiting.is_history_navigation)
            elif _place(new) == _place(waiting):
                new = replace(new, is_history_navigation=new.is_history_navigation or waiting.is_history_navigation)
        return request(requests, new)

    return merges


def _is_whole(request: RerunData) -> bool:
    return not (request.fragment_id or request.fragment_id_queue)


def _is_of_script(request: RerunData) -> bool:
    """Whether the running script asks for its own page again; a browser always reports widgets."""
    if request.widget_states is not None or (context := get_script_run_ctx()) is None:
        return False
    return request.page_script_hash == context.page_script_hash


def _place(request: RerunData) -> dict[str, Any]:
    return {name: getattr(request, name) for name in ("page_script_hash", "page_name", "query_string")}
