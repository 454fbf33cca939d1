"""Claims that people read, tried out."""

from optim_core.claims import CLAIM_FORM
from ui import shell
from ui.claim_parts import bench, choose, head, overview
from ui.current import link_errors
from ui.draft import Draft
from ui.text import translator

shell.guard("claims")
t = translator()
draft = Draft("claims", CLAIM_FORM)
choose(draft, t)
link_errors(draft, t)
head(draft, t)
bench(draft, t)
overview(t)
