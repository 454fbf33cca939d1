"""A slider in motion: what the page would be set to if it were let go now."""

import re

from optim_core.base.hyper import AbstractNumber
from ui.session.page_state import Draft
from ui.widgets.controls import stop_text, stops


def moved(draft: Draft, said: str) -> dict[str, str] | None:
    """The query with a slider where the browser shows it: its key, as in the page's CSS, a line break, its text.

    None where there is no such slider or stop; anyone can write such a message.
    """
    key, _, text = said.partition("\n")
    entry = re.sub(r"-slide(-\d+)?$", "", key.removeprefix(f"{draft.page}-")).replace("-", ".")
    domain = draft.form.domain(entry, draft.query)
    value = draft.value(entry, draft.default(entry))
    if not isinstance(domain, AbstractNumber) or value is None:
        return None
    found = [stop for stop in stops(domain, value) if stop_text(domain, stop) == text]
    return draft.with_entries(**{entry: found[0]}) if found else None
