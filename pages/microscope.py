"""One step of a race, taken apart."""

from functools import partial

from optim_core.form_microscope import MICROSCOPE_FORM
from ui import shell
from ui.draft import Draft
from ui.microscope_parts import microscope_head, microscope_stage
from ui.parts import STAGE, part
from ui.problem import surface_sidebar
from ui.text import translator

shell.guard("microscope")
t = translator()
draft = Draft("microscope", MICROSCOPE_FORM)
microscope_head(t)
part(draft, STAGE, partial(microscope_stage, draft, t))
surface_sidebar(draft, t)
