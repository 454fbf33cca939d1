"""The entries of a page: set, undone, shared as a link, and taken from one."""

from typing import Any

import pytest
from streamlit.runtime.state.query_params import QueryParams
from streamlit.testing.v1 import AppTest

from optim_core.base.errors import SpecError
from optim_core.permalink import contender_indices
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs import MAX_OPTIMIZERS
from tests.server import PATIENCE
from ui.session.page_data import Refusal

REFUSAL = Refusal(-1.0, SpecError("o1.lr", "range", range="[0, 1]", got=-1))
LINK = {"surface": "Quadratic", "surface.kappa": "10", "o1": "SGD", "o1.lr": "0.1", "o3": "Adam"}


def script() -> None:
    """A page that does to its state what the test says, and shows the test what became of it."""
    import streamlit as st

    from optim_core.permalink.form import SURFACE_FORM
    from ui.session.page_state import PageState

    state = PageState("page", SURFACE_FORM)
    for name, given in st.session_state.pop("todo", []):
        if name == "set":
            state.set(**given[0])
        else:
            getattr(state, name)(*given)
    st.session_state["seen"] = {"query": dict(state.query), "wrong": state.data.link_errors, "can_undo": state.can_undo}
    if st.session_state.get("publish", True):
        state.publish()


class Page:
    """A session on that page."""

    def __init__(self, **link: str) -> None:
        self.test = AppTest.from_function(script, default_timeout=PATIENCE / 1_000)
        self.visit(link)

    def visit(self, link: dict[str, str]) -> None:
        """Open a link in this session."""
        self.test.query_params = dict(link)
        self.run()

    def do(self, name: str, *given: Any) -> dict[str, str]:
        self.test.session_state["todo"] = [(name, given)]
        self.run()
        return self.query

    def run(self) -> None:
        self.test.run()
        assert not self.test.exception

    @property
    def query(self) -> dict[str, str]:
        return self.test.session_state["seen"]["query"]

    @property
    def wrong(self) -> list[str]:
        return [error.where for error in self.test.session_state["seen"]["wrong"]]

    @property
    def address(self) -> dict[str, str]:
        return {k: v for k, v in self.test.query_params.items() if k != "lang"}


def test_without_a_link_it_is_the_opening():
    page = Page()
    assert page.query == SURFACE_FORM.opening == page.address
    assert page.wrong == []


def test_a_link_that_arrives_is_taken_and_completed():
    page = Page(**LINK, lang="ko")
    assert page.query == LINK == page.address
    page.visit({"o2": "AdamW", "start.x": "1"})
    assert page.query == {"o2": "AdamW", "start.x": "1", "surface": SURFACE_FORM.opening["surface"]}


def test_what_is_wrong_with_a_link_is_kept_until_something_is_changed():
    page = Page(**LINK | {"o1.lr": "nan", "o9": "Adam"})
    assert page.wrong == ["o1.lr", "o9"]
    assert "o1.lr" not in page.query
    assert page.address == page.query
    page.run()
    assert page.wrong == ["o1.lr", "o9"]
    page.do("set", {"steps": 50})
    assert page.wrong == []


def test_a_set_value_is_in_the_address_and_a_default_is_not():
    page = Page(**LINK)
    assert page.do("set", {"o3.lr": 0.02, "steps": 40}) == LINK | {"o3.lr": "0.02", "steps": "40"} == page.address
    assert page.do("set", {"o3.lr": 0.001, "steps": 300}) == LINK == page.address
    assert "o1.lr" not in page.do("set", {"o1.lr": 0.001})
    assert page.do("set", {"o1.off": True})["o1.off"] == "True"
    assert "o1.off" not in page.do("set", {"o1.off": False})
    assert page.do("set", {"start.x": 1.5})["start.x"] == "1.5"


def test_an_address_that_lags_behind_does_not_bring_old_values_back():
    page = Page(**LINK)
    old = dict(page.test.query_params)
    new = page.do("set", {"o1.lr": 0.5})
    page.visit(old)  # the browser sends what it was last told, which may be older than a change on its way
    assert page.query == new
    page.run()
    assert page.address == new


def test_another_link_in_the_same_session_is_news():
    page = Page(**LINK)
    page.do("set", {"o1.lr": 0.5})
    page.visit(LINK | {"o1.lr": "0.25"})
    assert page.query["o1.lr"] == "0.25"


def test_a_link_is_written_again_if_another_was_written_last(monkeypatch):
    """As after *Back*: what was written for the page that was left may reach the browser later."""
    page, written = Page(**LINK), []
    page.do("set", {"steps": 40})
    monkeypatch.setattr(QueryParams, "from_dict", lambda params, query: written.append(dict(query)))
    page.run()
    assert written == []
    page.visit(LINK | {"steps": "50"})
    assert written == [page.query]
    page.run()
    assert written == [page.query]


def test_an_empty_address_keeps_what_there_is():
    page = Page(**LINK)
    page.visit({})
    assert page.query == LINK == page.address


def test_another_class_drops_the_old_ones_values():
    page = Page(**LINK | {"start.x": "3", "start.y": "4"})
    assert page.do("choose", "o1", "Adam") == {k: v for k, v in page.query.items() if k != "o1.lr"} | {"o1": "Adam"}
    query = page.do("choose", "surface", "Booth", ("start",))
    assert query == {"surface": "Booth", "o1": "Adam", "o3": "Adam"}


def test_what_is_set_with_a_class_takes_the_place_of_what_was_there_and_is_undone_with_it():
    page = Page(**LINK)
    assert page.do("choose", "o1", "Adam", (), {"surface": "Booth"}) == {"surface": "Booth", "o1": "Adam", "o3": "Adam"}
    assert page.do("undo") == LINK


def test_contenders_are_added_into_the_first_free_index():
    page = Page(**LINK)
    query = page.do("add", "RMSprop")
    assert contender_indices(query) == [0, 1, 2]
    assert query["o2"] == "RMSprop"
    assert query["o2.lr"] == SURFACE_FORM.opening["o3.lr"]


@pytest.mark.parametrize("cls", ["SGD", "Adam", "RMSprop", "Adagrad", "AdamW"])
def test_a_full_race_takes_no_more(cls):
    page = Page()
    for _ in range(MAX_OPTIMIZERS):
        page.do("add", cls)
    assert len(contender_indices(page.query)) == MAX_OPTIMIZERS
    before = page.query
    assert page.do("duplicate", 0) == before


def test_a_duplicate_has_all_values_of_its_own():
    page = Page(**LINK | {"o1.momentum": "0.9", "o1.off": "True"})
    query = page.do("duplicate", 0)
    assert {k: v for k, v in query.items() if k.startswith("o2")} == {
        "o2": "SGD",
        "o2.lr": "0.1",
        "o2.momentum": "0.9",
        "o2.off": "True",
    }


def test_removing_leaves_the_others_their_indices():
    page = Page(**LINK | {"o1.off": "True"})
    assert page.do("remove", 0) == {"surface": "Quadratic", "surface.kappa": "10", "o3": "Adam"}


def test_reset_is_torchs_defaults():
    page = Page(**LINK | {"o1.momentum": "0.9"})
    assert page.do("reset", 0) == {k: v for k, v in LINK.items() if k != "o1.lr"}


def test_each_change_can_be_undone_in_turn():
    page = Page(**LINK)
    assert not page.test.session_state["seen"]["can_undo"]
    states = [page.query]
    for name, *given in (("set", {"steps": 40}), ("remove", 0), ("add", "Adagrad"), ("choose", "surface", "Booth")):
        states.append(page.do(name, *given))
    for before in reversed(states[:-1]):
        assert page.do("undo") == before == page.address
    assert not page.test.session_state["seen"]["can_undo"]
    assert page.do("undo") == LINK


def test_a_link_can_be_undone_too():
    page = Page(**LINK)
    page.do("set", {"steps": 40})
    page.visit({"surface": "Booth", "o1": "Adam"})
    assert page.do("undo") == LINK | {"steps": "40"}


def test_a_change_that_changes_nothing_is_no_step_to_undo():
    page = Page(**LINK)
    page.do("set", {"o1.lr": 0.1})
    page.do("reset", 2)
    assert not page.test.session_state["seen"]["can_undo"]


def test_an_entry_that_does_not_exist_cannot_be_set():
    page = Page(**LINK)
    assert page.do("set", {"o2.lr": 0.5, "o1.beta1": 0.5, "nonsense": 1}) == LINK


def test_the_language_stays_in_the_address():
    page = Page(**LINK)
    page.test.session_state["lang"] = "ko"
    page.do("set", {"steps": 40})
    assert page.test.query_params == LINK | {"steps": "40", "lang": "ko"}


def test_a_link_of_this_page_is_restored_where_it_is_opened_and_nowhere_else(monkeypatch):
    page = Page(**LINK)
    before = dict(page.test.query_params)
    later = page.do("set", {"o1.lr": 0.2})
    page.visit(before)
    assert page.query == later  # the browser did not know yet what the page had written
    monkeypatch.setattr("ui.session.page_state.read_link", lambda: (before, True))
    page.visit(before)
    assert page.query["o1.lr"] == LINK["o1.lr"]


def test_a_refused_value_is_a_step_to_undo():
    page = Page(**LINK)
    page.do("set", {"steps": 40})
    page.do("refuse", "o1.lr", REFUSAL)
    assert page.test.session_state["page.page"].refused.keys() == {"o1.lr"}
    page.do("set", {"steps": 50})
    assert page.do("undo") == LINK | {"steps": "40"}
    assert page.test.session_state["page.page"].refused.keys() == {"o1.lr"}
    assert page.do("undo") == LINK | {"steps": "40"}
    assert page.test.session_state["page.page"].refused == {}
    assert page.do("undo") == LINK


def test_the_valid_value_typed_again_is_a_step_to_undo_too():
    page = Page(**LINK)
    page.do("refuse", "o1.lr", REFUSAL)
    page.do("set", {"o1.lr": 0.1})
    assert page.test.session_state["page.page"].refused == {}
    page.do("undo")
    assert page.test.session_state["page.page"].refused.keys() == {"o1.lr"}
