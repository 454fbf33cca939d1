"""The race of the surface page and its results."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.permalink import read_fields, read_surface_run
from optim_core.specs.views import StepView, SurfaceView
from ui.components.race_view import race_data, race_tag, race_view
from ui.components.result_tables import surface_table
from ui.compute import results, visitor
from ui.compute.race_context import LONG_RACE, RaceContext, checked_race
from ui.session import live_socket
from ui.session.active_run import read_run
from ui.session.fragments import STAGE, always, part
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.surface.frame_fit import race_fit
from ui.surface.multistart import multistart_id
from ui.surface.slider_preview import moved_query
from ui.surface.starts import take_click

KEY = "race"


def surface_stage(state: PageState, t: Translator) -> None:
    """The race view and a row per contender, as a part of the page; a change pushes the race early."""
    part(state, STAGE, partial(_stage, state, t), depends=always, early=partial(_push_early, state, t))


def _stage(state: PageState, t: Translator) -> None:
    race = checked_race(state, t)
    live_socket.channel(KEY).on_message = visitor.on_behalf(partial(_preview, state, t))
    with part_errors("surface.race"):
        race_view(
            race.run,
            race.grid,
            race.paths,
            race.view,
            t,
            race.indices,
            key=KEY,
            multistart=multistart_id(race),
            revision=state.data.revision,
            step=state.view(StepView).step,
            embedded=is_embedded(),
            on_start=partial(take_click, state),
        )
    if not is_embedded():
        with part_errors("surface.fit"):
            race_fit(state, race)
        with part_errors("surface.table"):
            surface_table(race.run, race.paths, race.indices, race.view.target, t)
    state.publish()


def is_embedded() -> bool:
    """Whether the address has Streamlit's `embed=true`: the page then shows the race and its player only."""
    return bool(st.context.is_embedded)


def _push_early(state: PageState, t: Translator) -> None:
    """Send the race of a change before the page is drawn, unless it takes long or has further starts."""
    with suppress(SpecError):
        if race := _quick_race(state.query, t):
            update = partial(_update, race, state.data.revision)
            live_socket.channel(KEY).push(race_tag(race.run, race.view, t), update)


def _preview(state: PageState, t: Translator, message: str) -> dict[str, Any] | None:
    """The race while a slider is held at the tick that the browser reports; the page follows when it is let go."""
    revision, before = state.data.revision, state.query
    with suppress(SpecError):
        if (query := moved_query(state, message)) and (race := _quick_race(query, t)):
            update = _update(race, revision)
            return update if state.query in (before, query) else None
    return None


def _quick_race(query: Mapping[str, str], t: Translator) -> RaceContext | None:
    """The race of a query if it can be run at once."""
    run, view = read_run(read_surface_run, query), SurfaceView(**read_fields(SurfaceView, query))
    is_slow = "start_set" in query or run.steps * len(run.optimizers) > LONG_RACE
    return None if is_slow else RaceContext(query, run, view, t)


def _update(race: RaceContext, revision: int) -> dict[str, Any]:
    """The data of a race for the browser (`race_view.race_data`)."""
    paths = results.trajectories(race.run)
    data = race_data(race.run, race.grid, paths, race.view, race.t, race.indices)
    return {**data, "multistart": "", "revision": revision, "movable": True}
