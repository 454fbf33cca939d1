"""Scenes: several races in one link, shown one after the other.

Scene n is the entry `scene.n`, whose text is the query of its race; the entry `scene` is the number of the shown one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from optim_core.base.domains import AbstractDomain
from optim_core.base.errors import SpecError, abridged
from optim_core.specs.views import MAX_SCENES

Query = Mapping[str, str]
Clean = Callable[[Query], tuple[dict[str, str], list[SpecError]]]

LONGEST_SCENE = 1_000
"""Characters of a scene's text."""
LONGEST_LINK = 7_500
"""Characters of a link's query: many servers refuse addresses of more than 8,000."""
MAX_ENTRIES = 200
"""Entries of a scene's query."""


@dataclass(frozen=True)
class SceneQuery(AbstractDomain):
    """The query of a race as one text, without scenes of its own; `clean` is `Form.clean` of such queries."""

    clean: Clean = lambda query: (dict(query), [])

    @property
    def range(self) -> str:
        return f"{{q : |q| ≤ {LONGEST_SCENE}}}"

    def check(self, value: object, where: str) -> str:
        """The text in the form's own order; SpecError "scene" if it is too long, no query, or has an invalid entry."""
        if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_SCENE:
            raise _refusal(where, value)
        try:
            query = dict(parse_qsl(value, strict_parsing=True, errors="strict", max_num_fields=MAX_ENTRIES))
        except ValueError:
            raise _refusal(where, value) from None
        good, wrong = self.clean(query)
        if wrong:
            raise _refusal(where, f"{wrong[0].where}={query.get(wrong[0].where, '')}")
        text = urlencode(good)
        if len(text) > LONGEST_SCENE or not query.keys() & good.keys():
            raise _refusal(where, value)
        return text

    def bad(self) -> tuple[object, ...]:
        return ("", "x" * (LONGEST_SCENE + 1), "no query", None, 0)


def _refusal(where: str, got: object) -> SpecError:
    return SpecError(where, "scene", longest=LONGEST_SCENE, got=abridged(got))


def scene_entries(clean: Clean) -> dict[str, AbstractDomain]:
    """The entries of the scenes with their domain."""
    return {f"scene.{number}": SceneQuery(clean=clean) for number in range(1, MAX_SCENES + 1)}


def scenes(query: Query) -> list[str]:
    """The texts of a query's scenes, in order."""
    return [query[f"scene.{number}"] for number in _numbers(query)]


def shown_scene(query: Query) -> int:
    """The position of the shown scene, from 1, in `scenes`; 0 if none is."""
    numbers = [str(number) for number in _numbers(query)]
    return numbers.index(query["scene"]) + 1 if query.get("scene") in numbers else 0


def with_scenes(query: Query, texts: Sequence[str], shown: int) -> dict[str, str]:
    """The race of the query with these scenes, of which the one at position `shown` is shown; none if it is 0."""
    marks = {"scene": str(shown)} if shown else {}
    return own_entries(query) | marks | {f"scene.{number}": text for number, text in enumerate(texts, 1)}


def own_entries(query: Query) -> dict[str, str]:
    """The entries of the query that describe its race, and not its scenes."""
    return {name: text for name, text in query.items() if name.partition(".")[0] != "scene"}


def with_scene_added(query: Query, step: int | None) -> dict[str, str]:
    """The query with its race at `step` (None: its end) as a further scene, which is shown.

    SpecError if there are too many scenes, or they are too long.
    """
    own = {name: text for name, text in own_entries(query).items() if name != "step"}
    own |= {} if step is None else {"step": str(step)}
    texts = [*scenes(query), urlencode(own)]
    if len(texts) > MAX_SCENES:
        raise SpecError("scene", "scenes_full", limit=MAX_SCENES)
    added = with_scenes(own, texts, len(texts))
    if len(texts[-1]) > LONGEST_SCENE or len(urlencode(added)) > LONGEST_LINK:
        raise SpecError("scene", "scenes_long", longest=LONGEST_SCENE, limit=LONGEST_LINK)
    return added


def with_scene_shown(query: Query, position: int) -> dict[str, str]:
    """The race of the scene at this position, from 1, with all scenes; the query itself if there is none."""
    texts = scenes(query)
    if not 1 <= position <= len(texts):
        return dict(query)
    return with_scenes(dict(parse_qsl(texts[position - 1])), texts, position)


def with_scene_removed(query: Query, position: int) -> dict[str, str]:
    """The query without the scene at this position; its race stays."""
    texts, shown = scenes(query), shown_scene(query)
    left = [text for number, text in enumerate(texts, 1) if number != position]
    return with_scenes(query, left, 0 if shown == position else shown - (position < shown))


def with_scene_earlier(query: Query, position: int) -> dict[str, str]:
    """The query with the scene at this position and the one before it in exchanged order."""
    texts, shown = scenes(query), shown_scene(query)
    if not 2 <= position <= len(texts):
        return dict(query)
    texts[position - 2 : position] = texts[position - 1], texts[position - 2]
    return with_scenes(query, texts, {position: position - 1, position - 1: position}.get(shown, shown))


def _numbers(query: Query) -> list[int]:
    return [number for number in range(1, MAX_SCENES + 1) if f"scene.{number}" in query]
