"""The state of one page in a session: the names and texts of its link."""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared
from optim_core.permalink import contender_indices, read_fields
from optim_core.permalink.form import Form
from optim_core.permalink.member_name import MemberName
from optim_core.permalink.schedule_length import with_fitting_lengths
from optim_core.specs import MAX_OPTIMIZERS
from ui.session.opened_links import read_link
from ui.session.page_data import Earlier, PageData, Refusal, page_data

V = TypeVar("V", bound=Declared)
UNDO_STEPS = 50
WRITTEN = "written_address"
"""Key of the entries that the address bar shows once the browser has heard of all runs."""
_LOG = logging.getLogger(__name__)


class PageState:
    """The entries of one page. They outlive page and language switches, and may be such that do not go together yet."""

    def __init__(self, page: str, form: Form) -> None:
        self.page, self.form = page, form
        self.data: PageData = page_data(page)
        entries, is_opened = read_link()
        is_new = self._is_new(urlencode(entries), is_opened)
        if is_new or not self.query:
            before = self._now()
            self._store(*form.clean((is_new and entries) or form.opening))
            self.data.link = urlencode(entries)
            if self.query != before.query:
                if before.query:
                    self._remember(before)
                self.data.zooms.clear()
                self.data.valid_query = None  # a race of another link does not stand for this one

    def _is_new(self, link: str, is_opened: bool) -> bool:
        """Whether a visitor has opened this link, and the page has not taken it over yet; an empty one only by *Back*.

        The link that the page wrote last stands for its entries of now: one may have been set while the page was left.
        """
        is_known = link in self.data.published
        return link != self.data.link and (is_opened if is_known else link != "")

    @property
    def query(self) -> Mapping[str, str]:
        return self.data.query

    def view(self, cls: type[V]) -> V:
        """The view of class `cls` that the entries ask for."""
        return cls(**read_fields(cls, self.query))

    def publish(self) -> None:
        """Put the entries into the address bar.

        Also if this run began with them: a link to the page that is open does not show in the address bar, and what a
        run before wrote last may reach the browser after that.
        """
        query = dict(self.query)
        self.data.link = urlencode(query)
        self.data.published.append(self.data.link)
        if "lang" in st.session_state:
            query["lang"] = st.session_state["lang"]
        shown, written = st.query_params.to_dict(), st.session_state.get(WRITTEN, query)
        st.session_state[WRITTEN] = query
        if query != shown:
            st.query_params.from_dict(query)
        elif query != written:
            st.query_params.from_dict(shown)  # in its order, so that it makes no entry in the browser's history

    def value(self, name: str, default: Any) -> Any:
        """The value of an entry; `default` if it is not set."""
        domain = self.form.domain(name, self.query)
        return domain.parse(self.query[name], name) if domain and name in self.query else default

    def default(self, name: str) -> Any:
        return self.form.default(name, self.query)

    def member(self, name: str) -> type[Declared]:
        """The class that a member's entry names."""
        cls = self.form.member(name, self.query) or self.form.member(name, self.form.opening)
        if cls is None:
            names = tuple(cls.__name__ for cls in self.form.members[name])
            raise MemberName("", names).refuse(self.query.get(name, ""), name)
        return cls

    def set(self, **entries: object) -> None:
        """Set entries by name (`o1.lr` as a keyword in a dict); SpecError if one may not hold its value."""
        query = self.with_entries(**entries)
        if query == self.query and entries.keys() & self.data.refused.keys():
            self._remember(self._now())
        self.replace(query)
        for name in entries:
            self.data.refused.pop(name, None)

    def with_entries(self, **entries: object) -> dict[str, str]:
        """The query with these entries set; defaults are left out, so that links stay short.

        Schedules that are as long as the run stay so.
        """
        query = dict(self.query)
        for name, value in entries.items():
            domain = self.form.domain(name, query)
            if domain is None:
                continue
            if value == self.default(name):
                query.pop(name, None)
            else:
                query[name] = domain.format(domain.check(value, name))
        return with_fitting_lengths(self.query, query)

    def refuse(self, name: str, refusal: Refusal) -> None:
        """Keep a typed value that its entry may not hold, to be shown until something else is entered there or undo."""
        self._remember(self._now())
        self.data.refused[name] = refusal

    def refusal(self, name: str) -> Refusal | None:
        """The value last typed for an entry, if that was refused."""
        return self.data.refused.get(name)

    def replace(self, query: Mapping[str, str]) -> None:
        """Set all entries at once; the ones before can be had back by undo."""
        if query != self.query:
            self._remember(self._now())
        self._store(dict(query), [])

    def _now(self) -> Earlier:
        return Earlier(self.query, dict(self.data.refused))

    def _remember(self, earlier: Earlier) -> None:
        self.data.past = [*self.data.past, earlier][-UNDO_STEPS:]

    def complete(self, entries: Mapping[str, str]) -> None:
        """Add those of the entries whose member has none yet; this is no step of undo."""
        missing = {name: text for name, text in entries.items() if name.partition(".")[0] not in self.query}
        if missing:
            self.data.query = self.form.parsed({**self.query, **missing})[0]

    def _store(self, query: Mapping[str, str], link_errors: list[SpecError]) -> None:
        """Store what the form accepts of a query. A refused value stays where the entry stays as it was."""
        accepted, errors = self.form.parsed(query)
        if errors:
            _LOG.warning("%s: ignored %s", self.page, "; ".join(map(str, errors)))
        before = self.query
        self.data.refused = {
            name: refusal
            for name, refusal in self.data.refused.items()
            if before.get(name) == accepted.get(name)
            and self.form.domain(name, before) == self.form.domain(name, accepted)
        }
        self.data.query, self.data.link_errors = accepted, link_errors

    @property
    def can_undo(self) -> bool:
        return bool(self.data.past)

    def undo(self) -> None:
        if self.can_undo:
            earlier = self.data.past.pop()
            self._store(earlier.query, [])
            self.data.refused = dict(earlier.refused)

    def choose(
        self, name: str, class_name: str, drop: tuple[str, ...] = (), also: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Name another class at a member's entry; the old one's values and the entries `drop` go, `off` stays.

        The entries `also` are set with it, and replace all that stood under their names.
        """
        removed = tuple(f"{owner}." for owner in (name, *drop, *also))
        left = {k: v for k, v in self.query.items() if not f"{k}.".startswith(removed) or k == f"{name}.off"}
        self.replace(with_fitting_lengths(self.query, left | {name: class_name} | dict(also)))

    def drop(self, name: str) -> None:
        """Remove a member's entry with all its values."""
        self.replace({k: v for k, v in self.query.items() if not f"{k}.".startswith(f"{name}.")})

    def add(self, class_name: str) -> None:
        """Add a contender at the first free index, with the values it has in the opening, if it is there."""
        opening = self.form.opening_of(self.query)
        names = [name for name, text in opening.items() if text == class_name]
        source = opening if names else {"": class_name}
        self._copy(source, names[0] if names else "")

    def duplicate(self, index: int) -> None:
        self._copy(self.query, f"o{index + 1}")

    def _copy(self, source: Mapping[str, str], name: str) -> None:
        """Copy the member `name` of `source` to the first free contender index, if there is one."""
        free = [index for index in range(MAX_OPTIMIZERS) if index not in contender_indices(self.query)]
        if free:
            copy = {k.replace(name, f"o{free[0] + 1}", 1): v for k, v in source.items() if k.partition(".")[0] == name}
            self.replace({**self.query, **(copy or {f"o{free[0] + 1}": source[name]})})

    def remove(self, index: int) -> None:
        self.drop(f"o{index + 1}")

    def reset(self, index: int) -> None:
        """Set a contender to torch's defaults."""
        name = f"o{index + 1}"
        self.choose(name, self.query[name])
