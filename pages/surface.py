"""Optimizers race on one surface."""

from functools import partial

import streamlit as st

from optim_core.form import SURFACE_FORM
from ui import shell
from ui.draft import Draft
from ui.fan import start_fan
from ui.parts import FAN, SHARE, STAGE, WORDS, part
from ui.plain_words import surface_tabs
from ui.problem import surface_sidebar
from ui.starts import start_controls
from ui.surface_parts import surface_head, surface_share, surface_toolbar
from ui.surface_stage import surface_ahead, surface_stage
from ui.text import translator

shell.guard("surface")
t = translator()
draft = Draft("surface", SURFACE_FORM)

surface_head(t)
surface_toolbar(draft, t)
part(draft, STAGE, partial(surface_stage, draft, t), ahead=partial(surface_ahead, draft, t))
below = st.container()
part(draft, SHARE, partial(surface_share, draft, t))
surface_sidebar(draft, t, start_controls)
part(draft, WORDS, partial(surface_tabs, draft, t))
with below:
    part(draft, FAN, partial(start_fan, draft, t))
