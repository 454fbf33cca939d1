"""The scenes of a link: how teachers compose them, and how the page goes from one to another."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.permalink import contender_indices
from optim_core.permalink.scenes import (
    Query,
    scenes,
    shown_scene,
    with_scene_added,
    with_scene_earlier,
    with_scene_removed,
    with_scene_shown,
)
from optim_core.specs.views import LAST_STEP, MAX_SCENES
from ui.session.active_run import error_text
from ui.session.callbacks import on_click
from ui.session.page_data import Refusal
from ui.session.page_state import PageState


def scene_data(state: PageState, t: Translator) -> dict[str, Any] | None:
    """The number of the shown scene and of all scenes, for the race view; None without scenes."""
    texts, shown = scenes(state.query), shown_scene(state.query)
    if not texts:
        return None
    title = t("scenes.shown", k=shown, n=len(texts)) if shown else t("scenes.none", n=len(texts))
    labels = {word: t(f"scenes.{word}") for word in ("previous", "next")}
    return {"shown": shown, "count": len(texts), "title": title, **labels}


def shown_text(state: PageState) -> str:
    """The text of the shown scene; empty if none is."""
    shown = shown_scene(state.query)
    return scenes(state.query)[shown - 1] if shown else ""


def show_scene(state: PageState, position: Any) -> None:
    """In a callback: show the scene at the position that a browser reports."""
    if isinstance(position, int) and not isinstance(position, bool):
        _change(state, partial(with_scene_shown, position=position))


def add_scene(state: PageState, report: Any) -> None:
    """In a callback: add the race at the step that a browser reports as `{"step": ...}`, at its end for any other."""
    step = report.get("step") if isinstance(report, Mapping) else None
    valid = isinstance(step, int) and not isinstance(step, bool) and 0 <= step < LAST_STEP
    _change(state, partial(with_scene_added, step=step if valid else None))


def scene_list(state: PageState, t: Translator) -> None:
    """The scenes, with buttons that show, move and remove each, and the link that opens the first."""
    if refusal := state.refusal("scene"):
        st.error(error_text(refusal.error, t))
    texts = scenes(state.query)
    st.caption(t("scenes.about", limit=MAX_SCENES))
    for position, text in enumerate(texts, 1):
        _row(state, position, dict(parse_qsl(text)), t)
    if texts:
        st.caption(t("scenes.link"))
        first = with_scene_shown(state.query, 1)
        st.code(f"{st.context.url}?{urlencode(first)}", language=None, wrap_lines=True)


def _row(state: PageState, position: int, query: Query, t: Translator) -> None:
    """A scene as a button that shows it, and buttons that move it up and remove it."""
    key = f"{state.page}.scene.{position}"
    names = ", ".join(query[f"o{index + 1}"] for index in contender_indices(query))
    label = f"{position} · {t('surface.' + query['surface'] + '.name')}: {names}"
    if "step" in query:
        label = f"{label} · {t('scenes.step', step=query['step'])}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            label,
            key=key,
            type="primary" if position == shown_scene(state.query) else "secondary",
            width="stretch",
            on_click=on_click(show_scene, state, position),
        )
        st.button(
            "",
            icon=":material/arrow_upward:",
            key=f"{key}.earlier",
            help=t("scenes.earlier"),
            disabled=position == 1,
            on_click=on_click(_change, state, partial(with_scene_earlier, position=position)),
        )
        st.button(
            "",
            icon=":material/close:",
            key=f"{key}.remove",
            help=t("scenes.remove"),
            on_click=on_click(_change, state, partial(with_scene_removed, position=position)),
        )


def _change(state: PageState, change: Callable[[Query], dict[str, str]]) -> None:
    """In a callback: set what `change` makes of the query, and draw the whole page; the menu shows a refusal."""
    try:
        query = change(state.query)
    except SpecError as error:
        state.refuse("scene", Refusal(len(scenes(state.query)), error))
    else:
        state.replace(query)
        state.data.refused.pop("scene", None)
    st.rerun()
