"""What a browser without a cache is sent when it opens a page with a race."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.server import browsing, settle

pytestmark = pytest.mark.browser


def kinds(frames: list[bytes]) -> list[str]:
    """The kind of each element in the messages of a server, in their order; a component's is its name."""
    elements = [ForwardMsg.FromString(frame).delta.new_element for frame in frames]
    named = [(one.WhichOneof("type"), one.bidi_component.component_name) for one in elements]
    return [name or kind for kind, name in named if kind]


@pytest.mark.parametrize("path", ["/", "/surface"])
def test_the_race_comes_before_all_widgets_and_is_reported_once(url, path):
    with browsing(locale="en-US") as page:
        sent: list[bytes] = []
        received: list[bytes] = []

        def watch(connection):
            connection.on("framesent", lambda frame: sent.append(frame))
            connection.on("framereceived", lambda frame: received.append(frame))

        page.on("websocket", watch)
        page.goto(url + path)
        page.wait_for_selector("[data-testid=race][data-drawn]")
        page.wait_for_selector("[data-testid=stTextInput]")
        settle(page)
        order = kinds(received)
        places = [order.index(kind) for kind in ("frame", "race_surface", "race", "text_input")]
        assert places == sorted(places)
        assert order.index("race") < order.index("button_group")
        assert sum(b'"drawn"' in message for message in sent) == 1
        assert not page.errors
