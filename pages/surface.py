"""Optimizers race on one surface."""

from functools import partial

from optim_core.form import SURFACE_FORM
from optim_core.permalink import read_surface_run
from optim_core.summary import surface_rows
from optim_core.views import SurfaceView
from ui import cache, shell
from ui.current import current, view_of
from ui.draft import Draft
from ui.parts import SHARE, STAGE, WORDS, part
from ui.plain_words import surface_tabs
from ui.problem import surface_sidebar
from ui.race import race_view
from ui.surface_parts import move_start_and_boxes, race, surface_head, surface_share, surface_toolbar
from ui.tables import surface_table
from ui.text import translator

shell.guard()
t = translator()
draft = Draft("surface", SURFACE_FORM)


def stage() -> None:
    """The race and its results."""
    run, slots, paths = current(draft, read_surface_run, lambda run: race(run, t), t)
    view, click = view_of(draft, SurfaceView), partial(move_start_and_boxes, draft)
    race_view(run, cache.heights(run.surface), paths, view, t, slots, key="race", on_start=click)
    surface_table(surface_rows(run, paths, view.target), slots, view.target, t)
    draft.publish()


surface_head(t)
surface_toolbar(draft, t)
part(draft, STAGE, stage)
part(draft, SHARE, partial(surface_share, draft, t))
surface_sidebar(draft, t)
part(draft, WORDS, partial(surface_tabs, draft, t))
