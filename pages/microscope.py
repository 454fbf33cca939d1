"""One step of a race, taken apart."""

from functools import partial

from optim_core.permalink.form_microscope import MICROSCOPE_FORM
from ui.app import shell
from ui.learn.microscope import microscope_head, microscope_stage
from ui.session.fragments import STAGE, part
from ui.session.page_state import Draft
from ui.session.text import translator
from ui.widgets.problem import surface_sidebar

shell.guard("microscope")
t = translator()
draft = Draft("microscope", MICROSCOPE_FORM)
microscope_head(t)
part(draft, STAGE, partial(microscope_stage, draft, t))
surface_sidebar(draft, t)
