"""The race of the surface page and its results."""

from contextlib import suppress
from functools import partial

from optim_core.errors import SpecError
from optim_core.permalink import is_on, read_surface_run, slots
from optim_core.summary import surface_rows
from optim_core.text import Translator
from optim_core.views import SurfaceView
from ui import cache, feed
from ui.current import current, view_of
from ui.draft import Draft
from ui.fan import fan_id
from ui.race import race_data, race_view
from ui.starts import take_click
from ui.surface_parts import LONG, race
from ui.tables import surface_table

KEY = "race"


def surface_stage(draft: Draft, t: Translator) -> None:
    """The race view, which waits for the fan of further starts, and a row a contender."""
    run, places, paths = current(draft, read_surface_run, lambda run: race(run, t), t)
    view, click = view_of(draft, SurfaceView), partial(take_click, draft)
    waited = fan_id(draft, run, view)
    race_view(run, cache.heights(run.surface), paths, view, t, places, key=KEY, fan=waited, on_start=click)
    surface_table(surface_rows(run, paths, view.target), places, view.target, t)
    draft.publish()


def surface_ahead(draft: Draft, t: Translator) -> None:
    """The race of a change, sent before the page is drawn anew, unless it takes long or has further starts."""
    if "start_set" in draft.query:
        return
    with suppress(SpecError):
        run, view = read_surface_run(draft.query), view_of(draft, SurfaceView)
        if run.steps * len(run.optimizers) <= LONG:
            places = [slot for slot in slots(draft.query) if is_on(slot, draft.query)]
            paths, grid = cache.trajectories(run), cache.heights(run.surface)
            feed.push(KEY, race_data(run, grid, paths, view, t, places) | {"fan": ""})
