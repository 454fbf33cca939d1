"""Two LRU caches for results derived from a race: one for short races, one for long ones."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from optim_core.specs import SurfaceRun

P = ParamSpec("P")
R = TypeVar("R")
Compute = Callable[Concatenate[SurfaceRun, P], R]

LONG_RUN = 500
"""Steps; a path takes about 0.1 kB of memory for each."""


class RunCache(Generic[P, R]):
    """`compute(run, ...)` cached; `cache(n)` must give a decorator that caches n results."""

    def __init__(self, compute: Compute[P, R], cache: Callable[[int], Callable[[Any], Any]], short: int, long: int):
        self._short, self._long = cache(short)(_named("short", compute)), cache(long)(_named("long", compute))

    def __call__(self, run: SurfaceRun, /, *args: P.args, **kwargs: P.kwargs) -> R:
        result: R = self._cache(run)(run, *args, **kwargs)
        return result

    def clear(self, *args: Any) -> None:
        """Drop the result of these arguments, or all results; only for Streamlit's caches."""
        for cache in [self._cache(args[0])] if args else [self._short, self._long]:
            cache.clear(*args)

    def _cache(self, run: SurfaceRun) -> Any:
        return self._long if run.steps > LONG_RUN else self._short


def cached_by_length(
    cache: Callable[[int], Callable[[Any], Any]], short: int = 128, long: int = 16
) -> Callable[[Compute[P, R]], RunCache[P, R]]:
    """Decorate a function of a race: cache `short` results of short races and `long` ones of long races."""
    return lambda compute: RunCache(compute, cache, short, long)


def _named(suffix: str, compute: Compute[P, R]) -> Compute[P, R]:
    """`compute` under a name of its own, by which Streamlit tells caches apart."""

    @wraps(compute)
    def named(run: SurfaceRun, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return compute(run, *args, **kwargs)

    named.__qualname__ = f"{compute.__qualname__}.{suffix}"
    return named
