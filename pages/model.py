"""Optimizers race on one small torch model."""

from optim_core.form import MODEL_FORM
from optim_core.permalink import read_model_run
from optim_core.views import ModelView
from ui import shell
from ui.current import current, view_of
from ui.draft import Draft
from ui.model_parts import model_head, model_results, model_toolbar
from ui.problem import model_sidebar
from ui.text import translator

shell.guard()
t = translator()
draft = Draft("model", MODEL_FORM)
model_sidebar(draft, t)
model_head(t)
run, slots, _ = current(draft, read_model_run, lambda run: None, t)
model_toolbar(draft, t)
model_results(run, slots, view_of(draft, ModelView), draft, t)
draft.publish()
