"""Optimizers race on one small torch model."""

from functools import partial

from optim_core.permalink.form import MODEL_FORM
from ui.app import shell
from ui.model.share import model_share
from ui.model.sidebar import model_sidebar
from ui.model.stage import model_head, model_stage
from ui.session.fragments import SHARE, part
from ui.session.page_state import Draft
from ui.session.text import translator

shell.guard("model")
t = translator()
draft = Draft("model", MODEL_FORM)
model_head(draft, t)
model_stage(draft, t)
part(draft, SHARE, partial(model_share, draft, t))
model_sidebar(draft, t)
