"""A contender's schedule of the learning rate: which one, its knobs, and what it sets for each update."""

from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.base.text import Translator
from optim_core.figures.schedules import schedule_alt, schedule_drawing
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.optimizers.schedules import SCHEDULES, AbstractSchedule
from optim_core.permalink import read_member
from optim_core.permalink.schedule_length import fitting_length, length_of
from ui.components.chart import live_chart
from ui.compute.own_table import page_steps
from ui.session.active_run import valid_query
from ui.session.callbacks import on_click
from ui.session.choices import select_box
from ui.session.folds import fold
from ui.session.fragments import redraw
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_controls

NONE = ""
HEIGHT = 150


def schedule_controls(state: PageState, index: int, t: Translator) -> None:
    """The fold of a contender's schedule, where the page has schedules; nothing of it is drawn before it is opened."""
    entry = f"o{index + 1}.schedule"
    if entry not in state.form.members:
        return
    cls = state.form.member(entry, state.query)
    opened = fold(f"{state.page}.{entry}.fold", t("label.schedule"), type="compact")
    if cls is not None and not opened.open:
        st.caption(cls.__name__)
    if opened.open:
        with opened:
            _choice(state, entry, t)
            if cls is not None and issubclass(cls, AbstractSchedule):
                with st.container():  # so that what is below keeps its place
                    _curve(state, index, t)
                    owner = state.form.member(f"o{index + 1}", state.query)
                    if owner and issubclass(owner, AbstractOptimizer) and owner.lr_is_initial_step:
                        st.warning(t("schedule.lr_is_initial_step"))
                    _misfit(state, entry, cls, t)
                common = [*hypers(AbstractSchedule)]
                hyper_controls(state, f"{entry}.", cls, t, [name for name in hypers(cls) if name not in common])
                hyper_controls(state, f"{entry}.", cls, t, common)


def _choice(state: PageState, entry: str, t: Translator) -> None:
    chosen = state.query.get(entry, NONE)
    options = {NONE: t("schedule.none")} | {cls.__name__: cls.__name__ for cls in SCHEDULES}
    choose = partial(_choose, state, entry)
    select_box(f"{state.page}.{entry}", t("schedule.title"), options, chosen, choose, help=t("schedule.help"))
    st.caption(t(f"schedule.about.{chosen}") if chosen else t("schedule.about_none"))


def _choose(state: PageState, entry: str, chosen: str) -> None:
    """Take the schedule, one that is as long as a run in the length of this one."""
    if chosen == NONE:
        state.drop(entry)
    else:
        cls, steps = next(each for each in SCHEDULES if each.__name__ == chosen), _steps(state)
        length = fitting_length(cls(), steps)
        sets_length = cls.length_name and defaults(cls)[cls.length_name] != length
        state.choose(entry, chosen, also={f"{entry}.{cls.length_name}": str(length)} if sets_length else {})
    redraw(state, entry)


def _misfit(state: PageState, entry: str, cls: type[AbstractSchedule], t: Translator) -> None:
    """A line where the length is not the run's, and the means to make it so."""
    try:
        schedule = read_member(entry, SCHEDULES, state.query)
    except SpecError:
        return
    steps = _steps(state)
    length, fitting = length_of(schedule), fitting_length(schedule, steps)
    if length in (None, fitting):
        return
    values = {"name": cls.length_name, "length": length, "steps": steps, "warmup": schedule.warmup}
    if schedule.warmup >= steps:
        st.caption(t("schedule.only_warmup", **values))
        return
    st.caption(t("schedule.misfit", **values))
    key = f"{state.page}.{entry}.match"
    st.button(t("schedule.match", steps=fitting), key=key, on_click=on_click(_match, state, entry, cls, fitting))


def _match(state: PageState, entry: str, cls: type[AbstractSchedule], fitting: int) -> None:
    state.set(**{f"{entry}.{cls.length_name}": fitting})
    redraw(state, entry)


def _curve(state: PageState, index: int, t: Translator) -> None:
    try:
        optimizer = read_member(f"o{index + 1}", OPTIMIZERS, state.query)
    except SpecError:
        return
    steps, loss_dependent = _steps(state), optimizer.loss_dependent
    drawing, alt = schedule_drawing(optimizer, steps, index, t), schedule_alt(optimizer, steps, t)
    live_chart(drawing, key=f"{state.page}-schedule-{index + 1}", alt=alt, height=HEIGHT, failed=t("race.failed"))
    st.caption(t("schedule.curve_loss_dependent") if loss_dependent else t("schedule.curve", steps=steps))


def _steps(state: PageState) -> int:
    """The updates of the run on the screen."""
    return page_steps(valid_query(state))
