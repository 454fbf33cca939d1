"""Optimizers race on one surface."""

import streamlit as st

from optim_core.permalink.form import SURFACE_FORM
from ui.app import shell
from ui.session.page_state import PageState
from ui.session.text import translator
from ui.surface.diagnosis_cards import surface_tabs
from ui.surface.multistart import multistart_part
from ui.surface.stage import is_embedded, surface_stage
from ui.surface.starts import start_controls
from ui.surface.toolbar import surface_head, surface_share, surface_toolbar
from ui.widgets.problem import surface_sidebar

shell.guard("surface", sidebar=not is_embedded(), tools=False)
t = translator()
state = PageState("surface", SURFACE_FORM)

if is_embedded():
    surface_stage(state, t)
else:
    surface_head(t)
    above = st.container(key="toolbar")
    surface_stage(state, t)
    with above:
        surface_toolbar(state, t)
    below = st.container()
    surface_share(state, t)
    shell.sidebar_tools("surface")
    surface_sidebar(state, t, start_controls)
    surface_tabs(state, t)
    with below:
        multistart_part(state, t)
