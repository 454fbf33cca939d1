"""The parts of a lesson on the lessons page: its text, the question with a hint, and what the run shows."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from optim_core.base.domains import Choice
from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Numbers, query_of
from optim_core.export.course.lesson_text import filled, option_text, reason
from optim_core.export.course.lesson_unit import lesson_unit
from optim_core.export.course.unit_page import unit_page
from ui.app import shell
from ui.learn.handout import sheet
from ui.learn.lesson_path import answer_of, shown
from ui.learn.lesson_stage import setup, stage
from ui.session.callbacks import on_click
from ui.session.choices import radio_buttons, stored
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors


@part_errors("lessons.body")
def body(state: PageState, lesson: Lesson, results: Sequence[Any], numbers: Numbers, t: Translator) -> None:
    """The introduction, the question, and once it is answered or given up, what the run shows."""
    words = lesson.texts[t.language]
    st.markdown(filled(words.intro, numbers))
    st.header(t("lessons.predict"), anchor=False)
    st.markdown(filled(words.question, numbers))
    answer = answer_of(state, lesson.name)
    if answer is None and not shown(state, lesson.name):
        _ask(state, lesson, numbers, t)
        setup(lesson, results, t)
        return
    _verdict(lesson, answer, numbers, t)
    findings(lesson, results, numbers, t)
    _away(state, lesson, numbers, results, t)


def findings(lesson: Lesson, results: Sequence[Any], numbers: Numbers, t: Translator) -> None:
    """The result of the run, in charts and in words, and prompts for a discussion."""
    words = lesson.texts[t.language]
    stage(lesson, results, t)
    st.header(t("lessons.saw"), anchor=False)
    st.markdown(filled(words.explanation, numbers))
    st.markdown(f"**{t('lessons.discuss')}**\n\n" + "\n".join(f"- {prompt}" for prompt in words.prompts))


def _ask(state: PageState, lesson: Lesson, numbers: Numbers, t: Translator) -> None:
    name, options = lesson.name, lesson.texts[t.language].options
    key = f"lessons.answer.{name}"
    if isinstance(lesson.question.domain, Choice):
        labels = {option: filled(text, numbers) for option, text in options.items()}
        given, store = stored(key, labels, None)
        radio_buttons(key, t("lessons.predict"), labels, given, store, label_visibility="collapsed")

        def entered() -> Any:
            return stored(key, labels, None)[0]

    else:
        st.number_input(
            t("lessons.number"), value=None, key=key, format="%.6g", width=220, help=t("lessons.number_help")
        )

        def entered() -> Any:
            return st.session_state.get(key)

    with st.container(horizontal=True):
        st.button(
            t("lessons.answer"),
            type="primary",
            icon=":material/play_arrow:",
            key="lessons.check",
            on_click=on_click(_check, state, name, entered, t),
        )
        hint = f"lessons.hinted.{name}"
        if hint not in st.session_state:
            st.button(
                t("lessons.show_hint"),
                icon=":material/tips_and_updates:",
                key="lessons.hint",
                on_click=on_click(st.session_state.update, {hint: True}),
            )
        st.button(t("lessons.show"), key="lessons.show", on_click=on_click(state.set, **{f"shown.{name}": True}))
    if hint in st.session_state:
        st.info(filled(lesson.texts[t.language].hint, numbers), icon=":material/tips_and_updates:")


def _check(state: PageState, name: str, entered: Callable[[], Any], t: Translator) -> None:
    """Store the visitor's answer. The message of the button also holds what was typed just before the tap."""
    answer = entered()
    if answer is None:
        st.toast(t("lessons.answer_first"), icon=":material/edit:")
    else:
        state.set(**{f"done.{name}": answer})


def _verdict(lesson: Lesson, answer: Any, numbers: Numbers, t: Translator) -> None:
    kind = "" if isinstance(lesson.question.domain, Choice) else "number_"
    words = {"right": option_text(lesson, lesson.question.right(numbers), numbers, t)}
    if answer is None:
        st.info(t(f"lessons.{kind}shown", **words), icon=":material/visibility:")
        return
    words["given"] = option_text(lesson, answer, numbers, t)
    if lesson.question.is_right(answer, numbers):
        st.success(t(f"lessons.{kind}right", **words), icon=":material/check_circle:")
    else:
        verdict, mistake = t(f"lessons.{kind}wrong", **words), lesson.question.mistake(answer, numbers)
        st.warning(f"{verdict}\n\n{reason(lesson, mistake, numbers, t)}", icon=":material/lightbulb:")


def _away(state: PageState, lesson: Lesson, numbers: Numbers, results: Sequence[Any], t: Translator) -> None:
    page, query = query_of(lesson.lab)
    right = option_text(lesson, lesson.question.right(numbers), numbers, t)
    address = st.context.url or ""  # which a download is made without
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ":material/arrow_forward:"
        st.page_link(shell.path(page), label=t(f"lessons.open_{page}"), icon=icon, query_params=query)
        st.download_button(
            t("lessons.sheet"),
            partial(sheet, lesson, numbers, results, right, address, t),
            file_name=f"{lesson.name}.html",
            mime="text/html",
            icon=":material/print:",
            on_click="ignore",
            key="lessons.sheet",
        )
        st.download_button(
            t("export.lesson"),
            lambda: unit_page(lesson_unit(lesson, results), t.language, app=address),
            file_name=f"{lesson.name}.lesson.html",
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
            key="lessons.file",
        )
        st.button(
            t("lessons.again"), icon=":material/replay:", key="lessons.again", on_click=on_click(_again, state, lesson)
        )


def _again(state: PageState, lesson: Lesson) -> None:
    gone = (f"done.{lesson.name}", f"shown.{lesson.name}")
    state.replace({name: text for name, text in state.query.items() if name not in gone})
