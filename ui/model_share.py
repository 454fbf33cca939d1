"""What can be taken away from the model page."""

from functools import partial

import streamlit as st

from optim_core.export_csv import model_csv
from optim_core.export_model import model_script
from optim_core.export_weights import weights_npz
from optim_core.figures.html import page_html
from optim_core.job import Job
from optim_core.permalink import read_model_run
from optim_core.text import Translator
from ui import training
from ui.current import shown
from ui.draft import Draft
from ui.exports import Files, export_menu
from ui.model_parts import scene_of
from ui.model_views import picture, reason


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
