"""A widget that the page changes is a new one: what a browser that has not heard of it still says is nobody's wish."""

import pytest
import streamlit as st

from tests.pages.test_pages import LINK, draft, in_this_process, name_now, opened, slider
from ui.app.shell import PAGES
from ui.session.callbacks import on_change
from ui.session.widget_keys import widget_key

__all__ = ["in_this_process"]
KEY = "surface.o1.lr.box"
KINDS = ("number_input", "select_slider", "slider", "selectbox", "toggle", "text_input", "radio")


@pytest.fixture(autouse=True)
def fresh():
    st.session_state.clear()


def test_a_widget_keeps_its_name_while_a_person_changes_it():
    assert widget_key(KEY, 0.1) == KEY
    st.session_state[KEY] = 0.2  # a person's, which the page has taken up
    assert widget_key(KEY, 0.2) == KEY


def test_it_has_a_new_one_when_the_page_changes_it_or_a_person_asks_for_what_is_not_taken():
    names = [widget_key(KEY, 0.1)]
    for said, value in ((0.1, 0.2), (None, 0.2), (0.2, 0.1)):
        st.session_state[names[-1]] = said
        names.append(widget_key(KEY, value))
    assert len(set(names)) == 4


def test_it_has_a_new_one_when_it_comes_back():
    first = widget_key(KEY, 0.1)
    st.session_state[first] = 0.1
    del st.session_state[first]
    assert widget_key(KEY, 0.1) != first


@pytest.mark.parametrize("page", PAGES)
def test_a_page_tells_no_widget_what_to_show(page):
    test = opened(page, **{"surface": LINK}.get(page, {}))
    assert [widget.key for kind in KINDS for widget in test.get(kind) if widget.proto.set_value] == []


def test_a_box_beside_a_slider_and_all_that_is_undone_are_new():
    test = opened(**LINK)
    before = name_now(test, KEY)
    slider(test, "o1.lr").set_value(0.5).run()
    assert name_now(test, KEY) != before
    moved = slider(test, "o1.lr").key
    test.run().button(key="surface.undo").click().run()
    assert slider(test, "o1.lr").key != moved
    assert slider(test, "o1.lr").value == 0.1
    assert draft(test) == LINK


def test_nobody_listens_to_a_name_that_has_gone():
    taken: list[float] = []
    old = widget_key(KEY, 0.1)
    st.session_state[old] = 0.1
    new = widget_key(KEY, 0.2)
    st.session_state[new] = 0.3
    for name in (old, new):
        on_change(name, taken.append)()
    assert taken == [0.3]
