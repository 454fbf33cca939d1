"""Landscapes and boundaries of trainings: computed in the pool a piece at a time, and kept for everyone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from optim_core.base.byte_cache import ByteCache
from optim_core.base.text import Translator
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train import landscape
from optim_core.train.decision_boundary import Boundaries, boundaries
from optim_core.train.landscape import Landscape
from ui.compute import visitor

CHUNK_SECONDS = 0.2
MOST_FRAMES = 25
"""Of a animation of boundaries, which is half a megabyte then."""
MOST_POINTS = 400
"""Of all paths on a landscape, at each of which two losses are computed."""

_landscapes: ByteCache[tuple[str, tuple[int, ...], str, int], Landscape] = ByteCache(32 * 2**20)
_animations: ByteCache[tuple[str, str, tuple[int, ...]], Boundaries] = ByteCache(32 * 2**20)


def landscape_of(run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator) -> Landscape:
    """The loss on the plane of the logs, one log per contender; shows progress while it is computed.

    Its progress is cached, so that the next call continues it. It ends after `landscape.SECONDS`.
    """
    key = (repr(run), _reached(logs), view.plane, view.points)
    found = _landscapes.get(key)
    if found and found.ended:
        return found
    bar = st.progress(0.0, t("model.landscape.computing"))
    if not found:
        paths, finite = [log.weights.astype(np.float64) for log in logs], [log.status.has_result for log in logs]
        averages = [log.averaged_weights.astype(np.float64) for log in logs if log.averaged]
        kind: Any = view.plane
        found = visitor.run(landscape.begin, run, paths, finite, kind, view.points, averages)
    while not found.ended:
        found = _landscapes.put(key, visitor.run(landscape.advance, run, found, CHUNK_SECONDS))
        bar.progress(found.progress, t("model.landscape.computing"))  # a visitor who has left ends the script here
    bar.empty()
    return found


def most_points(logs: Sequence[TrainingLog]) -> int:
    """How many points a path on the landscape of these logs may have."""
    return MOST_POINTS // sum(2 if log.averaged else 1 for log in logs)


def thinned(logs: Sequence[TrainingLog], most: int) -> tuple[TrainingLog, ...]:
    """The logs with at most `most` rows of weights each, evenly spread, and their averages there."""
    rows = [_spread(len(log.weights), most) for log in logs]
    return tuple(
        replace(
            log,
            weights=log.weights[kept],
            weights_at=log.weights_at[kept],
            averaged_weights=log.averaged_weights[[row for row in kept if row < len(log.averaged_weights)]],
        )
        for log, kept in zip(logs, rows, strict=True)
    )


def frames(logs: Sequence[TrainingLog], *, live: bool) -> list[int]:
    """Rows of the longest log's weights that the animation shows: evenly spread, or the latest during a training."""
    count = max(len(log.weights) for log in logs)
    if live:
        return [count - 1]
    return _spread(count, MOST_FRAMES)


def animation_of(run: ModelRun, logs: Sequence[TrainingLog], rows: Sequence[int], kind: str = "current") -> Boundaries:
    """The boundaries at those rows of weights of a `kind`; a contender that has diverged stays at its last."""
    key = (repr(run), kind, (*_reached(logs), *rows))
    paths = [log.weights[[min(row, len(log.weights) - 1) for row in rows]].astype(np.float64) for log in logs]
    return _animations.get(key) or _animations.put(key, visitor.run(boundaries, run, paths))


def _spread(count: int, most: int) -> list[int]:
    return sorted({round(row) for row in np.linspace(0, count - 1, min(count, most)).tolist()})


def _reached(logs: Sequence[TrainingLog]) -> tuple[int, ...]:
    return tuple(int(log.weights_at[-1]) for log in logs)
