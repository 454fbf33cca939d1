"""The parts of a page. Only those that a change concerns are drawn anew: a fifth of the work and of the wait."""

from collections.abc import Callable

import streamlit as st

from optim_core.form import CONTENDERS
from optim_core.hyper import hypers
from optim_core.views import ModelView, SurfaceView
from ui.draft import Draft

PROBLEM, STAGE, TOOLS = "problem", "stage", "tools"
"""What the contenders race on; the race and its results; add and undo. Each contender's card is a part as well."""


def part(draft: Draft, name: str, body: Callable[[], None], run_every: float | None = None) -> None:
    """Draw `body`, which can later be drawn anew alone, also by itself every so many seconds."""
    st.fragment(body, key=f"{draft.page}.{name}", run_every=run_every)()


def redraw(draft: Draft, entry: str) -> None:
    """Last line of a widget's callback that has set `entry`: draw anew what shows it, the race first."""
    owner = entry.partition(".")[0]
    if owner in CONTENDERS:
        concerned = [STAGE, owner, TOOLS]
    elif owner in hypers(SurfaceView) or owner in hypers(ModelView):
        concerned = [STAGE, TOOLS]
    else:
        concerned = [STAGE, PROBLEM, TOOLS]
    st.rerun([f"{draft.page}.{name}" for name in concerned])
