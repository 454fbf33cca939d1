"""The widgets of further starts."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.specs.starts import MOST, StartSet
from optim_core.surfaces.base import Point
from ui.session.callbacks import on_click
from ui.session.fragments import redraw
from ui.session.page_state import Draft
from ui.surface.toolbar import move_start, on_plain
from ui.widgets.controls import hyper_control


def start_controls(draft: Draft, t: Translator) -> None:
    """Where from besides the start; how many, or which."""
    hyper_control(draft, "start_set", StartSet, t)
    kind = draft.value("start_set", draft.default("start_set"))
    if kind in ("grid", "random"):
        hyper_control(draft, "start_count", StartSet, t)
    if kind == "drawn":
        _drawn(draft, t)


def take_click(draft: Draft, x: float, y: float) -> None:
    """A click on the surface moves the start or, where they are drawn by hand, adds one, at most once."""
    if draft.value("start_set", "none") != "drawn":
        move_start(draft, x, y)
        redraw(draft, "start")
        return
    points, point = _points(draft), on_plain(draft, x, y)
    if point not in points and len(points) < MOST:
        _set(draft, (*points, point))


def _drawn(draft: Draft, t: Translator) -> None:
    points = _points(draft)
    st.caption(t("starts.drawn", count=len(points), most=MOST))
    with st.container(horizontal=True, gap="small"):
        for key, icon, kept in (("undraw", ":material/backspace:", points[:-1]), ("clear", ":material/delete:", ())):
            st.button(
                t(f"starts.{key}"),
                icon=icon,
                key=f"{draft.page}.starts.{key}",
                disabled=not points,
                on_click=on_click(_set, draft, kept),
            )


def _points(draft: Draft) -> tuple[Point, ...]:
    points: tuple[Point, ...] = draft.value("start_points", draft.default("start_points"))
    return points


def _set(draft: Draft, points: tuple[Point, ...]) -> None:
    draft.set(start_points=points)
    redraw(draft, "start_points")
