"""An error in one part of a page takes one sentence, and leaves the rest of the page as it is."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.errors import FragmentHandledException

from ui.text import translator

LOG = logging.getLogger(__name__)


@contextmanager
def part_errors(name: str) -> Iterator[None]:
    """Log whatever the part of that `name` raises, and say in its place that it could not be drawn.

    Serves as a decorator of what draws a part, too. Streamlit's own signals to stop or to run again pass, and so does
    an error that it has shown already.
    """
    try:
        yield
    except FragmentHandledException:
        raise
    except Exception:
        LOG.exception("Uncaught exception in the part %s of a page", name)
        st.error(translator()("part.failed"), icon=":material/error:")
