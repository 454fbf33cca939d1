"""The path of a contender as a table of points, for those who cannot see the chart."""

import numpy as np
import streamlit as st

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.specs.results import Trajectory
from ui.components.table_help import explained_table
from ui.compute.race_context import RaceContext
from ui.session.choices import button_row, stored
from ui.session.literal import literal

ROWS = 40


def points(page: str, race: RaceContext) -> None:
    """A row for each of at most `ROWS` steps of the chosen contender."""
    t, indices, key = race.t, race.indices, f"{page}.points"
    options = {
        index: f"{style.contender_style(index).chip} {literal(name)}"
        for index, name in zip(indices, race.labels, strict=True)
    }
    index, store = stored(key, options, indices[0])
    button_row(key, t("points.contender"), options, index, store, help=t("points.contender_help"))
    path = race.paths[indices.index(index)]
    shown = shown_steps(len(path.loss) - 1)
    explained_table(point_columns(path, shown, t), t)
    st.caption(t("points.about", shown=len(shown), points=len(path.loss)))


def shown_steps(last: int) -> list[int]:
    """At most `ROWS` steps from 0 to `last`: the first ones, later ones farther apart."""
    steps: list[int] = np.unique(np.rint(np.geomspace(1, last + 1, ROWS)).astype(int) - 1).tolist()
    return steps


def point_columns(path: Trajectory, steps: list[int], t: Translator) -> dict[str, list[str]]:
    """Heading -> a cell for each of the steps."""
    norms = np.hypot(*path.grad.T)
    return {
        t("points.step"): [str(step) for step in steps],
        "x": [short(float(x)) for x in path.xy[steps, 0]],
        "y": [short(float(y)) for y in path.xy[steps, 1]],
        "f(x, y)": [short(float(value)) for value in path.loss[steps]],
        t("points.gradient"): [short(float(norm)) for norm in norms[steps]],
    }
