"""From a draft to the run that is shown: the draft's own, or the last good one while the draft does not make sense."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from optim_core.form import Form
from optim_core.hyper import Declared, SpecError
from optim_core.permalink import is_on, read_fields, slots
from optim_core.text import Translator
from ui.draft import Draft

R = TypeVar("R", bound=Declared)
V = TypeVar("V", bound=Declared)


def current(
    draft: Draft, read: Callable[[Mapping[str, str]], R], check: Callable[[R], Any], t: Translator
) -> tuple[R, list[int]]:
    """The run to show and its contenders' slots. `check` may raise SpecError as `read` may; the page then says why."""
    if draft.wrong:
        st.warning(t("current.link") + "\n" + "".join(f"\n- {error_text(error, t)}" for error in draft.wrong))
    try:
        run = read(draft.query)
        check(run)
    except SpecError as error:
        st.error(f"{error_text(error, t)}. {t('current.kept')}", icon=":material/error:")
    else:
        draft.state["good"] = run, [slot for slot in slots(draft.query) if is_on(slot, draft.query)]
    if "good" not in draft.state:
        run = read(opening(draft.form))
        draft.state["good"] = run, slots(opening(draft.form))
    good: tuple[R, list[int]] = draft.state["good"]
    return good


def opening(form: Form) -> dict[str, str]:
    """The entries a page starts with."""
    return form.clean(form.opening)[0]


def error_text(error: SpecError, t: Translator) -> str:
    """What is wrong, in the reader's language."""
    return t(f"error.{error.key}", where=error.where, **error.values)


def view_of(draft: Draft, cls: type[V]) -> V:
    """The view the draft asks for."""
    return cls(**read_fields(cls, draft.query))
