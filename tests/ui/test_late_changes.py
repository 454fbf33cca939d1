"""What the server makes of messages that a browser sent before it heard of the page that it asked for."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.app.late_changes import PageTracker


def asks(page: str, fragment: str = "", query: str = "", widget: str = "", *, auto: bool = False) -> bytes:
    message = BackMsg()
    run = message.rerun_script
    run.page_script_hash, run.fragment_id, run.query_string, run.is_auto_rerun = page, fragment, query, auto
    if widget:
        run.widget_states.widgets.add(id=widget, double_value=1.0)
    return bytes(message.SerializeToString())


def begins(page: str, *fragments: str) -> bytes:
    message = ForwardMsg()
    message.new_session.page_script_hash = page
    message.metadata.run.fragment_ids.extend(fragments)
    return bytes(message.SerializeToString())


def names(page: str) -> bytes:
    message = ForwardMsg()
    message.navigation.page_script_hash = page
    return bytes(message.SerializeToString())


def opened(page: str) -> PageTracker:
    tracker = PageTracker()
    tracker.request(asks(""))
    tracker.response(begins("main"))
    tracker.response(names(page))
    return tracker


def test_messages_of_the_shown_page_pass():
    tracker = opened("a")
    whole = [asks(page, widget="w") for page in ("a", "b")]
    for message in (asks("a", "f"), *whole, asks("b", "f"), b"\xff\xff", BackMsg(stop_script=True)):
        data = message if isinstance(message, bytes) else message.SerializeToString()
        assert tracker.request(data) == data


def test_a_request_without_widgets_opens_its_link():
    """As Streamlit's frontend sends it for links, but for none of the changes on a page."""
    tracker = opened("a")
    for message, is_opened in (
        (asks("a", query="x=1"), True),
        (asks("b", query="lang=ko&x="), False),
        (asks("b", query="lang=ko&x=1"), True),
        (asks("b", query="lang=ko"), False),  # the menu
        (asks("b"), False),
        (asks("b", query="x=1", widget="w"), False),
        (asks("b", "f", query="x=1"), False),
    ):
        assert BackMsg.FromString(tracker.request(message)).rerun_script.is_history_navigation == is_opened


def test_the_first_page_has_two_names():
    tracker = opened("a")
    assert tracker.request(asks("main", "f")) == asks("main", "f")
    tracker.request(asks("b"))
    tracker.response(begins("b"))
    tracker.response(names("b"))
    for old in ("main", "a"):
        assert tracker.request(asks(old, "f", auto=True)) is None


def test_the_first_message_of_a_connection_passes():
    assert PageTracker().request(asks("a", "f")) == asks("a", "f")


def test_a_late_change_joins_the_navigation():
    tracker = opened("a")
    tracker.request(asks("b", query="x=1"))
    merged = BackMsg.FromString(tracker.request(asks("a", "f", "old=1", "box")) or b"").rerun_script
    assert (merged.page_script_hash, merged.fragment_id, merged.query_string) == ("b", "", "x=1")
    assert [state.id for state in merged.widget_states.widgets] == ["box"]


def test_a_late_timer_is_dropped():
    tracker = opened("a")
    tracker.request(asks("b"))
    assert tracker.request(asks("a", "f", auto=True)) is None


def test_a_change_after_a_switch_by_the_script_is_dropped():
    tracker = opened("a")
    tracker.request(asks("a", "f"))
    tracker.response(begins("c"))
    assert tracker.request(asks("a", "f")) is None
    assert tracker.request(asks("c", "f")) == asks("c", "f")


def test_a_fragment_is_no_change_of_the_page():
    tracker = opened("a")
    tracker.request(asks("b"))
    tracker.response(begins("a", "f"))
    assert tracker.request(asks("a", "f", auto=True)) is None
