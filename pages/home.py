"""What this is: a race at once, and the doors to the rest."""

from functools import partial

import streamlit as st

from optim_core.form import SURFACE_FORM
from optim_core.permalink import read_surface_run
from optim_core.views import SurfaceView
from ui import cache, shell
from ui.current import current
from ui.doors import doors
from ui.draft import Draft
from ui.part_errors import part_errors
from ui.parts import STAGE, part
from ui.race import race_view
from ui.surface_parts import move_start, race
from ui.text import translator

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
