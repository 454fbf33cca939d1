"""Entries of the surface page in the menu of exports: a link to the shown step, files made in the browser, scenes."""

from urllib.parse import urlencode

import streamlit as st

from optim_core.base.text import Translator
from ui.components.loader import component
from ui.session.callbacks import guarded, reported
from ui.session.page_state import PageState
from ui.surface.scenes import add_scene, scene_list

KEY = "race_share"
WORDS = (
    "at_step",
    "copy",
    "copied",
    "copy_failed",
    "svg",
    "gif",
    "drawing",
    "video",
    "recording",
    "no_video",
    "not_saved",
)

_share = component(KEY, "share")


def race_share(state: PageState, t: Translator) -> None:
    """A link to the step that the player shows, buttons that save the charts and the race as files, and the scenes."""
    query = {name: text for name, text in state.query.items() if name != "step"}
    data = {
        "link": f"{st.context.url}?{urlencode(query)}",
        "texts": {**{word: t(f"share.{word}") for word in WORDS}, "add": t("scenes.add")},
        "failed": t("race.failed"),
    }
    _share(key=KEY, data=data, on_add_change=lambda: guarded(add_scene, state, reported(KEY, "add")))
    scene_list(state, t)
