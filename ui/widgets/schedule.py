"""A contender's schedule of the learning rate: which one, its knobs, and what it sets for each update."""

from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.base.text import Translator
from optim_core.figures.schedules import schedule_alt, schedule_drawing
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.optimizers.schedules import SCHEDULES, AbstractSchedule
from optim_core.permalink import read_member, read_model_run, read_surface_run
from ui.components.chart import live_chart
from ui.session.active_run import shown
from ui.session.choices import select_box
from ui.session.fragments import redraw
from ui.session.page_state import Draft
from ui.widgets.controls import hyper_controls

NONE = ""
HEIGHT = 150


def schedule_controls(draft: Draft, slot: int, t: Translator) -> None:
    """The fold of the slot's schedule, where the page has schedules; nothing of it is drawn before it is opened."""
    entry = f"o{slot + 1}.schedule"
    if entry not in draft.form.members:
        return
    cls = draft.form.member(entry, draft.query)
    fold = st.expander(t("label.schedule"), type="compact", key=f"{draft.page}.{entry}.fold", on_change="rerun")
    if cls is not None and not fold.open:
        st.caption(cls.__name__)
    if fold.open:
        with fold:
            _choice(draft, entry, t)
            if cls is not None and issubclass(cls, AbstractSchedule):
                _curve(draft, slot, t)
                owner = draft.form.member(f"o{slot + 1}", draft.query)
                if owner and issubclass(owner, AbstractOptimizer) and owner.opens:
                    st.warning(t("schedule.opens"))
                common = [*hypers(AbstractSchedule)]
                hyper_controls(draft, f"{entry}.", cls, t, [name for name in hypers(cls) if name not in common])
                hyper_controls(draft, f"{entry}.", cls, t, common)


def _choice(draft: Draft, entry: str, t: Translator) -> None:
    chosen = draft.query.get(entry, NONE)
    options = {NONE: t("schedule.none")} | {cls.__name__: cls.__name__ for cls in SCHEDULES}
    select_box(f"{draft.page}.{entry}", t("schedule.title"), options, chosen, partial(_choose, draft, entry))
    st.caption(t(f"schedule.about.{chosen}") if chosen else t("schedule.about_none"))


def _choose(draft: Draft, entry: str, chosen: str) -> None:
    """Take the schedule, one that is as long as a run in the length of this one."""
    if chosen == NONE:
        draft.drop(entry)
    else:
        cls, steps = next(each for each in SCHEDULES if each.__name__ == chosen), _steps(draft)
        fitting = cls.length and defaults(cls)[cls.length] != steps
        draft.choose(entry, chosen, also={f"{entry}.{cls.length}": str(steps)} if fitting else {})
    redraw(draft, entry)


def _curve(draft: Draft, slot: int, t: Translator) -> None:
    try:
        optimizer = read_member(f"o{slot + 1}", OPTIMIZERS, draft.query)
    except SpecError:
        return
    steps, listens = _steps(draft), optimizer.listens
    drawing, alt = schedule_drawing(optimizer, steps, slot, t), schedule_alt(optimizer, steps, t)
    live_chart(drawing, key=f"{draft.page}-schedule-{slot + 1}", alt=alt, height=HEIGHT, failed=t("race.failed"))
    st.caption(t("schedule.curve_listens") if listens else t("schedule.curve", steps=steps))


def _steps(draft: Draft) -> int:
    """The updates of the run that is shown."""
    if "model" in draft.form.members:
        return shown(draft, read_model_run)[0].steps
    return shown(draft, read_surface_run)[0].steps
