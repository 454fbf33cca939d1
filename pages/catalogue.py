"""Every optimizer: its rule, its numbers, its family."""

from optim_core.permalink.form_catalogue import CATALOGUE_FORM
from ui.app import shell
from ui.learn.catalogue import chosen, index, overview
from ui.learn.catalogue_entry import entry
from ui.session.active_run import show_link_errors
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("catalogue")
t = translator()
state = PageState("catalogue", CATALOGUE_FORM)
cls = chosen(state)
index(t)
show_link_errors(state, t)
if cls is None:
    overview(state, t)
else:
    entry(state, cls, t)
state.publish()
