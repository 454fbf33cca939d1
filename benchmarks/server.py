"""A new server for each measurement, and visitors that speak Streamlit's protocol to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.request import urlopen

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

ROOT = Path(__file__).parents[1]
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
SECONDS = 120
"""Timeout of each wait."""


@contextmanager
def serving(entry: Path = ROOT / "app.py") -> Iterator[tuple[str, psutil.Process]]:
    """Address ("host:port") and process of a new server of `entry` with this project's configuration."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "streamlit", "run", str(entry), "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={address.rpartition(':')[2]}"]
    quiet = {"cwd": ROOT, "env": os.environ | {"OPTIM_WORKERS": "2"}, "stdout": subprocess.DEVNULL}
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, **quiet)  # type: ignore[call-overload]
    try:
        _wait_for(f"http://{address}/_stcore/health")
        yield address, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(SECONDS)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Visitor:
    """A session on one page."""

    def __init__(self, socket: websockets.ClientConnection, page: str, query: str) -> None:
        self.socket, self.page, self.query = socket, page, query
        self.page_hash = ""
        self.sliders: dict[str, Slider] = {}
        self.buttons: dict[str, str] = {}
        self.states: dict[str, WidgetState] = {}
        self.components: dict[str, str] = {}
        """Name of each component -> the data of its last drawing, as JSON."""
        self.parts: dict[str, str] = {}
        """Id of each slider and button -> the part of the page that it is in, "" for none."""
        self.timer = ""
        """The part that asks to be drawn again after a while; "" for none."""
        self.progress: float | None = None
        """What a progress bar said in the last run, between 0 and 100; None without one."""

    async def rerun(self, part: str = "") -> float:
        """Run the page, or a part of it, with the current widget states; return the seconds until it finishes."""
        message = BackMsg()
        request = message.rerun_script
        request.query_string, request.page_script_hash, request.fragment_id = self.query, self.page_hash, part
        request.is_auto_rerun = bool(part) and part == self.timer and not self.states
        request.page_name = "" if self.page_hash else self.page
        request.widget_states.widgets.extend(self.states.values())
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        self.states = {name: state for name, state in self.states.items() if not state.trigger_value}
        self.buttons, self.timer, self.progress = {}, self.timer if part else "", None
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv())  # type: ignore[arg-type]
            kind = answer.WhichOneof("type")
            if kind == "navigation":  # that of a new session may be the hash of the entry, and not of the page
                self.page_hash = answer.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "delta" and answer.delta.new_element.HasField("slider"):
                slider = answer.delta.new_element.slider
                self.sliders[slider.id.rpartition("-")[2]] = slider
                self.parts[slider.id] = answer.delta.fragment_id
            elif kind == "delta" and answer.delta.new_element.HasField("button"):
                button = answer.delta.new_element.button.id
                self.buttons[button.rpartition("-")[2]] = button
                self.parts[button] = answer.delta.fragment_id
            elif kind == "delta" and answer.delta.new_element.HasField("progress"):
                self.progress = answer.delta.new_element.progress.value
            elif kind == "auto_rerun":
                self.timer = answer.auto_rerun.fragment_id
            elif kind == "delta" and answer.delta.new_element.HasField("bidi_component"):
                component = answer.delta.new_element.bidi_component
                self.components[component.component_name] = component.json or component.mixed.json
            elif kind == "delta" and answer.delta.new_element.HasField("exception"):
                raise RuntimeError(answer.delta.new_element.exception.message)
            elif kind == "script_finished" and answer.script_finished in FINISHED:
                return time.perf_counter() - start

    def press(self, key: str) -> None:
        """Press the button of this key, which was on the page at its last run."""
        self.states[key] = WidgetState(id=self.buttons[key], trigger_value=True)

    def move(self, key: str, option: str) -> None:
        """Set the slider of this key to one of its options, as displayed."""
        state = WidgetState(id=self.sliders[key].id)
        state.string_array_value.data.append(option)
        self.states[state.id] = state


@asynccontextmanager
async def visiting(address: str, page: str, query: str = "") -> AsyncIterator[Visitor]:
    """A visitor after the first run of the page."""
    async with websockets.connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit")],
        origin=websockets.Origin(f"http://{address}"),
        max_size=None,
        ping_interval=None,
        proxy=None,
    ) as connection:
        visitor = Visitor(connection, page, query)
        await visitor.rerun()
        yield visitor


def settled(server: psutil.Process) -> None:
    """Wait until the server and its workers are idle after their start."""
    processes = [server, *server.children(recursive=True)]
    for process in processes:
        process.cpu_percent()
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        time.sleep(1)
        if sum(process.cpu_percent() for process in processes) < 5:
            return
