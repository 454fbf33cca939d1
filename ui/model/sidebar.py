"""The sidebar of the model page: what is trained on what, for how long and how often; contenders."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from optim_core.base.domains import Choice
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.models.datasets import DATASETS
from optim_core.models.default_models import DEFAULT_MODELS, compatible_models
from optim_core.permalink import write_member
from optim_core.specs import ModelRun
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
    names = ["epochs", "batch_size", "seed", "seeds", "sharpness"]
    device = hypers(ModelRun)["device"]
    if isinstance(device, Choice) and len(device.options) > 1:
        names.append("device")
    hyper_controls(state, "", ModelRun, t, names)


def model_members(state: PageState, t: Translator) -> None:
    """Data set and model with their knobs."""

    def model_for(name: str) -> Mapping[str, str]:
        """The entries of a data set's usual model, where the one that is set cannot learn from it."""
        chosen = next(cls for cls in DATASETS if cls.__name__ == name)
        fits = state.form.member("model", state.query) in compatible_models(chosen)
        return {} if fits else write_member("model", DEFAULT_MODELS[chosen])

    dataset = member(state, "dataset", t, group=lambda cls: t(f"task.{cls.task.score.__name__}"), also=model_for)
    member(state, "model", t, among=lambda cls: cls.fits(dataset))
