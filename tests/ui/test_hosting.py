"""The entry for Streamlit Community Cloud starts the app that `app.py` starts."""

import http.client
import time
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.server import ROOT, browsing, fetch, holds, serving, settle
from ui.app.shell import PAGES

ENTRY = "hosting/streamlit_app.py"
STATIC = ("icon.svg", "app.css", "vendor/plotly-cartesian.min.js")

LEFT = "net::ERR_ABORTED"
"""What Chromium says of a request that was under way when its page was left."""


@pytest.fixture(scope="module")
def hosted() -> Iterator[str]:
    with serving(ENTRY, OPTIM_WORKERS="0") as url:
        yield url


def test_the_requirements_are_the_apps_and_their_one_addition():
    lines = (ROOT / "hosting" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if not line.startswith("#")]
    assert told == ["--find-links https://download.pytorch.org/whl/cpu/torch/", "-r ../requirements.txt"]


def test_only_the_hosted_requirements_name_another_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "find-links" not in text


@pytest.mark.browser
def test_it_is_healthy_and_serves_the_static_files(hosted):
    assert fetch(f"{hosted}/_stcore/health")[1] == b"ok"
    for name in STATIC:
        assert fetch(f"{hosted}/app/static/{name}")[1] == (ROOT / "static" / name).read_bytes()


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES[1:])
def test_a_deep_link_opens_its_page_for_a_new_visitor(hosted, name):
    opens(hosted, name)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["model", "lessons"])
def test_a_deep_link_opens_its_page_on_a_cold_server(name):
    with serving(ENTRY) as url:
        opens(url, name)


def opens(url: str, name: str) -> None:
    """AssertionError if the page of that name is not there, or not without errors."""
    with browsing(locale="en-US") as page:
        page.goto(f"{url}/{name}")
        page.locator("[data-testid=stMain] h1").first.wait_for()
        page.locator("[data-testid=stMain] [data-testid=stElementContainer]").nth(1).wait_for()
        settle(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.url.startswith(f"{url}/{name}")
        assert page.errors == []


@pytest.mark.browser
def test_below_a_path_all_pages_work_and_no_request_fails():
    with serving(base="/optim", OPTIM_WORKERS="0") as url, browsing(locale="en-US") as page:
        failed, sockets = [], []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        page.on("requestfailed", lambda request: request.failure != LEFT and failed.append(request.url))
        page.on("websocket", lambda socket: sockets.append(socket.url.partition("127.0.0.1")[2]))
        for name in ("", *PAGES[1:]):
            page.goto(f"{url}/{name}")
            page.locator("[data-testid=stMain] h1").first.wait_for()
            settle(page)
            page.wait_for_load_state("networkidle")
            assert page.locator("[data-testid=stException]").count() == 0
            links = [link.evaluate("one => one.href") for link in page.locator("a[href]").all()]
            assert [link for link in links if "127.0.0.1" in link and not link.startswith(f"{url}/")] == []
        assert page.errors == []
        assert failed == []
        assert {socket.partition("/optim/")[2] for socket in sockets} == {"_stcore/stream"}


@pytest.mark.browser
def test_it_has_the_pages_and_the_theme_of_the_app(url, hosted):
    def link(one, address: str) -> tuple[str, str]:
        return one.inner_text(), one.get_attribute("href").removeprefix(address)

    def seen(address: str) -> dict[str, object]:
        with browsing(locale="en-US") as page:
            page.goto(address)
            settle(page)
            holds(page, "document.title.includes(' · ')")
            sections = page.locator("[data-testid=stTopNavSection]")
            sections.first.wait_for()
            links = [link(one, address) for one in page.locator("[data-testid=stTopNavLink]").all()]
            for section in sections.all():
                section.click()
                inside = page.locator("[data-testid=stTopNavDropdownLink]")
                inside.first.wait_for()
                links += [link(one, address) for one in inside.all()]
                page.keyboard.press("Escape")
                inside.first.wait_for(state="detached")
            return {
                "title": page.title(),
                "pages": links,
                "menu": page.locator("[data-testid=stAppDeployButton]").count(),
                "errors": page.errors,
            }

    expected = seen(url)
    assert seen(hosted) == expected
    assert len(expected["pages"]) == len(PAGES)


NAGLE = 0.04
"""Seconds for which Linux waits at least before it confirms data, and a socket with Nagle's algorithm with it."""


@pytest.mark.browser
def test_no_answer_waits_until_the_one_before_is_confirmed(url):
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    times = [time.perf_counter()]
    for _ in range(40):
        connection.request("GET", "/_stcore/health")
        connection.getresponse().read()
        times.append(time.perf_counter())
    connection.close()
    assert min(later - earlier for earlier, later in list(pairwise(times))[10:]) < NAGLE / 2
