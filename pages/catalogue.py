"""Every optimizer: its rule, its numbers, its family."""

from optim_core.form_catalogue import CATALOGUE_FORM
from ui import shell
from ui.catalogue_parts import chosen, entry, index, overview
from ui.current import link_errors
from ui.draft import Draft
from ui.text import translator

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
