"""Search for terms, hyperparameters, optimizers, surfaces, schedules, settings, lessons and claims in all languages."""

from optim_core.explain.search.entry import Entry, Link
from optim_core.explain.search.index import index
from optim_core.explain.search.match import LONGEST, found

__all__ = ["LONGEST", "Entry", "Link", "found", "index"]
