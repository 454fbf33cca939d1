"""Claims that people read, tried out."""

from optim_core.explain.claims import CLAIM_FORM
from ui.app import shell
from ui.learn.claims import bench, choose, head, overview
from ui.session.active_run import show_link_errors
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("claims")
t = translator()
state = PageState("claims", CLAIM_FORM)
choose(state, t)
show_link_errors(state, t)
head(state, t)
bench(state, t)
overview(t)
