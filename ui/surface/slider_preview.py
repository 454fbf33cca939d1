"""The query of a page while a slider is held."""

import re

from optim_core.base.domains import AbstractNumber
from ui.session.page_state import PageState
from ui.widgets.entry_controls import slider_ticks, tick_label


def moved_query(state: PageState, message: str) -> dict[str, str] | None:
    """The query with a slider at the tick that a message names: the slider's key as a CSS class, a line break, a label.

    None if there is no such slider or tick, since anyone can write such a message.
    """
    key, _, text = message.partition("\n")
    entry = re.sub(r"-slide(-\d+)?$", "", key.removeprefix(f"{state.page}-")).replace("-", ".")
    domain = state.form.domain(entry, state.query)
    value = state.value(entry, state.default(entry))
    if not isinstance(domain, AbstractNumber) or value is None:
        return None
    found = [stop for stop in slider_ticks(domain, value) if tick_label(domain, stop) == text]
    return state.with_entries(**{entry: found[0]}) if found else None
