"""Thousands of runs at once: maps over hyperparameters and starting points."""

from functools import partial

from optim_core.maps import MAPS_FORM
from ui import shell
from ui.draft import Draft
from ui.maps import maps_head, maps_share, maps_stage
from ui.maps_sidebar import maps_sidebar
from ui.parts import SHARE, part
from ui.study_parts import study_section
from ui.text import translator

shell.guard("maps")
t = translator()
draft = Draft("maps", MAPS_FORM)
maps_head(t)
maps_stage(draft, t)
part(draft, SHARE, partial(maps_share, draft, t))
study_section(t)
maps_sidebar(draft, t)
