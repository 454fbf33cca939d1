"""What the browser adds to the menu of exports: the link at the shown step, the charts as SVG, and the scenes."""

from urllib.parse import urlencode

import streamlit as st

from optim_core.base.text import Translator
from ui.components.loader import component
from ui.session.callbacks import guarded, reported
from ui.session.page_state import PageState
from ui.surface.scenes import add_scene, scene_list

KEY = "race_share"
WORDS = ("at_step", "copy", "copied", "copy_failed", "svg")

_share = component(KEY, "share")


def race_share(state: PageState, t: Translator) -> None:
    """The link that opens the race at the step that the player shows, the charts as SVG, and the scenes."""
    query = {name: text for name, text in state.query.items() if name != "step"}
    data = {
        "link": f"{st.context.url}?{urlencode(query)}",
        "texts": {**{word: t(f"share.{word}") for word in WORDS}, "add": t("scenes.add")},
        "failed": t("race.failed"),
    }
    _share(key=KEY, data=data, on_add_change=lambda: guarded(add_scene, state, reported(KEY, "add")))
    scene_list(state, t)
