"""The widgets of further starts."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.permalink import read_surface_run
from optim_core.specs.starts import MOST, StartSet
from optim_core.surfaces.base import Point
from ui.session.active_run import read_run, valid_query
from ui.session.callbacks import on_click
from ui.session.fragments import redraw
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_control


def start_controls(state: PageState, t: Translator) -> None:
    """Where from besides the start; how many, or which."""
    hyper_control(state, "start_set", StartSet, t)
    kind = state.value("start_set", state.default("start_set"))
    if kind in ("grid", "random"):
        hyper_control(state, "start_count", StartSet, t)
    if kind == "drawn":
        _drawn(state, t)


def take_click(state: PageState, x: float, y: float) -> None:
    """A click on the surface moves the start or, where they are drawn by hand, adds one, at most once."""
    if state.value("start_set", "none") != "drawn":
        move_start(state, x, y)
        redraw(state, "start")
        return
    points, point = _points(state), _base_point(state, x, y)
    if point not in points and len(points) < MOST:
        _set(state, (*points, point))


def move_start(state: PageState, x: float, y: float) -> None:
    """Start at a point of the picture."""
    x, y = _base_point(state, x, y)
    state.set(**{"start.x": x, "start.y": y})


def _base_point(state: PageState, x: float, y: float) -> Point:
    """A point of the picture in the coordinates of the base surface, as in links; a click has five digits."""
    x, y = read_run(read_surface_run, valid_query(state)).surface.inward((x, y))
    return float(f"{x:.5g}"), float(f"{y:.5g}")


def _drawn(state: PageState, t: Translator) -> None:
    points = _points(state)
    st.caption(t("starts.drawn", count=len(points), most=MOST))
    with st.container(horizontal=True, gap="small"):
        for key, icon, kept in (("undraw", ":material/backspace:", points[:-1]), ("clear", ":material/delete:", ())):
            st.button(
                t(f"starts.{key}"),
                icon=icon,
                key=f"{state.page}.starts.{key}",
                disabled=not points,
                on_click=on_click(_set, state, kept),
            )


def _points(state: PageState) -> tuple[Point, ...]:
    points: tuple[Point, ...] = state.value("start_points", state.default("start_points"))
    return points


def _set(state: PageState, points: tuple[Point, ...]) -> None:
    state.set(start_points=points)
    redraw(state, "start_points")
