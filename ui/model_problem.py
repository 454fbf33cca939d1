"""The sidebar of the model page: what is trained on what, for how long and how often; contenders."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from optim_core.form import fitting_model
from optim_core.hyper import Choice, hypers
from optim_core.specs import ModelRun
from optim_core.text import Translator
from ui.contenders import contenders
from ui.controls import hyper_controls
from ui.draft import Draft
from ui.parts import PROBLEM, part
from ui.problem import member


def model_sidebar(draft: Draft, t: Translator) -> None:
    """Data set and model with their knobs, epochs, batches, seeds; contenders."""
    with st.sidebar:
        part(draft, PROBLEM, partial(_problem, draft, t))
        contenders(draft, t)


def _problem(draft: Draft, t: Translator) -> None:
    def model_for(dataset: str) -> Mapping[str, str]:
        """The entries of a data set's model, where the one that is set cannot learn from it."""
        fitting = fitting_model({**draft.query, "dataset": dataset})
        return {} if fitting == draft.query["model"] else {"model": fitting}

    dataset = member(draft, "dataset", t, group=lambda cls: t(f"task.{cls.task.score.__name__}"), also=model_for)
    member(draft, "model", t, among=lambda cls: cls.fits(dataset))
    names = ["epochs", "batch_size", "seed", "seeds", "sharpness"]
    device = hypers(ModelRun)["device"]
    if isinstance(device, Choice) and len(device.options) > 1:
        names.append("device")
    hyper_controls(draft, "", ModelRun, t, names)
