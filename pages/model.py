"""Optimizers race on one small torch model."""

import streamlit as st

from optim_core.permalink.form import MODEL_FORM
from ui.app import shell
from ui.model.own_table_view import own_table_view
from ui.model.rate_finder import rate_finder
from ui.model.share import model_share
from ui.model.sidebar import model_sidebar
from ui.model.stage import model_head, model_stage
from ui.model.training_diagnosis import training_diagnosis
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("model")
t = translator()
state = PageState("model", MODEL_FORM)
model_head(state, t)
own_table_view(state, t)
rate_finder(state, t)
model_stage(state, t)
below = st.container()
model_share(state, t)
model_sidebar(state, t)
with below:
    training_diagnosis(state, t)
