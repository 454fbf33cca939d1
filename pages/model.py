"""Optimizers race on one small torch model."""

from functools import partial

from optim_core.form import MODEL_FORM
from ui import shell
from ui.draft import Draft
from ui.model_parts import model_head, model_stage
from ui.model_problem import model_sidebar
from ui.model_share import model_share
from ui.parts import SHARE, part
from ui.text import translator

shell.guard("model")
t = translator()
draft = Draft("model", MODEL_FORM)
model_head(draft, t)
model_stage(draft, t)
part(draft, SHARE, partial(model_share, draft, t))
model_sidebar(draft, t)
