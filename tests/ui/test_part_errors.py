"""An error in a part of a page is logged and said, and the rest of the page is drawn."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base.text import LANGUAGES, load


def page() -> None:
    import streamlit as st

    from ui.session.part_errors import part_errors

    st.write("above")
    with part_errors("first"):
        st.write("begun")
        raise ValueError(f"broken by {st.session_state['seed']}")
    with part_errors("second"):
        st.write("sound")

    def third() -> None:
        raise KeyError("also broken")

    st.fragment(part_errors("third")(third), key="third")()
    st.write("below")


def signals() -> None:
    import streamlit as st

    from ui.session.part_errors import part_errors

    with part_errors("signals"):
        if "seen" not in st.session_state:
            st.session_state["seen"] = True
            st.rerun()
        st.write("run again")
        st.stop()
    st.write("never reached")


def refused() -> None:
    import streamlit as st

    from optim_core.base.errors import WorkerDiedError
    from ui.session.part_errors import part_errors

    with part_errors("refused"):
        raise WorkerDiedError
    st.write("below")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_with_words_of_its_own_is_said_in_them(language: str) -> None:
    app = AppTest.from_function(refused)
    app.session_state["lang"] = language
    app.run()
    assert [one.value for one in app.error] == [load(language)("error.worker_died").removesuffix(".")]
    assert [one.value for one in app.markdown] == ["below"]


@pytest.mark.part_errors
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rest_of_the_page_stays(language: str, caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(page)
    app.session_state["lang"] = language
    app.session_state["seed"] = "a visitor's <b>text</b>"
    with caplog.at_level(logging.ERROR):
        app.run()
    assert not app.exception
    assert [one.value for one in app.markdown] == ["above", "begun", "sound", "below"]
    assert [one.value for one in app.error] == [load(language)("part.failed")] * 2
    found = [record for record in caplog.records if record.name == "ui.session.part_errors"]
    assert ["first" in found[0].getMessage(), "third" in found[1].getMessage()] == [True, True]
    assert found[0].exc_info
    assert "broken by a visitor" in str(found[0].exc_info[1])


def test_streamlits_own_signals_pass() -> None:
    app = AppTest.from_function(signals).run()
    assert not app.exception
    assert not app.error
    assert [one.value for one in app.markdown] == ["run again"]
