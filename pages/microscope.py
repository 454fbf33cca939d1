"""One step of a race, taken apart."""

from functools import partial

from optim_core.permalink.form_microscope import MICROSCOPE_FORM
from ui.app import shell
from ui.learn.microscope import microscope_head, microscope_stage
from ui.session.fragments import STAGE, always, part
from ui.session.page_state import PageState
from ui.session.text import translator
from ui.widgets.problem import surface_sidebar

shell.guard("microscope")
t = translator()
state = PageState("microscope", MICROSCOPE_FORM)
microscope_head(t)
part(state, STAGE, partial(microscope_stage, state, t), depends=always)
surface_sidebar(state, t)
