"""Errors in one part of a page: a sentence in its place, while the rest of the page stays."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.errors import FragmentHandledException

from optim_core.base.errors import JobError, SpecError
from ui.session.active_run import error_text
from ui.session.text import translator

ICON = ":material/error:"
LOG = logging.getLogger(__name__)


@contextmanager
def job_errors() -> Iterator[None]:
    """Say in its own place what the pool has given up; everything else passes."""
    try:
        yield
    except JobError as error:
        st.error(error_text(error, translator()), icon=ICON)


@contextmanager
def part_errors(name: str) -> Iterator[None]:
    """Log an exception of the part `name`, and show a message in its place.

    A SpecError, which has words of its own for the reader, is said in these instead. Serves as a decorator of what
    draws a part, too. Streamlit's own signals to stop or to run again pass, and so does an error that it has shown.
    """
    try:
        yield
    except FragmentHandledException:
        raise
    except SpecError as error:
        st.error(error_text(error, translator()), icon=ICON)
    except Exception:
        LOG.exception("Uncaught exception in the part %s of a page", name)
        st.error(translator()("part.failed"), icon=ICON)
