"""What this is: a race at once, and links to the rest."""

from functools import partial

import streamlit as st

from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs.views import SurfaceView
from ui.app import shell
from ui.app.home_links import doors
from ui.components.race_view import race_view
from ui.compute.race_context import checked_race
from ui.session.fragments import STAGE, always, part
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.session.text import translator
from ui.surface.starts import move_start

shell.guard("home", tools=False)
t = translator()
state = PageState("home", SURFACE_FORM)
st.title(t("home.headline"), anchor=False)
st.caption(t("home.hint"))


def stage() -> None:
    """The race, and links that open it elsewhere."""
    race, click = checked_race(state, t), partial(move_start, state)
    with part_errors("home.race"):
        race_view(race.run, race.grid, race.paths, SurfaceView(), t, race.indices, key="home-race", on_start=click)
    doors(state, t)
    state.publish()


part(state, STAGE, stage, depends=always)
shell.sidebar_tools("home")
with st.sidebar:
    st.markdown(t("home.reading"))
