"""Controls of fair races of trainings: settings, progress and the Stop button."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.specs import TunedTrainings
from optim_core.sweep.data_set_job import DataSetJob
from optim_core.sweep.maps import MapView
from optim_core.sweep.tuning_job import TuningJob
from ui.session.callbacks import on_click
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_buttons, hyper_control


def fair_settings(state: PageState, t: Translator) -> None:
    """Trials and seeds, what is tuned, and on which data."""
    for name, column in zip(("trials", "tuning_seeds", "fresh_seeds"), st.columns(3), strict=True):
        with column:
            hyper_control(state, name, TunedTrainings, t)
    with st.container(horizontal=True):
        hyper_buttons(state, "sets", MapView, t)
        hyper_buttons(state, "tuned", MapView, t)
    hyper_control(state, "try_cosine", TunedTrainings, t)


def fair_controls(job: TuningJob | DataSetJob, seconds_left: float | None, t: Translator) -> None:
    """Stop beside the progress, or Continue; nothing for a race that is done."""
    if job.done:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.running:
            st.button(t("model.stop"), icon=":material/stop:", on_click=on_click(job.stop), key="fair.stop")
            left = "" if seconds_left is None else t("model.left", seconds=f"{seconds_left:.0f}")
            st.progress(job.progress, t("fair_training.progress", share=f"{100 * job.progress:.0f}") + left)
            return
        again = on_click(job.start)
        st.button(t("model.continue"), icon=":material/resume:", on_click=again, key="fair.continue")
        if job.failed:
            st.error(t("fair_training.failed"))
