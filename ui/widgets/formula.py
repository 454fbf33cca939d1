"""The boxes of your own formula: what is typed, how it reads, and what to beware of."""

import unicodedata

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.formula import (
    Formula,
    FormulaError,
    formula_gradient,
    formula_latex,
    formula_parameters,
    formula_traps,
)
from optim_core.permalink import read_member, read_start
from optim_core.surfaces.base import Point
from optim_core.surfaces.minimum_lines import MinimumLine
from ui.session.active_run import error_text
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_control, marked_label
from ui.widgets.entry_controls import box_row, entry_control

MOST_LINES = 4
"""Lines of minima that are written out."""
ENDS = (("x_low", "x_high"), ("y_low", "y_high"))


def formula_controls(state: PageState, prefix: str, cls: type, t: Translator) -> None:
    """The text with its preview, a slider for each of its parameters, and the frame."""
    hyper_control(state, f"{prefix}text", cls, t)
    text = state.value(f"{prefix}text", state.default(f"{prefix}text"))
    with st.container():  # so that what is below keeps its place
        try:
            surface = read_member(prefix.rstrip("."), (Formula,), state.query)
            _preview(surface, read_start(surface, state.query), t)
        except FormulaError as error:
            st.code(marked(text, error.position), language=None)
            _refused(error, t)
        except SpecError as error:
            _refused(error, t)
    with st.container():
        _parameters(state, prefix, cls, text, t)
    for ends in ENDS:
        row, below = box_row(f"{state.page}.{prefix}{ends[0]}.pair"), st.container()
        with row:
            for name in ends:
                hyper_control(state, prefix + name, cls, t, below=below)


def _parameters(state: PageState, prefix: str, cls: type, text: str, t: Translator) -> None:
    """A slider for each parameter of a formula; none while it is invalid."""
    try:
        names = formula_parameters(text)
    except FormulaError:
        return
    for name in names:
        entry, domain = f"{prefix}{name}", hypers(cls)[name]
        default = state.default(entry)
        value = state.value(entry, default)
        label = marked_label(domain.symbol, is_changed=value != default)
        facts = t("control.facts", default=domain.format(default), range=domain.range)
        entry_control(state, entry, domain, value, label, f"{t('help.Formula.parameter')}\n\n{facts}", t)


def marked(text: str, position: int) -> str:
    """The text with a line below it that marks the character at `position`, from 1; some characters are wide."""
    before = "".join("\u3000" if unicodedata.east_asian_width(one) in "WF" else " " for one in text[: position - 1])
    return f"{text}\n{before:{position - 1}}^"


def _refused(error: SpecError, t: Translator) -> None:
    """Beside the box only its icon is red: a bracket of what was typed would end `:red[...]`."""
    st.caption(f":red[:material/error:] {error_text(error, t)}")


def _preview(surface: Formula, start: Point, t: Translator) -> None:
    st.markdown(f"$f(x, y) = {formula_latex(surface, t('formula.otherwise'))}$")
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
    if surface.lines:
        shown = [line_text(line, t) for line in list(surface.lines.values())[:MOST_LINES]]
        more = "" if len(shown) == len(surface.lines) else ", …"
        st.caption(t("formula.lines", count=len(surface.lines), lines=", ".join(shown) + more))


def line_text(line: MinimumLine, t: Translator) -> str:
    """The equation of a straight line, or a point of a curve."""
    if line.straight is None:
        x, y = map(short, line.middle)
        return t("formula.curve", x=x, y=y)
    a, b, c = line.straight
    if not b:
        return f"x = {short(c)}"
    slope, level = -a / b, c / b
    if not a:
        return f"y = {short(level)}"
    factor = {1.0: "", -1.0: "−"}.get(round(slope, 9), short(slope))
    return f"y = {factor}x" + (f" {'−' if level < 0 else '+'} {short(abs(level))}" if level else "")
