"""The cards of the contenders in the sidebar."""

import streamlit as st

from optim_core.hyper import SpecError, hypers
from optim_core.optimizers import OPTIMIZERS
from optim_core.permalink import is_on, read_member, slots
from optim_core.specs import MAX_OPTIMIZERS
from optim_core.text import Translator
from ui.controls import hyper_control, hyper_controls
from ui.current import error_text
from ui.draft import Draft
from ui.tables import chip

ACTIONS = ("duplicate", "reset", "remove")


def contenders(draft: Draft, t: Translator) -> None:
    """A card for each contender, then the means to add one and to undo."""
    for slot in slots(draft.query):
        with st.container(border=True, key=f"{draft.page}-card-{slot + 1}", gap="small"):
            _card(draft, slot, t)
    left, right = st.columns(2)
    full = len(slots(draft.query)) == MAX_OPTIMIZERS
    with left:
        added = st.menu_button(
            t("contenders.add"),
            [cls.__name__ for cls in OPTIMIZERS],
            icon=":material/add:",
            disabled=full,
            help=t("contenders.full", limit=MAX_OPTIMIZERS) if full else None,
            key=f"{draft.page}.add",
            width="stretch",
        )
    right.button(
        t("contenders.undo"),
        icon=":material/undo:",
        disabled=not draft.can_undo,
        on_click=draft.undo,
        key=f"{draft.page}.undo",
        width="stretch",
    )
    if added:
        draft.add(added)
        st.rerun()


def _card(draft: Draft, slot: int, t: Translator) -> None:
    name = f"o{slot + 1}"
    cls = draft.form.member(name, draft.query)
    assert cls is not None
    mark, kind, eye, menu = st.columns([0.09, 0.53, 0.18, 0.2], gap="small", vertical_alignment="center")
    mark.markdown(chip(slot))
    with kind:
        _kind(draft, name, cls, t)
    with eye:
        _eye(draft, slot, t)
    with menu:
        chosen = st.menu_button(
            "",
            ACTIONS,
            format_func=lambda action: t(f"contenders.{action}"),
            icon=":material/more_vert:",
            type="tertiary",
            key=f"{draft.page}.{name}.menu",
        )
    if chosen:
        getattr(draft, chosen)(slot)
        st.rerun()
    hyper_control(draft, f"{name}.lr", cls, t)
    more = st.expander(t("contenders.more"), type="compact", key=f"{draft.page}.{name}.more", on_change="rerun")
    if more.open:
        with more:
            hyper_controls(draft, f"{name}.", cls, t, [field for field in hypers(cls) if field != "lr"])
            if (rule := f"rule.{cls.__name__}") in t:
                st.caption(t(rule))
    try:
        read_member(name, OPTIMIZERS, draft.query)
    except SpecError as error:
        st.error(error_text(error, t))


def _kind(draft: Draft, name: str, cls: type, t: Translator) -> None:
    key = f"{draft.page}.{name}.kind"
    if st.session_state.get(key) != cls.__name__:
        st.session_state[key] = cls.__name__
    st.selectbox(
        t("contenders.kind"),
        [cls.__name__ for cls in OPTIMIZERS],
        key=key,
        label_visibility="collapsed",
        on_change=lambda: draft.choose(name, st.session_state[key]),
    )


def _eye(draft: Draft, slot: int, t: Translator) -> None:
    key, on = f"{draft.page}.o{slot + 1}.eye", is_on(slot, draft.query)
    if st.session_state.get(key) != on:
        st.session_state[key] = on
    st.toggle(
        t("contenders.on"),
        key=key,
        label_visibility="collapsed",
        on_change=lambda: draft.set(**{f"o{slot + 1}.off": not st.session_state[key]}),
    )
