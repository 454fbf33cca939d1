"""From a draft to the run that is shown: the draft's own, or the last good one while the draft does not make sense."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar, cast

import streamlit as st

from optim_core.base.errors import JobError, SpecError
from optim_core.base.hyper import Declared
from optim_core.base.text import Translator
from optim_core.permalink import contender_indices, is_on, read_fields
from optim_core.permalink.form import Form
from ui.session.literal import quoted
from ui.session.page_state import Draft

R = TypeVar("R", bound=Declared)
V = TypeVar("V", bound=Declared)
C = TypeVar("C")


def current(
    draft: Draft, read: Callable[[Mapping[str, str]], R], compute: Callable[[R], C], t: Translator
) -> tuple[R, list[int], C]:
    """The run to show, its contenders' slots, and what `compute` makes of it; the page tells the SpecErrors of both."""
    link_errors(draft, t)
    try:
        run = reading(read, draft.query)
        result = compute(run)
    except SpecError as error:
        st.error(f"{error_text(error, t)}. {t('current.kept')}", icon=":material/error:")
        return _last_good(draft, read, compute)
    draft.state["good"] = draft.query
    return run, running(draft.query), result


def _last_good(
    draft: Draft, read: Callable[[Mapping[str, str]], R], compute: Callable[[R], C]
) -> tuple[R, list[int], C]:
    """What was shown before, or else what the page opens with. JobError if the pool gives up both."""
    if "good" in draft.state:
        with suppress(JobError):
            run, places = shown(draft, read)
            return run, places, compute(run)
    query = opening(draft.form)
    run = reading(read, query)
    return run, running(query), compute(run)


def link_errors(draft: Draft, t: Translator) -> None:
    """What the link held and could not be used."""
    if draft.wrong:
        st.warning(t("current.link") + "\n" + "".join(f"\n- {error_text(error, t)}" for error in draft.wrong))


def shown(draft: Draft, read: Callable[[Mapping[str, str]], R]) -> tuple[R, list[int]]:
    """The last good run, which is the one on the screen, and its contenders' slots."""
    query = draft.state.get("good", opening(draft.form))
    return reading(read, query), running(query)


def reading(read: Callable[[Mapping[str, str]], R], query: Mapping[str, str]) -> R:
    """What `read` makes of the query; read once, though a page asks several times. SpecErrors pass."""
    return cast(R, _read_once(read, tuple(query.items())))


@lru_cache(maxsize=256)
def _read_once(read: Callable[[Mapping[str, str]], Declared], entries: tuple[tuple[str, str], ...]) -> Declared:
    return read(dict(entries))


def running(query: Mapping[str, str]) -> list[int]:
    """The slots of the contenders that take part."""
    return [slot for slot in contender_indices(query) if is_on(slot, query)]


def opening(form: Form) -> dict[str, str]:
    """The entries a page starts with."""
    return form.clean(form.opening)[0]


def error_text(error: SpecError, t: Translator) -> str:
    """What is wrong, in the reader's language, as Markdown without a full stop; all values but numbers literally."""
    values = {name: value if is_number(value) else quoted(value) for name, value in error.values.items()}
    return t(f"error.{error.key}", where=quoted(error.where), **values).removesuffix(".")


def is_number(value: object) -> bool:
    """Whether a value can be formatted as a number, and holds no text of a visitor."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def view_of(draft: Draft, cls: type[V]) -> V:
    """The view the draft asks for."""
    return cls(**read_fields(cls, draft.query))
