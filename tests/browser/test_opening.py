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
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url + path)
        page.wait_for_selector("[data-testid=race][data-drawn]")
        page.wait_for_selector("[data-testid=stTextInput]")
        settle(page)
        order = kinds(received)
        places = [order.index(kind) for kind in ("frame", "race_surface", "race", "text_input")]
        assert places == sorted(places)
        assert order.index("race") < order.index("button_group")
        assert sum(b'"drawn"' in message for message in sent) == 1
        probes = [address.removeprefix(url) for address in asked if "/_stcore/" in address]
        assert probes == [
            "/_stcore/health",
            "/_stcore/host-config",
        ]  # not below the page, after which it waits
        assert not page.errors


GROUND = """() => {
  const canvas = document.querySelector("[data-testid=race] canvas.ground");
  const { width, height } = canvas;
  const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer);
  const [xs, ys] = [[], []];
  pixels.forEach((pixel, i) => pixel && (xs.push(i % width), ys.push(Math.floor(i / width))));
  const ends = (all) => all.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at + 1)], [9e9, 0]);
  return [...ends(xs), ...ends(ys)];
}"""
AXES = """() => {
  const { xaxis, yaxis } = document.querySelector("[data-testid=race] .race-chart")._fullLayout;
  return [xaxis, yaxis].flatMap((axis) => [axis._offset, axis._offset + axis._length]);
}"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("surface", ["Rosenbrock", "Himmelblau", "Eggholder"])
def test_contours_are_seen_before_plotly_is_there_and_where_it_draws_them(url, surface, width):
    """Plotly rounds, and moves a margin by some pixels where a number needs more room, as in another font."""
    with browsing(viewport={"width": width, "height": 900}) as page:
        page.route("**/plotly-cartesian*", lambda route: None)
        page.goto(f"{url}/surface?surface={surface}&o1=SGD&step=3", wait_until="commit")
        page.wait_for_selector("[data-testid=race][data-pictured]:not([data-drawn])")
        seen = page.evaluate(GROUND)
        page.unroute("**/plotly-cartesian*")  # what was held goes on
        page.wait_for_selector("[data-testid=race][data-drawn]")
        assert seen == pytest.approx(page.evaluate(AXES), abs=5)
        assert page.locator("[data-testid=race] canvas.ground").count() == 1  # that of a surface whose numbers change
        assert page.locator("[data-testid=race]").get_attribute("data-step") == "3"
        assert not page.errors
