"""The sidebar of the model page: what is trained on what, for how long and how often; contenders."""

from functools import partial

import streamlit as st

from optim_core.base.domains import Choice
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.models.datasets import OWN_DATA, OWN_TABLES, OwnText
from optim_core.specs import ModelRun
from ui.model.own_table import entries_with, own_table_upload
from ui.model.own_table_knobs import table_controls, text_controls
from ui.session.fragments import PROBLEM, on_problem, part
from ui.session.page_state import PageState
from ui.widgets.contenders import contenders
from ui.widgets.controls import hyper_controls
from ui.widgets.problem import member


def model_sidebar(state: PageState, t: Translator) -> None:
    """Data set and model with their knobs, epochs, batches, seeds; contenders."""
    with st.sidebar:
        part(state, PROBLEM, partial(_problem, state, t), depends=on_problem)
        contenders(state, t)


def _problem(state: PageState, t: Translator) -> None:
    model_members(state, t)
    names = ["epochs", "batch_size", "seed", "seeds", "sharpness", "ema_decay"]
    device = hypers(ModelRun)["device"]
    if isinstance(device, Choice) and len(device.options) > 1:
        names.append("device")
    hyper_controls(state, "", ModelRun, t, names)


def model_members(state: PageState, t: Translator) -> None:
    """Data set and model with their knobs."""
    dataset = member(
        state,
        "dataset",
        t,
        group=lambda cls: t(f"task.{cls.task.score.__name__}"),
        also=partial(entries_with, state),
        knobs={**dict.fromkeys(OWN_TABLES, table_controls), OwnText: text_controls},
    )
    if any(cls in OWN_DATA for cls in state.form.members["dataset"]):
        own_table_upload(state, t)
    member(state, "model", t, among=lambda cls: cls.fits(dataset))
