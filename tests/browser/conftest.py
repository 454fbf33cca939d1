"""One server for all tests of this folder; a test that needs a fresh one starts it with `serving`."""

from collections.abc import Iterator

import pytest

from tests.server import serving


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    with serving() as address:
        yield address
