"""A contender's clipping of gradients: by what, and its limit."""

from functools import partial

import streamlit as st

from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.clipping import CLIPS
from ui.session.choices import select_box
from ui.session.folds import fold
from ui.session.fragments import redraw
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_controls

NONE = ""


def clip_controls(state: PageState, index: int, t: Translator) -> None:
    """The fold of a contender's clipping; absent where its gradients cannot be clipped, unless the link clips them."""
    owner, entry = state.form.member(f"o{index + 1}", state.query), f"o{index + 1}.clip"
    if owner is None or not issubclass(owner, AbstractOptimizer):
        return
    if owner.unclippable() is not None and entry not in state.query:
        return
    cls, opened = (
        state.form.member(entry, state.query),
        fold(f"{state.page}.{entry}.fold", t("clip.title"), type="compact"),
    )
    if not opened.open:
        if cls is not None:
            st.caption(cls.__name__)
        return
    with opened:
        chosen = state.query.get(entry, NONE)
        options = {NONE: t("clip.none")} | {each.__name__: each.__name__ for each in CLIPS}
        choose = partial(_choose, state, entry)
        select_box(f"{state.page}.{entry}", t("clip.title"), options, chosen, choose, help=t("clip.help"))
        st.caption(t(f"clip.about.{chosen}") if chosen else t("clip.about_none"))
        if cls is not None:
            hyper_controls(state, f"{entry}.", cls, t, [*hypers(cls)])


def _choose(state: PageState, entry: str, chosen: str) -> None:
    if chosen == NONE:
        state.drop(entry)
    else:
        state.choose(entry, chosen)
    redraw(state, entry)
