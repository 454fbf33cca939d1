"""The race of the surface page and its results."""

from functools import partial

import streamlit as st

from optim_core.base.text import Translator
from optim_core.specs.views import StepView
from ui.components.race_view import race_view
from ui.components.result_tables import surface_table
from ui.compute.race_context import checked_race
from ui.session.fragments import STAGE, always, part
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.surface.frame_fit import race_fit
from ui.surface.multistart import multistart_id
from ui.surface.scenes import scene_data, show_scene, shown_text
from ui.surface.starts import take_click

KEY = "race"


def surface_stage(state: PageState, t: Translator) -> None:
    """The race view and a row per contender, as a part of the page."""
    part(state, STAGE, partial(_stage, state, t), depends=always)


def _stage(state: PageState, t: Translator) -> None:
    race = checked_race(state, t)
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
            step=state.view(StepView).step,
            embedded=is_embedded(),
            scene=shown_text(state),
            scenes=scene_data(state, t),
            on_scene=partial(show_scene, state),
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
