"""Search for terms, hyperparameters, optimizers, surfaces, schedules, settings, lessons and claims in all languages."""

from optim_core.explain.search.entry import Entry, Link
from optim_core.explain.search.index import index
from optim_core.explain.search.match import found

__all__ = ["Entry", "Link", "found", "index"]
