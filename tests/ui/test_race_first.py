"""What a new visitor is sent: the race, and the rest of the page once the browser has drawn that."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.app import race_first
from ui.app.race_first import RaceFirst


def asks(page: str = "", trigger: str = "") -> Any:
    message = BackMsg()
    message.rerun_script.page_script_hash = page
    if trigger:
        message.rerun_script.widget_states.widgets.add(id="race", json_trigger_value=trigger)
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def draws(component: str) -> Any:
    message = ForwardMsg()
    message.delta.new_element.bidi_component.component_name = component
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


DRAWN = asks("a", '[{"event": "drawn", "value": true}]')
RACE, REST = draws("race"), draws("sheet")


async def exchange(*steps: str | Any, agent: bytes = b"Mozilla/5.0") -> list[Any]:
    """What passes in both directions; the app sends a race and the rest after each message of the browser."""
    passed: list[Any] = []
    coming: asyncio.Queue[Any] = asyncio.Queue()

    async def app(_scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        async def answer() -> None:
            for event in (RACE, REST):
                await send(event)

        async with asyncio.TaskGroup() as tasks:
            while (event := await receive())["type"] != "websocket.disconnect":
                passed.append(event)
                tasks.create_task(answer())

    async def send(event: Any) -> None:
        passed.append(event)

    async def browser() -> None:
        for step in steps:
            await coming.put(step)
            for _ in range(20):
                await asyncio.sleep(0)
        await coming.put({"type": "websocket.disconnect"})

    scope = {"type": "websocket", "headers": [(b"user-agent", agent)]}
    await asyncio.gather(RaceFirst(app)(scope, coming.get, send), browser())
    return passed


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(race_first, "MOST_SECONDS", 3600)


@pytest.mark.usefixtures("patient")
def test_the_rest_waits_until_the_race_is_drawn():
    other = {"type": "websocket.receive", "bytes": BackMsg(stop_script=True).SerializeToString()}
    passed = asyncio.run(exchange(asks(), DRAWN))
    assert passed == [asks(), RACE, REST]
    assert asyncio.run(exchange(asks(), other, DRAWN))[:3] == [asks(), RACE, other]


def test_the_rest_comes_to_a_browser_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(race_first, "MOST_SECONDS", 0.01)
    assert asyncio.run(exchange(asks())) == [asks(), RACE, REST]


@pytest.mark.usefixtures("patient")
def test_nothing_waits_on_a_page_that_is_open():
    assert asyncio.run(exchange(asks("a"))) == [asks("a"), RACE, REST]
    assert asyncio.run(exchange(asks(), DRAWN, asks("a"), asks("a"))) == [
        asks(),
        RACE,
        REST,
        *[asks("a"), RACE, REST] * 2,
    ]


@pytest.mark.usefixtures("patient")
def test_a_click_that_comes_with_the_report_reaches_streamlit():
    both, click = BackMsg.FromString(DRAWN["bytes"]), BackMsg.FromString(asks("a")["bytes"])
    for message in (both, click):
        message.rerun_script.widget_states.widgets.add(id="share", trigger_value=True)
    passed = asyncio.run(exchange(asks(), {**DRAWN, "bytes": both.SerializeToString()}))
    heard = [BackMsg.FromString(event["bytes"]) for event in passed if event["type"] == "websocket.receive"]
    assert heard[1:] == [click]


@pytest.mark.usefixtures("patient")
def test_nothing_waits_for_a_program():
    assert asyncio.run(exchange(asks(), agent=b"Python/3.11 websockets/15.0")) == [asks(), RACE, REST]


@pytest.mark.usefixtures("patient")
def test_the_report_never_reaches_streamlit():
    assert asyncio.run(exchange(DRAWN, DRAWN)) == []


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("event", [{"type": "websocket.receive", "text": "?"}, {"type": "x", "bytes": b"\xff\xff"}])
def test_what_is_no_message_passes(event):
    assert asyncio.run(exchange(event))[0] == event
