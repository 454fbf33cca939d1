"""A table of results, a row a contender, as one element: st.table makes one of every cell, at each change."""

from collections.abc import Mapping, Sequence

from optim_core.base.text import Translator
from optim_core.figures.style import contender_style
from ui.components.loader import component

_sheet = component("sheet", "table")


def sheet(columns: Mapping[str, Sequence[str]], indices: Sequence[int], t: Translator, key: str = "sheet") -> None:
    """Draw the columns, whose cells may hold **strong** words and :material/symbols:; `indices` give the chips."""
    rows = [
        {"glyph": contender_style(index).glyph, "color": contender_style(index).color, "cells": list(cells)}
        for index, cells in zip(indices, zip(*columns.values(), strict=True), strict=True)
    ]
    _sheet(key=key, data={"head": list(columns), "rows": rows, "failed": t("race.failed")})
