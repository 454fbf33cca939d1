"""Iterate over Streamlit's widget states while another thread of the session adds widgets to them.

When a browser reconnects, Streamlit starts a new thread, while that of the last run may still be registering a widget.
Both have a lock of their own around the same states, so a loop over them could end in "dictionary changed size during
iteration", which the visitor sees as an error page. A lock for both could deadlock with locks that callbacks take.
"""

from collections.abc import Iterator

from streamlit.runtime.state.session_state import WStates


def iterate_over_copies() -> None:
    """Let every loop over the widgets of a session run over those at its beginning."""
    WStates.__iter__ = _names  # type: ignore[method-assign]


def _names(states: WStates) -> Iterator[str]:
    return iter(tuple(states.states))
