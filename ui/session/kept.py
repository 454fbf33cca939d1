"""What is made of races is kept of the last of them: of many that are short, of few that are long."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from optim_core.specs import SurfaceRun

P = ParamSpec("P")
R = TypeVar("R")
Make = Callable[Concatenate[SurfaceRun, P], R]

LONG = 500
"""Steps; a path holds about 0.1 kB for each."""


class Kept(Generic[P, R]):
    """`make` of a race; `keep` is given how many results it keeps, and decorates a function."""

    def __init__(self, make: Make[P, R], keep: Callable[[int], Callable[[Any], Any]], many: int, few: int) -> None:
        self._short, self._long = keep(many)(_called("short", make)), keep(few)(_called("long", make))

    def __call__(self, run: SurfaceRun, /, *args: P.args, **kwargs: P.kwargs) -> R:
        found: R = self._of(run)(run, *args, **kwargs)
        return found

    def clear(self, *args: Any) -> None:
        """Forget the result for these arguments, or all where there are none; of Streamlit's caches."""
        for one in [self._of(args[0])] if args else [self._short, self._long]:
            one.clear(*args)

    def _of(self, run: SurfaceRun) -> Any:
        return self._long if run.steps > LONG else self._short


def kept(
    keep: Callable[[int], Callable[[Any], Any]], many: int = 128, few: int = 16
) -> Callable[[Make[P, R]], Kept[P, R]]:
    """A decorator of a function whose first argument is a race."""
    return lambda make: Kept(make, keep, many, few)


def _called(name: str, make: Make[P, R]) -> Make[P, R]:
    """The same under another name, by which Streamlit tells caches apart."""

    @wraps(make)
    def same(run: SurfaceRun, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return make(run, *args, **kwargs)

    same.__qualname__ = f"{make.__qualname__}.{name}"
    return same
