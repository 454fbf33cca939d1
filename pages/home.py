"""What this is: a race at once, and the doors to the rest."""

from functools import partial

import streamlit as st

from optim_core.permalink import read_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs.views import SurfaceView
from ui.app import shell
from ui.app.home_links import doors
from ui.components.race_view import race_view
from ui.compute import results as cache
from ui.session.active_run import current
from ui.session.fragments import STAGE, part
from ui.session.page_state import Draft
from ui.session.part_errors import part_errors
from ui.session.text import translator
from ui.surface.toolbar import move_start, race

shell.guard("home")
t = translator()
draft = Draft("home", SURFACE_FORM)
with st.sidebar:
    st.markdown(t("home.reading"))
st.title(t("home.headline"), anchor=False)
st.caption(t("home.hint"))


def stage() -> None:
    """The race, and the doors that take it along."""
    run, slots, paths = current(draft, read_surface_run, lambda run: race(run, t), t)
    click = partial(move_start, draft)
    with part_errors("home.race"):
        race_view(run, cache.heights(run.surface), paths, SurfaceView(), t, slots, key="home-race", on_start=click)
    doors(draft, t)
    draft.publish()


part(draft, STAGE, stage)
