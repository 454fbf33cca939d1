"""Small multiples: one figure per contender."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from optim_core.figures import style


def panel(
    traces: Sequence[dict[str, Any]], name: str, index: int, notes: Sequence[str] = (), **layout: Any
) -> go.Figure:
    """One contender's figure with its marker and name as the title; `notes` are lines in its upper left corner."""
    contender = style.contender_style(index)
    chip = f'<span style="color:{contender.color}">{contender.glyph}</span>'
    title = style.note(f"{chip} {name}", x=0, y=1, yanchor="bottom", font={"size": 12})
    corner = [style.note("<br>".join(notes))] if notes else []
    margin = {"l": 40, "r": 6, "t": 24, "b": 34}
    return style.figure(
        {"data": traces, "layout": style.layout(margin=margin, annotations=[title, *corner], uirevision=name, **layout)}
    )
