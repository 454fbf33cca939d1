"""The race of the surface page and its results."""

from functools import partial

from optim_core.permalink import read_surface_run
from optim_core.summary import surface_rows
from optim_core.text import Translator
from optim_core.views import SurfaceView
from ui import cache
from ui.current import current, view_of
from ui.draft import Draft
from ui.fan import fan_id
from ui.race import race_view
from ui.starts import take_click
from ui.surface_parts import race
from ui.tables import surface_table


def surface_stage(draft: Draft, t: Translator) -> None:
    """The race view, which waits for the fan of further starts, and a row a contender."""
    run, slots, paths = current(draft, read_surface_run, lambda run: race(run, t), t)
    view, click = view_of(draft, SurfaceView), partial(take_click, draft)
    waited = fan_id(draft, run, view)
    race_view(run, cache.heights(run.surface), paths, view, t, slots, key="race", fan=waited, on_start=click)
    surface_table(surface_rows(run, paths, view.target), slots, view.target, t)
    draft.publish()
