"""Every optimizer: its rule, its numbers, its family."""

from optim_core.permalink.form_catalogue import CATALOGUE_FORM
from ui.app import shell
from ui.learn.catalogue import chosen, entry, index, overview
from ui.session.active_run import link_errors
from ui.session.page_state import Draft
from ui.session.text import translator

shell.guard("catalogue")
t = translator()
draft = Draft("catalogue", CATALOGUE_FORM)
cls = chosen(draft)
index(t)
link_errors(draft, t)
if cls is None:
    overview(draft, t)
else:
    entry(draft, cls, t)
draft.publish()
