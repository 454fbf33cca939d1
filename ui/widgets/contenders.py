"""The cards of the contenders in the sidebar."""

from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.figures.style import contender_style
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer, Composed, in_torch
from optim_core.optimizers.requirements import Need
from optim_core.permalink import contender_indices, is_on, read_member
from optim_core.specs import MAX_OPTIMIZERS
from ui.session.active_run import error_text
from ui.session.callbacks import on_change, on_click
from ui.session.choices import select_box
from ui.session.fragments import TOOLS, part
from ui.session.page_state import Draft
from ui.session.widget_keys import widget_key
from ui.widgets.composed_name import arrival
from ui.widgets.controls import hyper_controls
from ui.widgets.optimizer_label import marked
from ui.widgets.schedule import schedule_controls

ACTIONS = ("duplicate", "reset", "remove")


def contenders(draft: Draft, t: Translator) -> None:
    """A card for each contender, then the means to add one and to undo."""
    for slot in contender_indices(draft.query):
        with st.container(border=True, key=f"{draft.page}-card-{slot + 1}", gap="small"):
            _head(draft, slot, t)
            part(draft, f"o{slot + 1}", partial(_numbers, draft, slot, t))
    part(draft, TOOLS, partial(_tools, draft, t))


def _tools(draft: Draft, t: Translator) -> None:
    full, needs = len(contender_indices(draft.query)) == MAX_OPTIMIZERS, lacking(draft)
    row = st.container(horizontal=True, gap="small")
    added = row.menu_button(
        t("contenders.add"),
        [name for name, need in needs.items() if need is None],
        format_func=partial(marked, t=t),
        icon=":material/add:",
        disabled=full,
        help=t("contenders.full", limit=MAX_OPTIMIZERS) if full else None,
        key=f"{draft.page}.add",
        width="stretch",
    )
    row.button(
        t("contenders.undo"),
        icon=":material/undo:",
        disabled=not draft.can_undo,
        on_click=on_click(_undo, draft),
        key=f"{draft.page}.undo",
        width="stretch",
    )
    if added:
        draft.add(added)
        st.rerun()
    for need in dict.fromkeys(filter(None, needs.values())):
        names = [name for name, lacked in needs.items() if lacked is need]
        st.caption(t(f"contenders.needs_{need.name}", names=", ".join(names)))


def lacking(draft: Draft) -> dict[str, Need | None]:
    """What each optimizer takes only and the page's problem does not have; None for those on offer."""
    return {cls.__name__: draft.form.unmet_requirement(cls.__name__, draft.query) for cls in OPTIMIZERS}


def _head(draft: Draft, slot: int, t: Translator) -> None:
    name = f"o{slot + 1}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(contender_style(slot).chip, width="content")
        _kind(draft, name, t)
        _eye(draft, slot, t)
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


def _numbers(draft: Draft, slot: int, t: Translator) -> None:
    name = f"o{slot + 1}"
    cls = draft.form.member(name, draft.query)
    if cls is None or not issubclass(cls, AbstractOptimizer):
        return  # removed meanwhile
    above = st.container()
    if not in_torch(cls):
        above.caption(t("control.not_in_torch"))
    hyper_controls(draft, f"{name}.", cls, t, cls.front)
    more = st.expander(t("contenders.more"), type="compact", key=f"{draft.page}.{name}.more", on_change="rerun")
    if more.open:
        with more:
            hyper_controls(draft, f"{name}.", cls, t, [field for field in hypers(cls) if field not in cls.front])
            if (rule := f"rule.{cls.__name__}") in t:
                st.caption(t(rule))
    schedule_controls(draft, slot, t)
    try:
        optimizer = read_member(name, OPTIMIZERS, draft.query)
    except SpecError as error:
        st.error(error_text(error, t))
    else:
        if isinstance(optimizer, Composed):
            with above:
                arrival(optimizer, t)
    if need := draft.form.unmet_requirement(cls.__name__, draft.query):
        st.error(error_text(SpecError(name, f"needs_{need.name}", name=cls.__name__), t))


def _kind(draft: Draft, name: str, t: Translator) -> None:
    kind = draft.query[name]
    kinds = {each: each for each, need in lacking(draft).items() if need is None or each == kind}
    choose = partial(draft.choose, name)
    select_box(f"{draft.page}.{name}.kind", t("contenders.kind"), kinds, kind, choose, label_visibility="collapsed")


def _eye(draft: Draft, slot: int, t: Translator) -> None:
    on = is_on(slot, draft.query)
    key = widget_key(f"{draft.page}.o{slot + 1}.eye", on)
    st.toggle(
        t("contenders.on"),
        on,
        key=key,
        label_visibility="collapsed",
        on_change=on_change(key, lambda on: draft.set(**{f"o{slot + 1}.off": not on})),
    )


def _undo(draft: Draft) -> None:
    draft.undo()
    st.rerun()
