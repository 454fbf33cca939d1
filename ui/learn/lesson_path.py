"""The course on the lessons page: its parts in the sidebar, the place of the open lesson in it, and the ways on."""

from collections.abc import Iterable

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.lessons import COURSE, LESSONS, PART_OF, Lesson, Part
from ui.app import shell
from ui.session.callbacks import on_click
from ui.session.literal import quoted
from ui.session.page_state import PageState

NAMES = tuple(LESSONS)
NAMED = 5
"""Refused entries of a link that are named; the others are only counted."""


def lesson_of(state: PageState) -> Lesson:
    """The lesson the page is open at."""
    return LESSONS[state.value("lesson", NAMES[0])]


def path(state: PageState, lesson: Lesson, t: Translator) -> None:
    """All lessons by part, with a tick at each answered one; the optional ones are folded away."""
    core = [name for part in COURSE if not part.is_optional for name in part.minutes]
    done = _answered(state, core)
    with st.sidebar:
        st.progress(done / len(core), t("lessons.progress", done=done, all=len(core)))
        with st.container(key=shell.LINKS):
            for part in COURSE:
                heading = f"{t(f'lessons.part.{part.name}')} · {t('lessons.minutes', minutes=part.total)}"
                if not part.is_optional:
                    st.caption(heading)
                    _lessons(state, part, lesson, t)
                    continue
                with st.expander(heading, expanded=lesson.name in part.minutes):
                    done = _answered(state, part.minutes)
                    st.caption(t("lessons.progress_optional", done=done, all=len(part.minutes)))
                    _lessons(state, part, lesson, t)


def _lessons(state: PageState, part: Part, lesson: Lesson, t: Translator) -> None:
    with st.container(gap=None):
        for name in part.minutes:
            icon = "visibility" if shown(state, name) else "radio_button_unchecked"
            icon = "check_circle" if answer_of(state, name) is not None else icon
            title = LESSONS[name].texts[t.language].title
            st.button(
                f"**{title}**" if name == lesson.name else title,
                key=f"lessons.to.{name}",
                icon=f":material/{icon}:",
                type="tertiary",
                on_click=on_click(state.set, lesson=name),
            )


def show_refused(state: PageState, t: Translator) -> None:
    """Say in one sentence which entries of a progress link were left out."""
    refused = [quoted(error.where) for error in state.data.link_errors]
    if refused:
        names = ", ".join(refused[:NAMED]) + (" …" if len(refused) > NAMED else "")
        st.warning(t("lessons.refused", count=len(refused), names=names), icon=":material/link_off:")


def title(lesson: Lesson, t: Translator) -> None:
    """The place of the lesson in the course, its minutes, and its title."""
    part = PART_OF[lesson.name]
    place = {"number": [*part.minutes].index(lesson.name) + 1, "all": len(part.minutes)}
    minutes = t("lessons.minutes", minutes=part.minutes[lesson.name])
    st.caption(f"{t(f'lessons.part.{part.name}')} · {t('lessons.place', **place)} · {minutes}")
    st.title(lesson.texts[t.language].title, anchor=False)


def steps(state: PageState, lesson: Lesson, t: Translator) -> None:
    """To the lesson before and to the one after."""
    at = NAMES.index(lesson.name)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for word, to, icon in (("previous", at - 1, "arrow_back"), ("next", at + 1, "arrow_forward")):
            st.button(
                t(f"lessons.{word}"),
                key=f"lessons.{word}",
                icon=f":material/{icon}:",
                disabled=to not in range(len(NAMES)),
                on_click=on_click(state.set, lesson=NAMES[to % len(NAMES)]),
            )


def answer_of(state: PageState, name: str) -> object:
    """The answer given to the lesson `name`; None if there is none."""
    return state.value(f"done.{name}", None)


def shown(state: PageState, name: str) -> bool:
    """Whether the solution of the lesson `name` was shown without an answer."""
    return bool(state.value(f"shown.{name}", False))


def _answered(state: PageState, names: Iterable[str]) -> int:
    return sum(answer_of(state, name) is not None for name in names)
