"""Exports of the model page."""

import time
from functools import partial

import streamlit as st

from optim_core.base.text import Translator
from optim_core.export.csv_tables import model_csv
from optim_core.export.model_notebook import model_notebook
from optim_core.export.model_script import model_script
from optim_core.export.tensorboard_events import tensorboard_zip
from optim_core.export.weights import weights_npz
from optim_core.figures.html import page_html
from optim_core.train.background_job import TrainingJob
from ui.compute import training
from ui.compute.own_table import read_page_run
from ui.model.stage import scene_of, timed
from ui.model.views import picture, reason
from ui.session.active_run import active_indices, read_run, valid_query
from ui.session.fragments import part
from ui.session.page_state import PageState
from ui.widgets.exports import Files, export_menu, exports_open

SHARE = "share"


def model_share(state: PageState, t: Translator) -> None:
    """The exports, once there is something, as a part of the page."""
    part(state, SHARE, partial(_share, state, t), depends=lambda change: change.of_view or exports_open(state))


def _share(state: PageState, t: Translator) -> None:
    job = training.job(read_run(read_page_run, valid_query(state)))
    if job and job.logs() and not job.running:
        _, right = st.columns([0.6, 0.4])
        with right:
            export_menu(state, partial(_files, job, state, t), t)


def _files(job: TrainingJob, state: PageState, t: Translator) -> Files:
    query = valid_query(state)
    scene = timed(scene_of(job, read_run(read_page_run, query), active_indices(query), state), t)

    def html() -> str:
        shown = picture(scene, t)
        return page_html(t("model.title"), " ".join(shown.alts), shown.figures)

    files: Files = {
        "script": ("training.py", lambda: model_script(job.run)),
        "notebook": ("training.ipynb", lambda: model_notebook(job.run, t)),
        "csv": ("training.csv", lambda: model_csv(job.logs(), scene.seconds)),
        "tensorboard": ("tensorboard.zip", lambda: tensorboard_zip(job.run, job.logs(), time.time())),
        "weights": ("weights.npz", lambda: weights_npz(job.run, job.logs())),
    }
    return files if reason(scene, t) else {**files, "html": ("training.html", html)}
