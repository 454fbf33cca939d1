"""A server of the app in its own process, and a browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The browser; the shell is the one without windows and menus, which takes a fifth less computing for a page."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 240_000
"""Milliseconds that a browser waits for what a test asserts: machines may be busy, and a test has no other clock."""


@contextmanager
def serving(entry: str = "app.py", base: str = "", **environment: str) -> Iterator[str]:
    """The address of a fresh server that runs `entry` from the project's folder; it ends with the block.

    It serves the app at the path `base`.
    AssertionError at the end of the block if the server has printed an exception which nothing has caught.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", entry, "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", f"--server.baseUrlPath={base}"]
    with TemporaryFile() as printed:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=printed, stderr=printed)
        try:
            url = f"http://127.0.0.1:{port}{base}"
            _wait_for(f"{url}/_stcore/health", server)
            yield url
        finally:
            _end(server)
        printed.seek(0)
        uncaught = "".join(printed.read().decode("utf-8", "replace").partition("Uncaught")[1:])
        assert not uncaught, uncaught[:4_000]


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def fetch(url: str) -> tuple[str, bytes]:
    """Content type and body of the response at `url`."""
    with urlopen(url, timeout=60) as answer:
        return answer.headers.get_content_type(), answer.read()


def _wait_for(url: str, server: subprocess.Popen[bytes], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            fetch(url)
        except OSError:  # refused, or not answered in time by a server that waits for its workers
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"no server at {url}, exit status {server.poll()}")


@contextmanager
def browsing(**context: Any) -> Iterator[Any]:
    """A page of Chromium with no cookies or cache of another test; `errors` collects the errors of its console."""
    opened = _chromium().new_context(**({"viewport": {"width": 1440, "height": 900}} | context))
    opened.set_default_timeout(PATIENCE)
    page = opened.new_page()
    page.errors = []
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    try:
        yield page
    finally:
        opened.close()


def close_browser() -> None:
    """Close the browser, if a test has opened it."""
    if _chromium.cache_info().currsize:
        _chromium().close()
        _driver().stop()


@cache
def _chromium() -> Any:
    """The browser of all tests of this process."""
    if CHROMIUM is None:
        pytest.skip("no chromium")
    return _driver().chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@cache
def _driver() -> Any:
    return pytest.importorskip("playwright.sync_api").sync_playwright().start()


def expect(locator: Any) -> Any:
    """Playwright's assertions on a locator, with the timeout `PATIENCE`."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)
    return expect(locator)


def holds(page: Any, condition: str, *values: Any) -> None:
    """Wait until a JavaScript condition of the values `v0`, `v1`, ... is true."""
    names = ", ".join(f"v{number}" for number in range(len(values)))
    page.wait_for_function(f"([{names}]) => {condition}", arg=list(values))


def linked(page: Any, entries: Mapping[str, str | None]) -> None:
    """Wait until the address has these entries; None means that the entry is absent."""
    holds(
        page, "Object.entries(v0).every(([k, v]) => new URLSearchParams(location.search).get(k) === v)", dict(entries)
    )


def narrow(page: Any, width: int) -> None:
    """Wait until the page needs no sideways scrolling."""
    holds(page, "document.querySelector('[data-testid=stMain]').scrollWidth <= v0", width)


def settle(page: Any) -> None:
    """Wait until the script has run to its end, and no widget waits for its code: until then others are moved by it."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]:not(:has([data-testid=stSkeleton]))")
