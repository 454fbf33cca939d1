"""The boxes of your own formula: what is typed, how it reads, and what to beware of."""

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.formula import Formula, FormulaError, formula_gradient, formula_latex, formula_traps
from optim_core.permalink import read_member, read_start
from optim_core.surfaces.base import Point
from ui.session.active_run import error_text
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_control

ENDS = (("x_low", "x_high"), ("y_low", "y_high"))


def formula_controls(state: PageState, prefix: str, cls: type, t: Translator) -> None:
    """The text with its preview, and the frame."""
    hyper_control(state, f"{prefix}text", cls, t)
    try:
        surface = read_member(prefix.rstrip("."), (Formula,), state.query)
        _preview(surface, read_start(surface, state.query), t)
    except FormulaError as error:
        text = state.value(f"{prefix}text", state.default(f"{prefix}text"))
        st.code(f"{text}\n{'^':>{error.position}}", language=None)
        _refused(error, t)
    except SpecError as error:
        _refused(error, t)
    for ends in ENDS:
        with st.container(horizontal=True, gap="small"):
            for name in ends:
                hyper_control(state, prefix + name, cls, t)


def _refused(error: SpecError, t: Translator) -> None:
    """Beside the box only its icon is red: a bracket of what was typed would end `:red[...]`."""
    st.caption(f":red[:material/error:] {error_text(error, t)}")


def _preview(surface: Formula, start: Point, t: Translator) -> None:
    st.markdown(f"$f(x, y) = {formula_latex(surface)}$")
    x, y = map(short, start)
    dx, dy = map(short, formula_gradient(surface, start))
    st.caption(t("formula.gradient", x=x, y=y, dx=dx, dy=dy))
    for trap in formula_traps(surface):
        st.caption(t(f"formula.trap.{trap}"))
    if surface.holes:
        st.caption(t("formula.holes", share=f"{surface.holes:.0%}"))
    if not surface.minima:
        st.caption(t("formula.none_found"))
        return
    x, y = map(short, surface.minima[0])
    depth = short(surface.depths[0])
    st.caption(t("formula.found", count=len(surface.minima), depth=depth, x=x, y=y))
