"""A chart a contender, as many in a row as there is room for; animations of a training are played in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from optim_core.base.text import Translator
from optim_core.figures.numbers import sendable
from ui.components.loader import component

WORDS = ("play", "pause", "first", "previous", "next", "last", "scrub", "speed", "keys", "player")
Size = tuple[int, int]
"""The least width of a chart and its height, in pixels."""
SMALL, THIRD, HALF, WHOLE = (190, 230), (250, 340), (440, 420), (10_000, 400)

_multiples = component("multiples", "multiples")


@dataclass(frozen=True)
class Animation:
    """The frames of a figure's first trace: `values` (frames, ...) of its array `name`."""

    name: str
    values: NDArray[Any]


def multiples(
    figures: Sequence[go.Figure],
    t: Translator,
    *,
    key: str,
    alts: Sequence[str],
    animations: Sequence[Animation] = (),
    frames: Sequence[str] = (),
    size: Size = SMALL,
    news: str = "",
) -> None:
    """Draw figures side by side; with `animations`, one a figure, a bar goes through the `frames`, named for people.

    Screen readers read out `news` when it changes.
    """
    least, height = size
    panels: list[dict[str, Any]] = [
        {"figure": sendable(figure.to_dict()), "alt": alt, "height": height}
        for figure, alt in zip(figures, alts, strict=True)
    ]
    for panel, animation in zip(panels, animations, strict=False):
        values = np.ascontiguousarray(animation.values)
        panel["animation"] = {
            "trace": 0,
            "name": animation.name,
            "shape": list(values.shape),
            "values": sendable(values.ravel()),
        }
    bar = {"frames": list(frames), "texts": {word: t(f"race.{word}") for word in WORDS}}
    _multiples(key=key, data={"panels": panels, "least": least, "news": news, "failed": t("race.failed"), **bar})
