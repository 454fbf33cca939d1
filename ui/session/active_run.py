"""From a page's state to the run on the screen: the state's own, or the last valid one while it makes none."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar, cast

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared
from optim_core.base.hyper_label import field_label
from optim_core.base.text import Translator
from optim_core.models.datasets import OWN_DATA
from optim_core.permalink import contender_indices, is_on
from optim_core.permalink.form import CONTENDERS, Form
from optim_core.sweep.study.spec import Study
from ui.session.literal import quoted
from ui.session.page_state import PageState

R = TypeVar("R", bound=Declared)
C = TypeVar("C")
OWN_NAMES = tuple(cls.__name__ for cls in OWN_DATA)
Read = Callable[[Mapping[str, str]], R]


def valid_query(state: PageState) -> Mapping[str, str]:
    """The link of the run on the screen."""
    return opening(state.form) if state.data.valid_query is None else state.data.valid_query


def checked_run(state: PageState, read: Read[R], compute: Callable[[Mapping[str, str], R], C], t: Translator) -> C:
    """Return `compute(link, run)` for the run of the page, and remember this link as the last valid one.

    Where that raises a SpecError, show it and compute the last valid run; or else the state's with the defaults of its
    problem, which keeps the contenders of a link; or else the one that the page opens with, SpecError if not even that.
    Errors have a container, empty or not, so that what follows keeps its place on the page and is not drawn anew.
    """

    def computed(query: Mapping[str, str]) -> C:
        return compute(query, read_run(read, query))

    errors = st.container()
    with errors:
        show_link_errors(state, t)
    try:
        result = computed(state.query)
    except SpecError as error:
        errors.error(f"{error_text(error, t)}. {t('current.kept')}", icon=":material/error:")
        before = () if state.data.valid_query is None else (state.data.valid_query,)
        for query in (*before, _plain_problem(state)):
            with suppress(SpecError):
                result = computed(query)
                state.data.valid_query = query
                return result
        state.data.valid_query = None
        return computed(valid_query(state))
    state.data.valid_query = state.query
    return result


def _plain_problem(state: PageState) -> Mapping[str, str]:
    """The state's link with its contenders and steps, but with the defaults of its problem."""
    own = {name: text for name, text in state.query.items() if "." not in name or name.partition(".")[0] in CONTENDERS}
    return state.form.clean(own)[0]


def show_link_errors(state: PageState, t: Translator) -> None:
    """Say which entries of the link were refused."""
    if errors := state.data.link_errors:
        st.warning(t("current.link") + "\n" + "".join(f"\n- {error_text(error, t)}" for error in errors))


def read_run(read: Read[R], query: Mapping[str, str]) -> R:
    """`read(query)`, cached unless it depends on a file of the session; SpecErrors pass."""
    if query.get("dataset") in OWN_NAMES:
        return read(query)
    return cast(R, _read(read, tuple(query.items())))


@lru_cache(maxsize=256)
def _read(read: Read[Declared], entries: tuple[tuple[str, str], ...]) -> Declared:
    return read(dict(entries))


def active_indices(query: Mapping[str, str]) -> tuple[int, ...]:
    """The indices, from 0, of the contenders that take part."""
    return tuple(index for index in contender_indices(query) if is_on(index, query))


def opening(form: Form) -> dict[str, str]:
    """The entries a page starts with."""
    return form.clean(form.opening)[0]


def error_text(error: SpecError, t: Translator, label: str = "") -> str:
    """The error in the reader's language, as Markdown without a full stop. All values but numbers appear literally.

    `label` names the widget whose value was refused. It precedes the name of the entry in links. A field of a class
    is named by its label alone.
    """
    values = {name: value if is_number(value) else quoted(value) for name, value in error.values.items()}
    name = quoted(error.where)
    where = _field(error.where, t) or (f"{label} ({name})" if label else name)
    return t(f"error.{error.key}", where=where, **values).removesuffix(".")


def _field(where: str, t: Translator) -> str | None:
    """The label of the field that an error names as `Class.field`. Those of a study have the names in its file."""
    class_name, _, name = where.partition(".")
    is_class = class_name[:1].isupper() and class_name != Study.__name__
    words = field_label(t, class_name, name) if is_class else None
    return words and f"**{words}**"


def is_number(value: object) -> bool:
    """Whether a value can be formatted as a number, and so holds no text of a visitor."""
    return isinstance(value, int | float) and not isinstance(value, bool)
