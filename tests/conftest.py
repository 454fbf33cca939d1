import gc
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import pytest
import torch
from hypothesis import settings

from tests import scripts
from tests.quick import EXPLORE, QUICK, SLOW, examples, generated, representative
from tests.server import close_browser
from tests.shared_server import shared_server

# Two threads on tensors this small only wait for each other, above all beside pytest-xdist.
torch.set_num_threads(1)

with suppress(ImportError):  # the library is tested without Streamlit, too
    from streamlit.components.v2 import manifest_scanner

    # Each run of an AppTest looks through all packages that are installed: a twentieth of the time of all tests.
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# A gate says the same thing twice; `make explore` looks further.
settings.register_profile("project", examples(100, deadline=None, derandomize=not EXPLORE, print_blob=EXPLORE))
settings.load_profile("project")
collect_ignore = SLOW if QUICK else ()

# Imports and thousands of cases make a million objects that live to the end, and each full collection of garbage walks
# over all of them: of ten seconds of a worker, one.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if QUICK:
        items[:] = representative(items)
    if EXPLORE:
        items[:] = generated(items)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    close_browser()
    scripts.close()


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server of all workers; a test that needs a fresh one starts it with `serving`."""
    own = tmp_path_factory.getbasetemp()
    with shared_server(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) as address:
        yield address


@pytest.fixture(autouse=True)
def no_part_of_a_page_fails(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which a part of a page raised: the page says so in a sentence, which no test would notice.

    Tests marked `part_errors` mean it.
    """
    found: list[str] = []
    handler = logging.Handler(logging.ERROR)

    def note(record: logging.LogRecord) -> None:
        # AppTest forgets the pages while a fragment runs, so that a link to one raises; the browser tests follow links.
        # By name, since the tests of the library run without Streamlit.
        if not (record.exc_info and type(record.exc_info[1]).__name__ == "StreamlitPageNotFoundError"):
            found.append(handler.format(record))

    handler.emit = note  # type: ignore[method-assign]
    logger = logging.getLogger("ui.session")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    if found and not request.node.get_closest_marker("part_errors"):
        pytest.fail("\n".join(found))
