"""Optimizers race on one surface."""

from functools import partial

import streamlit as st

from optim_core.permalink.form import SURFACE_FORM
from ui.app import shell
from ui.session.fragments import MULTISTART, SHARE, STAGE, WORDS, part
from ui.session.page_state import Draft
from ui.session.text import translator
from ui.surface.diagnosis_cards import surface_tabs
from ui.surface.multistart import multistart_stage
from ui.surface.stage import surface_ahead, surface_stage
from ui.surface.starts import start_controls
from ui.surface.toolbar import surface_head, surface_share, surface_toolbar
from ui.widgets.problem import surface_sidebar

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
    part(draft, MULTISTART, partial(multistart_stage, draft, t))
