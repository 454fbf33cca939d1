"""Thousands of runs at once: maps over hyperparameters and starting points."""

from optim_core.sweep.maps import MAPS_FORM
from ui.app import shell
from ui.maps.sidebar import maps_sidebar
from ui.maps.stage import maps_head, maps_share, maps_stage
from ui.maps.study import study_section
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("maps")
t = translator()
state = PageState("maps", MAPS_FORM)
maps_head(t)
maps_stage(state, t)
maps_share(state, t)
study_section(t)
maps_sidebar(state, t)
