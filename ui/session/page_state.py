"""What a page is set to, kept for the session: the very names and texts of its link."""

import logging
from collections import deque
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared
from optim_core.permalink import contender_indices
from optim_core.permalink.form import Form
from optim_core.specs import MAX_OPTIMIZERS

PAST = 50
"""Steps that can be undone."""
_LOG = logging.getLogger(__name__)


class Refusal(NamedTuple):
    """A value that a person typed and that its entry may not hold, and why."""

    value: Any
    error: SpecError


class Draft:
    """The entries of one page. They outlive page and language switches, and hold also what does not go together yet."""

    def __init__(self, page: str, form: Form) -> None:
        self.page, self.form = page, form
        fresh = {"past": [], "written": deque(maxlen=64), "revision": 0, "refused": {}}
        self.state: dict[str, Any] = st.session_state.setdefault(f"draft.{page}", fresh)
        arrived = {name: text for name, text in st.query_params.items() if name != "lang"}
        new = bool(arrived) and urlencode(arrived) not in self.state["written"]
        if new or "query" not in self.state:
            before = [self.query] if "query" in self.state else []
            self.state["past"] = [*self.state["past"], *before][-PAST:]
            self._take(*form.clean(arrived if new else form.opening))

    @property
    def query(self) -> Mapping[str, str]:
        query: Mapping[str, str] = self.state["query"]
        return query

    @property
    def revision(self) -> int:
        """How often the entries have been set."""
        count: int = self.state["revision"]
        return count

    @property
    def wrong(self) -> list[SpecError]:
        """What the link held and could not be used."""
        wrong: list[SpecError] = self.state["wrong"]
        return wrong

    def publish(self) -> None:
        """Put the entries into the address bar."""
        query = dict(self.query)
        self.state["written"].append(urlencode(query))
        if "lang" in st.session_state:
            query["lang"] = st.session_state["lang"]
        if query != st.query_params.to_dict():
            st.query_params.from_dict(query)

    def value(self, name: str, default: Any) -> Any:
        """What the entry stands for; `default` where there is none."""
        domain = self.form.domain(name, self.query)
        return domain.parse(self.query[name], name) if domain and name in self.query else default

    def member(self, name: str) -> type[Declared]:
        """The class that a member's entry names."""
        cls = self.form.member(name, self.query) or self.form.member(name, self.form.opening)
        if cls is None:
            raise SpecError(name, "type", got=self.query.get(name, ""))
        return cls

    def set(self, **entries: object) -> None:
        """Set entries by name (`o1.lr` as a keyword in a dict); SpecError if one may not hold its value."""
        self.replace(self.with_entries(**entries))
        for name in entries:
            self._refused.pop(name, None)

    def refuse(self, name: str, refusal: Refusal) -> None:
        """Keep a typed value that its entry may not hold, to be shown until something else is entered there."""
        self._refused[name] = refusal

    def refusal(self, name: str) -> Refusal | None:
        """What was last typed for an entry, where that was refused."""
        return self._refused.get(name)

    @property
    def _refused(self) -> dict[str, Refusal]:
        refused: dict[str, Refusal] = self.state["refused"]
        return refused

    def with_entries(self, **entries: object) -> dict[str, str]:
        """The query with these entries set; defaults are left out, so that links stay short."""
        query = dict(self.query)
        for name, value in entries.items():
            domain = self.form.domain(name, query)
            if domain is None:
                continue
            if value == self.default(name):
                query.pop(name, None)
            else:
                query[name] = domain.format(domain.check(value, name))
        return query

    def default(self, name: str) -> Any:
        return self.form.default(name, self.query)

    def replace(self, query: Mapping[str, str]) -> None:
        """Take `query` as a whole; what was before can be undone."""
        if query != self.query:
            self.state["past"] = [*self.state["past"], self.query][-PAST:]
        self._take(dict(query), [])

    def _take(self, query: Mapping[str, str], wrong: list[SpecError]) -> None:
        """Take what of the query its entries may hold. Refused values stay where the entry stays as it was."""
        good, bad = self.form.parsed(query)
        if bad:
            _LOG.warning("%s: ignored %s", self.page, "; ".join(map(str, bad)))
        before = self.state.get("query", {})
        refused = {
            name: refusal
            for name, refusal in self._refused.items()
            if before.get(name) == good.get(name) and self.form.domain(name, before) == self.form.domain(name, good)
        }
        self.state |= {"query": good, "wrong": wrong, "refused": refused, "revision": self.revision + 1}

    @property
    def can_undo(self) -> bool:
        return bool(self.state["past"])

    @property
    def first_change(self) -> bool:
        """Whether exactly one step can be undone, so that there was none before it."""
        return len(self.state["past"]) == 1

    def undo(self) -> None:
        if self.can_undo:
            self.state["refused"] = {}
            self._take(self.state["past"].pop(), [])

    def choose(
        self, name: str, class_name: str, drop: tuple[str, ...] = (), also: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Name another class at a member's entry; the old one's values and the entries `drop` go, `off` stays.

        The entries `also` are set with it, after what was there under their names has gone.
        """
        gone = tuple(f"{owner}." for owner in (name, *drop, *also))
        kept = {k: v for k, v in self.query.items() if not f"{k}.".startswith(gone) or k == f"{name}.off"}
        self.replace(kept | {name: class_name} | dict(also))

    def drop(self, name: str) -> None:
        """Leave out a member's entry with all its values."""
        self.replace({k: v for k, v in self.query.items() if not f"{k}.".startswith(f"{name}.")})

    # contenders

    def add(self, class_name: str) -> None:
        """A new contender in the first free slot, with the values it has in the opening, if it is there."""
        names = [name for name, text in self.form.opening.items() if text == class_name]
        source = self.form.opening if names else {"": class_name}
        self._place(source, names[0] if names else "")

    def duplicate(self, slot: int) -> None:
        self._place(self.query, f"o{slot + 1}")

    def _place(self, source: Mapping[str, str], name: str) -> None:
        free = [slot for slot in range(MAX_OPTIMIZERS) if slot not in contender_indices(self.query)]
        if free:
            copy = {k.replace(name, f"o{free[0] + 1}", 1): v for k, v in source.items() if k.partition(".")[0] == name}
            self.replace({**self.query, **(copy or {f"o{free[0] + 1}": source[name]})})

    def remove(self, slot: int) -> None:
        self.replace({k: v for k, v in self.query.items() if k.partition(".")[0] != f"o{slot + 1}"})

    def reset(self, slot: int) -> None:
        """Back to torch's defaults."""
        name = f"o{slot + 1}"
        self.choose(name, self.query[name])
