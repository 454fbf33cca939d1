"""A move to another page, or *Back*, stays when another request is merged with it.

Streamlit merges the requests that wait for the run that is under way, and takes the page, its link and whether it is
one of *Back* from the newest: also from one that the running script makes for itself by `st.rerun`, and from a widget
that reports its value after *Back*.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType

Request = Callable[[ScriptRequests, RerunData], bool]
PLACE = ("page_script_hash", "page_name", "query_string", "is_history_navigation")


def keep_navigation() -> None:
    """Let no rerun that the script asks for, and no later change, replace the navigation that it is merged with.

    A link that the script opens on another page counts as opened by the visitor (ui/session/opened_links.py).
    """
    ScriptRequests._request_rerun_locked = _merges(ScriptRequests._request_rerun_locked)  # type: ignore[assignment,method-assign]


def _merges(request: Request) -> Request:
    @wraps(request)
    def merges(requests: ScriptRequests, new: RerunData) -> bool:
        waiting = requests._rerun_data
        page = _page_of_script(new)
        if page is not None and page != new.page_script_hash:
            new = replace(new, is_history_navigation=True)
        elif requests._state is ScriptRequestType.RERUN and waiting.widget_states is not None and _is_whole(waiting):
            is_late = waiting.is_history_navigation and waiting.page_script_hash == new.page_script_hash
            if page is not None or (is_late and not new.is_history_navigation):
                place = {name: getattr(waiting, name) for name in PLACE}
                new = replace(new, **place)
        return request(requests, new)

    return merges


def _is_whole(request: RerunData) -> bool:
    return not (request.fragment_id or request.fragment_id_queue)


def _page_of_script(request: RerunData) -> str | None:
    """The page of the running script if that asks for a run, or None: a browser does, which always reports widgets."""
    context = get_script_run_ctx(suppress_warning=True)  # a browser's requests come in a thread that has none
    return context.page_script_hash if context and request.widget_states is None else None
