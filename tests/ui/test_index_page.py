"""The HTML that opens a page: Streamlit's own, and the names of what the page will need."""

import re
from functools import partial

import pytest
from starlette.applications import Starlette

from tests.asgi import request
from ui.app.index_page import CHART_PAGES, PACKAGE, index_page, index_routes
from ui.app.server import routes
from ui.app.shell import PAGES
from ui.components.loader import LOADER, STATIC, version

ask = partial(request, Starlette(routes=index_routes("/optim", PAGES)), "GET")


def named(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="\./([^"]+)"', html)


def test_streamlits_own_lines_are_all_there():
    own = (PACKAGE / "index.html").read_text(encoding="utf-8")
    assert own.count("</head>") == 1
    assert set(own.splitlines()) <= set(index_page(True).splitlines())


def test_every_file_that_it_names_is_there():
    for name in named(index_page(True)):
        path = name.partition("?")[0]
        if path.startswith("app/static/"):
            assert (STATIC / path.removeprefix("app/static/")).is_file()
        elif not path.startswith("_stcore"):
            assert (PACKAGE / path).is_file()


def test_it_names_the_code_of_components_with_all_that_this_imports():
    """A release of Streamlit with other names of its files would leave this out, and pages would open later."""
    names = {name.rpartition("/")[2] for name in named(index_page(True)) if name.startswith("static/js/")}
    assert any(name.startswith("BidiComponent.") for name in names)
    for name in names:
        imported = re.findall(r'from"\./([^"]+)"', (PACKAGE / "static" / "js" / name).read_text(encoding="utf-8"))
        assert set(imported) <= names


def test_our_code_has_the_address_at_which_components_import_it():
    address = f"app/static/components.js?v={version()}"
    assert address in named(index_page(False))
    assert address in LOADER.format(name="race", version=version())


def test_only_pages_that_open_with_a_chart_name_plotly():
    assert [page for page in PAGES if "plotly" in ask(f"/optim/{page}").body.decode()] == list(CHART_PAGES)


@pytest.mark.parametrize("path", ["/optim/", *(f"/optim/{page}?surface=Beale" for page in PAGES)])
def test_every_page_is_served_and_asked_for_anew_each_time(path):
    answer = ask(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_server_has_these_addresses_below_its_path():
    paths = {route.path for route in routes("/optim/")}
    assert {"/optim/", *(f"/optim/{page}" for page in PAGES)} <= paths
