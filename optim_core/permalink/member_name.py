"""The name of a class or a lesson in a link: what is offered where it names none."""

from dataclasses import dataclass
from difflib import get_close_matches

from optim_core.base.domains import Choice
from optim_core.base.errors import SpecError, abridged

MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class MemberName(Choice):
    """One of the names in `options`. The error suggests similar names instead of listing all of them."""

    def refuse(self, value: object, where: str) -> SpecError:
        got = abridged(value)
        if alike := get_close_matches(got, self.options, MOST_SUGGESTIONS):
            return SpecError(where, "resembling_member", got=got, names=", ".join(alike))
        return SpecError(where, "no_member", got=got)
