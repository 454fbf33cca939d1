"""What can be taken away from the model page."""

from functools import partial

import streamlit as st

from optim_core.base.text import Translator
from optim_core.export.csv_tables import model_csv
from optim_core.export.model_script import model_script
from optim_core.export.weights import weights_npz
from optim_core.figures.html import page_html
from optim_core.permalink import read_model_run
from optim_core.train.background_job import Job
from ui.compute import training
from ui.model.stage import scene_of
from ui.model.views import picture, reason
from ui.session.active_run import shown
from ui.session.page_state import Draft
from ui.widgets.exports import Files, export_menu


def model_share(draft: Draft, t: Translator) -> None:
    """The menu, once there is something."""
    job = training.job(shown(draft, read_model_run)[0])
    if job and job.logs() and not job.running:
        _, right = st.columns([0.6, 0.4])
        with right:
            export_menu(draft, partial(_files, job, draft, t), t)


def _files(job: Job, draft: Draft, t: Translator) -> Files:
    scene = scene_of(job, *shown(draft, read_model_run), draft)

    def html() -> str:
        shown = picture(scene, t)
        return page_html(t("model.title"), " ".join(shown.alts), shown.figures)

    files: Files = {
        "script": ("training.py", lambda: model_script(job.run)),
        "csv": ("training.csv", lambda: model_csv(job.logs())),
        "weights": ("weights.npz", lambda: weights_npz(job.run, job.logs())),
    }
    return files if reason(scene, t) else {**files, "html": ("training.html", html)}
