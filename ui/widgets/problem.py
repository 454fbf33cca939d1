"""The problem in the sidebar of a lab page: a class with its knobs; the surface and how it is raced on."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.formula import Formula
from optim_core.models.plugins import AbstractPluginModel
from optim_core.permalink import read_start, read_surface
from optim_core.specs import COORDINATE, SurfaceRun
from optim_core.surfaces import AbstractSurface, Transformed
from ui.session.choices import select_box
from ui.session.folds import fold
from ui.session.fragments import PROBLEM, on_problem, part, redraw
from ui.session.literal import quoted
from ui.session.page_state import PageState
from ui.widgets.contenders import contenders, lacking
from ui.widgets.controls import hyper_control, hyper_controls
from ui.widgets.entry_controls import box_row, entry_control
from ui.widgets.formula import formula_controls

Part = Callable[[PageState, Translator], None]

Knobs = Callable[[PageState, str, Any, Translator], None]
KNOBS: Mapping[type, Knobs] = {Formula: formula_controls}
"""The widgets of classes that have more to show than a widget a knob."""


def surface_sidebar(state: PageState, t: Translator, starts: Part | None = None) -> None:
    """Surface with its knobs, start, further `starts`, steps, noise; contenders."""
    with st.sidebar:
        part(state, PROBLEM, partial(surface_problem, state, t, starts), depends=on_problem)
        contenders(state, t)


def surface_problem(state: PageState, t: Translator, starts: Part | None = None) -> None:
    """Surface with its knobs, what moves it, start, further `starts`, steps, noise."""
    cls = member(state, "surface", t, drop=("start", "start_points"), group=lambda cls: t(f"group.{cls.group}"))
    surface = _surface(state, cls)
    _folded(state, "transformed", lambda: hyper_controls(state, "", Transformed, t), t)
    row, below = box_row(f"{state.page}.start"), st.container()
    with row:
        for axis, initial in zip("xy", surface.plain.start, strict=True):
            entry, label, help_text = f"start.{axis}", t(f"label.start_{axis}"), t("help.start_point")
            entry_control(state, entry, COORDINATE, state.value(entry, initial), label, help_text, t, below=below)
    moved = st.container()  # so that what is below keeps its place
    if surface.plain is not surface:
        x, y = map(short, read_start(surface, state.query))
        moved.caption(t("transformed.start", x=x, y=y))
    if starts:
        _folded(state, "starts", partial(starts, state, t), t)
    hyper_control(state, "steps", SurfaceRun, t)
    _folded(state, "noise", lambda: _noise(state, t), t)


def _noise(state: PageState, t: Translator) -> None:
    """How much, of which kind, and what that kind is like."""
    spec = next(spec for spec in state.form.specs if "noise_kind" in hypers(spec))
    kind = state.value("noise_kind", state.default("noise_kind"))
    hyper_controls(state, "", spec, t, ("noise", "noise_kind"))
    st.caption(t(f"noise.{kind}"))
    hyper_controls(state, "", spec, t, ("tail", "seed") if kind == "student" else ("seed",))


def _surface(state: PageState, cls: type[AbstractSurface]) -> AbstractSurface:
    try:
        return read_surface(state.query)
    except SpecError:
        return cls()


def member(
    state: PageState,
    name: str,
    t: Translator,
    *,
    group: Callable[[Any], str] = lambda cls: "",
    among: Callable[[Any], bool] = lambda cls: True,
    drop: tuple[str, ...] = (),
    also: Callable[[str], Mapping[str, str]] = lambda chosen: {},
    knobs: Mapping[type, Knobs] = MappingProxyType({}),
) -> Any:
    """The choice of a class and the widgets of its knobs, drawn by an entry of `knobs` or `KNOBS` if it has one.

    Offered are those of `among`, with their `group` and beside others of it. A new choice loses the entries `drop`
    and sets those of `also`.
    """
    cls = state.member(name)
    offered = [each for each in state.form.members[name] if among(each) or each is cls]
    groups = {each.__name__: group(each) for each in offered}
    order = list(dict.fromkeys(groups.values()))
    words = {each.__name__: member_name(name, each, t) for each in offered}

    def choose(chosen: str) -> None:
        before = lacking(state)
        state.choose(name, chosen, drop, also(chosen))
        if lacking(state) != before:
            st.rerun()  # other optimizers are on offer now
        redraw(state, name)

    names = sorted(words, key=lambda each: order.index(groups[each]))
    options = {each: " · ".join(filter(None, (words[each], groups[each]))) for each in names}
    about = member_about(name, cls, t)
    select_box(f"{state.page}.{name}", t(f"label.{name}"), options, cls.__name__, choose, help=about)
    {**KNOBS, **knobs}.get(cls, hyper_controls)(state, f"{name}.", cls, t)
    return cls


def member_name(name: str, cls: type, t: Translator) -> str:
    """A class in words; a plugin has its own name."""
    key = f"{name}.{cls.__name__}.name"
    return t(key) if key in t else cls.__name__


def member_about(name: str, cls: Any, t: Translator) -> str:
    """The description of a class; for a plugin, where it comes from and how its copies are computed."""
    if issubclass(cls, AbstractPluginModel):
        return t(f"plugin.model.{'at_once' if cls.batched else 'one_by_one'}", import_path=quoted(cls.import_path))
    return t(f"{name}.{cls.__name__}.about")


def _folded(state: PageState, name: str, body: Callable[[], None], t: Translator) -> None:
    """Widgets that are drawn once their fold is opened."""
    opened = fold(f"{state.page}.fold.{name}", t(f"fold.{name}"), type="compact")
    if opened.open:
        with opened:
            body()
