"""Look one value of a session up without a copy of all of them.

For each number box, select box and text box, Streamlit asks for a dictionary of the session's whole state, and reads
one value of it. On a page of 70 widgets that took a twentieth of the time.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state import SafeSessionState


class StateView(Mapping[str, Any]):
    """What `filtered_state` of a session holds; only a loop over all of it makes the dictionary."""

    def __init__(self, safe: SafeSessionState) -> None:
        self._lock, self._state = safe._lock, safe._state

    def __getitem__(self, key: str) -> Any:
        with self._lock:
            return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._copy())

    def __len__(self) -> int:
        return len(self._copy())

    def __repr__(self) -> str:
        return repr(self._copy())

    def _copy(self) -> dict[str, Any]:
        with self._lock:
            return self._state.filtered_state


def look_up_single_values() -> None:
    """Give widgets a view of the session's state instead of a dictionary."""
    SafeSessionState.filtered_state = property(StateView)  # type: ignore[assignment,method-assign]
