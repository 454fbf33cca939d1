"""A session without a browser: only the messages that change widgets, rerun fragments and switch pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from tests.server import PATIENCE


@dataclass
class Session:
    """An open session; `errors` holds the texts of all error boxes that it received.

    `drawn` holds the hash of the page of each run, fragments included: where it changes, a browser drops what it shows.
    `places` holds where each widget stands on the page, by its key without the number that `widget_key` appends.
    """

    socket: Any
    page_hash: str = ""
    query: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def open(self, page: str = "", query: str = "") -> None:
        """Run a page of that name."""
        self._run(page_name=page, query_string=query)

    def late(self, key: str, page: str, *, auto: bool = False, **value: object) -> None:
        """Move to another page and, before it is drawn, set a widget of this one; `auto`: as a timer does."""
        self.set(key, **value)
        old, fragment = self.page_hash, self.fragments[self.find(key)]
        self._send(page_script_hash=self.pages[page], query_string="")
        self._run(page_script_hash=old, fragment_id=fragment, is_auto_rerun=auto)
        while self.page_hash != self.pages[page]:
            self.receive()
        self.rest(2)

    def go(self, page: str, *, by_back: bool = False) -> None:
        """Move to another page, by its link or `by_back`, which restores the address `query`."""
        self._run(page_script_hash=self.pages[page], is_history_navigation=by_back)

    def follow(self, page: str, query: str, **fields: str | bool) -> None:
        """Open a link, but do not wait for it: a browser forgets the widgets of the page."""
        self.states.clear()
        self._send(page_script_hash=self.pages[page], query_string=query, **fields)

    def rest(self, seconds: float = 3.0) -> None:
        """Process messages until there is none for so long."""
        with suppress(TimeoutError):
            while True:
                self.receive(seconds)

    def find(self, key: str) -> str:
        """The id of the newest widget with the id `key`, or with a widget key that starts with `key`."""
        return key if key in self.widgets else [one for one in self.widgets if f"-{key}" in one][-1]

    def set(self, key: str, **value: object) -> str:
        """Set a widget's value, such as `double_value=1.0`, for the next message; return the id of the widget."""
        widget = self.find(key)
        state = WidgetState(id=widget)
        for name, content in value.items():
            if name.endswith("array_value"):
                getattr(state, name).data.extend(content)  # type: ignore[arg-type]
            elif name == "string_trigger_value":
                state.string_trigger_value.data = str(content)
            else:
                setattr(state, name, content)
        self.states[widget] = state
        return widget

    def change(self, key: str, *, whole: bool = False, page: str | None = None, **value: object) -> None:
        """Set a widget and rerun its fragment, the `whole` page, or in the same message another `page`."""
        widget = self.set(key, **value)
        if page is not None:
            self.go(page)
        else:
            fragment = "" if whole else self.fragments.get(widget, "")
            self._run(page_script_hash=self.page_hash, fragment_id=fragment)

    def send(self, key: str, **value: object) -> None:
        """Set a widget and ask for the whole page, but do not wait for it; a click is sent once, as browsers do."""
        widget = self.set(key, **value)
        self.ask()
        if any(name.endswith("trigger_value") for name in value):
            del self.states[widget]

    def ask(self, **fields: str | bool) -> None:
        """Ask for the whole page, but do not wait for it."""
        self._send(page_script_hash=self.page_hash, **fields)

    def _run(self, **fields: str | bool) -> None:
        self._send(**fields)
        while not self.receive():
            pass

    def _send(self, **fields: str | bool) -> None:
        message = BackMsg()
        for name, value in ({"query_string": self.query} | fields).items():
            setattr(message.rerun_script, name, value)
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        self.socket.send(message.SerializeToString())

    def receive(self, seconds: float = PATIENCE / 1_000) -> bool:
        """Process one message; True if the script has ended."""
        message = ForwardMsg.FromString(self.socket.recv(timeout=seconds))
        kind = str(message.WhichOneof("type"))
        if kind == "new_session":
            self.drawn.append(message.new_session.page_script_hash)
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            name = str(element.WhichOneof("type"))
            content = getattr(element, name)
            if name == "exception":
                self.errors.append(content.message)
            if identity := getattr(content, "id", ""):
                name = re.sub(r"-\d+$", "", identity.partition("-")[2].partition("-")[2])
                self.places[name] = tuple(message.metadata.delta_path)
                self.widgets[identity] = content
                self.fragments[identity] = message.delta.fragment_id
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


@contextmanager
def session(url: str, page: str = "", query: str = "") -> Iterator[Session]:
    """A new session on a page of the server at `url`."""
    parts = urlsplit(url)
    address = f"ws://{parts.netloc}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, origin=url, proxy=None) as socket:  # type: ignore[arg-type,list-item]
        visitor = Session(socket)
        visitor.open(page, query)
        yield visitor
