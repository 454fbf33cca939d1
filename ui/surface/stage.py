"""The race of the surface page and its results."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.permalink import read_fields, read_surface_run
from optim_core.specs import SurfaceRun
from optim_core.specs.views import SurfaceView
from ui.components.race_view import race_data, race_tag, race_view
from ui.components.result_tables import surface_table
from ui.compute import results as cache
from ui.compute import visitor
from ui.session import live_socket as feed
from ui.session.active_run import current, reading, running, view_of
from ui.session.page_state import Draft
from ui.session.part_errors import part_errors
from ui.surface.multistart import multistart_id
from ui.surface.slider_preview import moved
from ui.surface.starts import take_click
from ui.surface.toolbar import LONG, race

KEY = "race"


def surface_stage(draft: Draft, t: Translator) -> None:
    """The race view, which waits for the paths from further starts, and a row a contender."""
    run, places, paths = current(draft, read_surface_run, lambda run: race(run, t), t)
    view, click = view_of(draft, SurfaceView), partial(take_click, draft)
    waited, heights = multistart_id(draft, run, view), cache.heights(run.surface)
    feed.line(KEY).hear = visitor.on_behalf(partial(_glimpse, draft, t))
    with part_errors("surface.race"):
        race_view(
            run, heights, paths, view, t, places, key=KEY, multistart=waited, revision=draft.revision, on_start=click
        )
    with part_errors("surface.table"):
        surface_table(run, paths, places, view.target, t)
    draft.publish()


def surface_ahead(draft: Draft, t: Translator) -> None:
    """The race of a change, sent before the page is drawn anew, unless it takes long or has further starts."""
    with suppress(SpecError):
        if ready := _quick(draft.query):
            run, view = ready
            feed.line(KEY).tell(race_tag(run, view, t), lambda: _news(draft.query, draft.revision, run, view, t))


def _glimpse(draft: Draft, t: Translator, said: str) -> dict[str, Any] | None:
    """The race while a slider is held where the browser says; the page follows when it is let go."""
    revision, before = draft.revision, draft.query
    with suppress(SpecError):
        if (query := moved(draft, said)) and (ready := _quick(query)):
            news = _news(query, revision, *ready, t)
            return news if draft.query in (before, query) else None
    return None


def _quick(query: Mapping[str, str]) -> tuple[SurfaceRun, SurfaceView] | None:
    """What is to be raced and shown, if that can be done at once."""
    run, view = reading(read_surface_run, query), SurfaceView(**read_fields(SurfaceView, query))
    return None if "start_set" in query or run.steps * len(run.optimizers) > LONG else (run, view)


def _news(query: Mapping[str, str], revision: int, run: SurfaceRun, view: SurfaceView, t: Translator) -> dict[str, Any]:
    paths, places = cache.trajectories(run), tuple(running(query))
    race = race_data(run, cache.heights(run.surface), paths, view, t, places)
    return {**race, "multistart": "", "revision": revision}
