"""Two runs of one session that overlap, as Streamlit lets them after a lost connection."""

import threading

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates

from ui.app import startup


@pytest.fixture(autouse=True)
def streamlits_own(monkeypatch):
    """Restore Streamlit's loop afterwards."""
    monkeypatch.setattr(WStates, "__iter__", WStates.__iter__)
    for other in ("apply_changes_completely", "keep_navigation", "read_options_without_lock", "look_up_single_values"):
        monkeypatch.setattr(startup, other, lambda: None)


def _change_while_another_run_ends() -> dict[str, float]:
    """The values after a change of two widgets, while the thread of the last run registers two more."""
    state = SessionState()
    ending, beginning = (SafeSessionState(state, yield_callback=lambda: None) for _ in range(2))

    def register(name, value):
        ending.register_widget(WidgetMetadata(name, value, lambda found: found, "double_value"), name)

    def late(value):
        if value is not None:  # the beginning run looks whether it has changed
            thread = threading.Thread(target=lambda: [register(f"late {i}", lambda found: 0.0) for i in range(2)])
            thread.start()
            thread.join(10)
        return value or 0.0

    register("lr", lambda found: found or 0.0)
    register("steps", late)
    beginning.on_script_will_rerun(
        WidgetStates(widgets=[WidgetState(id=name, double_value=3.0) for name in ("steps", "lr")])
    )
    return {name: state[name] for name in ("lr", "steps", "late 0", "late 1")}


def test_on_a_started_server_a_run_begins_while_another_registers_widgets(monkeypatch):
    monkeypatch.setattr(startup, "_started", False)
    monkeypatch.setattr(startup.pool, "start", lambda task: None)
    monkeypatch.setattr(startup, "train_opening", lambda: None)
    monkeypatch.setattr(startup.sys, "setswitchinterval", lambda seconds: None)
    startup.start()
    assert _change_while_another_run_ends() == {"lr": 3.0, "steps": 3.0, "late 0": 0.0, "late 1": 0.0}


def test_streamlits_own_loop_still_fails():
    """If it does not, `ui/app/widget_states.py` can go."""
    with pytest.raises(RuntimeError, match="changed size"):
        _change_while_another_run_ends()
