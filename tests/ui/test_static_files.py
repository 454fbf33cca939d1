"""Our code as a browser gets it: compressed once, and kept."""

import gzip
from functools import partial

import pytest
from starlette.applications import Starlette

from tests.asgi import request
from ui.app.server import routes
from ui.app.static_files import FILES
from ui.components.loader import STATIC

ask = partial(request, Starlette(routes=routes("/optim")), "GET")


@pytest.mark.parametrize("name", FILES)
def test_a_file_arrives_whole(name):
    plain, packed = (ask(f"/optim/app/static/{name}", headers={"Accept-Encoding": one}) for one in ("br", "gzip, br"))
    content = (STATIC / name).read_bytes()
    assert plain.body == content
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == content
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    for answer in (plain, packed):
        assert answer.headers["content-type"] == f"{FILES[name]}; charset=utf-8"
        assert answer.headers["vary"] == "Accept-Encoding"


def test_only_an_address_with_a_version_is_kept():
    assert "immutable" in ask("/optim/app/static/components.js?v=1").headers["cache-control"]
    assert "cache-control" not in ask("/optim/app/static/components.js").headers
