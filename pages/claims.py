"""Claims that people read, tried out."""

from optim_core.explain.claims import CLAIM_FORM
from ui.app import shell
from ui.learn.claims import bench, choose, head, overview
from ui.session.active_run import link_errors
from ui.session.page_state import Draft
from ui.session.text import translator

shell.guard("claims")
t = translator()
draft = Draft("claims", CLAIM_FORM)
choose(draft, t)
link_errors(draft, t)
head(draft, t)
bench(draft, t)
overview(t)
