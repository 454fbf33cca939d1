"""Small multiples: a figure a contender, all with the same axes."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from optim_core.figures import style


def panel(
    traces: Sequence[dict[str, Any]], name: str, index: int, words: Sequence[str] = (), **layout: Any
) -> go.Figure:
    """One contender's figure under its chip and name; `words` are said in its upper corner."""
    look = style.contender_style(index)
    title = style.note(
        f'<span style="color:{look.colour}">{look.glyph}</span> {name}', x=0, y=1, yanchor="bottom", font={"size": 12}
    )
    said = [style.note("<br>".join(words))] if words else []
    margin = {"l": 40, "r": 6, "t": 24, "b": 34}
    return style.figure(
        {"data": traces, "layout": style.layout(margin=margin, annotations=[title, *said], uirevision=name, **layout)}
    )
