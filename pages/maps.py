"""Thousands of runs at once: maps over hyperparameters and starting points."""

from functools import partial

from optim_core.sweep.maps import MAPS_FORM
from ui.app import shell
from ui.maps.sidebar import maps_sidebar
from ui.maps.stage import maps_head, maps_share, maps_stage
from ui.maps.study import study_section
from ui.session.fragments import SHARE, part
from ui.session.page_state import Draft
from ui.session.text import translator

shell.guard("maps")
t = translator()
draft = Draft("maps", MAPS_FORM)
maps_head(t)
maps_stage(draft, t)
part(draft, SHARE, partial(maps_share, draft, t))
study_section(t)
maps_sidebar(draft, t)
