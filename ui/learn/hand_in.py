"""Handing in the progress of the lessons, and looking at the hand-ins of a class; nothing of them is stored."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Numbers
from optim_core.explain.lessons.hand_in import (
    MAX_BYTES,
    MAX_HAND_INS,
    HandIn,
    Tally,
    is_right,
    needs_numbers,
    read_hand_ins,
    tallies,
    write_hand_in,
)
from optim_core.export.course.lesson_text import option_text
from ui.components.table_help import explained_table
from ui.compute.lesson_results import played
from ui.session.callbacks import on_click
from ui.session.literal import printable, quoted
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.session.text import translator

NAMED = 5
"""Files and entries that are named at once; the others are in a fold."""
KILOBYTE = 1024
ASKED = "hand_in.asked"
"""In the session: the table of a class is to be opened by the next drawing of the page."""


def hand_in_door(state: PageState, t: Translator) -> None:
    """The link and the file with this visitor's answers."""
    link = write_hand_in(st.context.url or "", state.query)
    if not link:
        st.caption(t("hand_in.nothing"))
        return
    st.caption(t("hand_in.about"))
    st.code(link, language=None, wrap_lines=True)
    st.download_button(
        t("hand_in.file"),
        link + "\n",
        file_name="answers.txt",
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
        key="hand_in.file",
    )


def class_door(t: Translator, close: Callable[[], object]) -> None:
    """The button that opens the table of a class; `close` closes the menu that it is in."""

    def opened() -> None:
        close()
        st.session_state[ASKED] = True

    st.button(t("hand_in.open"), icon=":material/table_view:", key="hand_in.open", on_click=on_click(opened))


def class_table(t: Translator) -> None:
    """The table of a class over the page, if its button was pressed."""
    if st.session_state.pop(ASKED, False):
        st.dialog(t("hand_in.title"), width="large")(_class)()


@part_errors("lessons.hand_in")
def _class() -> None:
    """Hand-ins, as files and as pasted links, and the table of what was missed most."""
    t = translator()
    st.caption(t("hand_in.hint", most=MAX_HAND_INS))
    files = st.file_uploader(
        t("hand_in.files"),
        type=["txt"],
        accept_multiple_files=True,
        key="hand_in.files",
        help=t("hand_in.files_help", size=MAX_BYTES // KILOBYTE),
    )
    size = MAX_BYTES // KILOBYTE
    pasted = st.text_area(t("hand_in.links"), key="hand_in.links", help=t("hand_in.links_help", size=size))
    links = pasted.encode("utf-8", "replace")
    if len(links) > MAX_BYTES:
        st.warning(t("hand_in.long", size=size), icon=":material/link_off:")
    sources = [(file.name, file.getvalue()) for file in files[:MAX_HAND_INS]]
    if pasted.strip() and len(links) <= MAX_BYTES:
        sources.append((t("hand_in.links"), links))
    read = {index: read_hand_ins(data) for index, (_, data) in enumerate(sources)}
    hand_ins = [hand_in for found in read.values() for hand_in in found]
    unread = [sources[index][0] for index, found in read.items() if not found]
    if unread:
        _left_out("unread", unread, t)
    _show(hand_ins, t)


def _show(hand_ins: Sequence[HandIn], t: Translator) -> None:
    if len(hand_ins) > MAX_HAND_INS:
        st.warning(t("hand_in.many", most=MAX_HAND_INS), icon=":material/group_off:")
    counted = hand_ins[:MAX_HAND_INS]
    ignored = [name for hand_in in counted for name in hand_in.ignored]
    if ignored:
        _left_out("ignored", list(dict.fromkeys(ignored)), t)
    if not counted:
        return
    numbers: dict[str, Numbers | None] = {}

    def judge(lesson: Lesson, answer: Any) -> bool | None:
        if lesson.name not in numbers:
            numbers[lesson.name] = _numbers(lesson, t)
        known = numbers[lesson.name]
        return None if known is None else is_right(lesson, answer, known)

    rows = tallies(counted, judge)
    st.markdown(t("hand_in.read", count=len(counted)))
    if rows:
        _table(rows, numbers, t)


def _numbers(lesson: Lesson, t: Translator) -> Numbers | None:
    """The numbers of a lesson's run; empty if they are not needed, None if the run fails."""
    if not needs_numbers(lesson):
        return {}
    outcome = played(lesson, t)
    return outcome[1] if outcome else None


def _table(rows: Sequence[Tally], numbers: dict[str, Numbers | None], t: Translator) -> None:
    columns = {
        t("hand_in.table.question"): [row.lesson.texts[t.language].title for row in rows],
        t("hand_in.table.asked"): [str(row.asked) for row in rows],
        t("hand_in.table.right"): [f"{row.right} · {round(100 * row.right / row.asked)}%" for row in rows],
        t("hand_in.table.wrong"): [_wrong(row, numbers.get(row.lesson.name) or {}, t) for row in rows],
    }
    explained_table(columns, t)


def _wrong(row: Tally, numbers: Numbers, t: Translator) -> str:
    if row.wrong is None:
        return "–"
    answer = option_text(row.lesson, row.wrong, numbers, t)
    return t("hand_in.once" if row.wrong_count == 1 else "hand_in.times", answer=answer, count=row.wrong_count)


def _left_out(reason: str, names: Sequence[str], t: Translator) -> None:
    """Say what was left out: the first few by name, and all of them in a fold below."""
    named = ", ".join(map(quoted, names[:NAMED])) + (" …" if len(names) > NAMED else "")
    st.warning(t(f"hand_in.{reason}", count=len(names), names=named), icon=":material/link_off:")
    if len(names) > NAMED:
        with st.expander(t("hand_in.all", count=len(names))):
            st.text("\n".join(map(printable, names)))
