"""The cards of the contenders in the sidebar."""

from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.figures.style import contender_style
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer, Composed, in_torch
from optim_core.optimizers.requirements import ParamRequirement
from optim_core.permalink import contender_indices, is_on, read_member
from optim_core.specs import MAX_OPTIMIZERS
from ui.session.active_run import error_text
from ui.session.callbacks import on_change, on_choice, on_click, with_whole_page
from ui.session.choices import select_box
from ui.session.folds import fold
from ui.session.fragments import TOOLS, Change, part
from ui.session.page_state import PageState
from ui.session.widget_keys import widget_key
from ui.widgets.clip import clip_controls
from ui.widgets.composed_recipe import show_recipe
from ui.widgets.controls import hyper_controls
from ui.widgets.optimizer_label import marked
from ui.widgets.schedule import schedule_controls

ACTIONS = ("duplicate", "reset", "remove")


def contenders(state: PageState, t: Translator) -> None:
    """A card for each contender, then the means to add one and to undo."""
    for index in contender_indices(state.query):
        with st.container(border=True, key=f"{state.page}-card-{index + 1}", gap="small"):
            _head(state, index, t)
            part(
                state,
                f"o{index + 1}",
                partial(_numbers, state, index, t),
                depends=partial(_depends_on_entry, f"o{index + 1}"),
            )
    part(state, TOOLS, partial(_tools, state, t), depends=lambda change: change.is_first)


def _depends_on_entry(name: str, change: Change) -> bool:
    """Whether a contender's numbers change: by its own entries, or, if it has a schedule, by the run's length."""
    return change.contender == name or (change.of_problem and f"{name}.schedule" in change.state.query)


def _tools(state: PageState, t: Translator) -> None:
    full, requirements = len(contender_indices(state.query)) == MAX_OPTIMIZERS, lacking(state)
    row = st.container(horizontal=True, gap="small")
    key = f"{state.page}.add"
    row.menu_button(
        t("contenders.add"),
        [name for name, requirement in requirements.items() if requirement is None],
        format_func=partial(marked, t=t),
        icon=":material/add:",
        disabled=full,
        help=t("contenders.full", limit=MAX_OPTIMIZERS) if full else None,
        on_click=on_choice(key, partial(with_whole_page, state.add)),
        key=key,
        width="stretch",
    )
    row.button(
        t("contenders.undo"),
        icon=":material/undo:",
        disabled=not state.can_undo,
        on_click=on_click(with_whole_page, state.undo),
        key=f"{state.page}.undo",
        width="stretch",
    )
    for requirement in dict.fromkeys(filter(None, requirements.values())):
        names = [name for name, lacked in requirements.items() if lacked is requirement]
        st.caption(t(f"contenders.needs_{requirement.name}", names=", ".join(names)))


def lacking(state: PageState) -> dict[str, ParamRequirement | None]:
    """What each optimizer takes only and the page's problem does not have; None for those on offer."""
    return {cls.__name__: state.form.unmet_requirement(cls.__name__, state.query) for cls in OPTIMIZERS}


def _head(state: PageState, index: int, t: Translator) -> None:
    name = f"o{index + 1}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(contender_style(index).chip, width="content")
        _kind(state, name, t)
        _eye(state, index, t)
        key = f"{state.page}.{name}.menu"
        st.menu_button(
            "",
            ACTIONS,
            format_func=lambda action: t(f"contenders.{action}"),
            icon=":material/more_vert:",
            type="tertiary",
            on_click=on_choice(key, lambda action: with_whole_page(getattr(state, action), index)),
            key=key,
        )


def _numbers(state: PageState, index: int, t: Translator) -> None:
    name = f"o{index + 1}"
    cls = state.form.member(name, state.query)
    if cls is None or not issubclass(cls, AbstractOptimizer):
        return  # removed meanwhile
    above = st.container()
    if not in_torch(cls):
        above.caption(t("control.not_in_torch"))
    hyper_controls(state, f"{name}.", cls, t, cls.basic_hypers)
    more = fold(f"{state.page}.{name}.more", t("contenders.more"), type="compact")
    if more.open:
        with more:
            hyper_controls(state, f"{name}.", cls, t, [field for field in hypers(cls) if field not in cls.basic_hypers])
            if (rule := f"rule.{cls.__name__}") in t:
                st.caption(t(rule))
    schedule_controls(state, index, t)
    clip_controls(state, index, t)
    try:
        optimizer = read_member(name, OPTIMIZERS, state.query)
    except SpecError as error:
        st.error(error_text(error, t))
    else:
        if isinstance(optimizer, Composed):
            with above:
                show_recipe(optimizer, t)
    if requirement := state.form.unmet_requirement(cls.__name__, state.query):
        st.error(error_text(SpecError(name, f"needs_{requirement.name}", name=cls.__name__), t))


def _kind(state: PageState, name: str, t: Translator) -> None:
    kind = state.query[name]
    kinds = {each: each for each, requirement in lacking(state).items() if requirement is None or each == kind}
    choose = partial(state.choose, name)
    select_box(f"{state.page}.{name}.kind", t("contenders.kind"), kinds, kind, choose, label_visibility="collapsed")


def _eye(state: PageState, index: int, t: Translator) -> None:
    on = is_on(index, state.query)
    key = widget_key(f"{state.page}.o{index + 1}.eye", on)
    st.toggle(
        t("contenders.on"),
        on,
        key=key,
        label_visibility="collapsed",
        on_change=on_change(key, lambda on: state.set(**{f"o{index + 1}.off": not on})),
    )
