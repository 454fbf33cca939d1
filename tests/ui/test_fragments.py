"""The parts of a page as Streamlit tells them apart."""

from types import SimpleNamespace

from ui.session import fragments


def _race() -> None:
    """A part of one page."""


def _training() -> None:
    """The part in its place on another page."""


def test_parts_in_the_same_place_are_different_fragments(monkeypatch):
    """A late change of one page must not draw the part that took its place; Streamlit looks at the function's name."""
    names = []
    monkeypatch.setattr(
        fragments.st, "fragment", lambda body, **settings: names.append(body.__qualname__) or (lambda: None)
    )
    state = SimpleNamespace(page="surface", data=SimpleNamespace(parts={}, page_hash=None))
    for body in (_race, _training):
        fragments.part(state, fragments.STAGE, body, depends=fragments.always)
    assert names == ["_race", "_training"]
