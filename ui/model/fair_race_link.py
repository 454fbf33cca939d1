"""The way from a training to the fair race that tunes its contenders."""

from collections.abc import Mapping

import streamlit as st

from optim_core.base.text import Translator
from optim_core.permalink.form import CONTENDERS
from ui.app import shell

SHARED = ("dataset", "model", "epochs", "batch_size", "seed")
"""Entries of a training, and beginnings of entries, that a fair race has, too."""


def fair_race_link(query: Mapping[str, str], t: Translator) -> None:
    """A link to the fair race of the data set, model and contenders of a training's link."""
    icon = ":material/balance:"
    st.page_link(shell.path("maps"), label=t("model.fair_race"), icon=icon, query_params=fair_race_query(query))


def fair_race_query(query: Mapping[str, str]) -> dict[str, str]:
    """The link of that race: without schedules, which it does not have."""
    owners = (*SHARED, *CONTENDERS)
    entries = {name: text for name, text in query.items() if name.partition(".")[0] in owners}
    unscheduled = {name: text for name, text in entries.items() if ".schedule" not in name}
    return {"on": "model", "view": "fair", **unscheduled}
