"""The sidebar of the maps page: the problem, the axes, the contenders."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.models import MLP, MODELS, AbstractModel
from optim_core.optimizers import OPTIMIZERS
from optim_core.permalink import contender_indices, read_member, read_surface
from optim_core.specs.parameter_sweep import PARAMETER_AXES, has_parameter
from optim_core.specs.setup_axes import SETUP_AXES, setup_domains
from optim_core.specs.sweep import STARTS
from optim_core.surfaces import SURFACES
from optim_core.sweep.maps import (
    AXIS_NAMES,
    MODEL_AXIS_NAMES,
    MapAxis,
    MapRun,
    MapView,
    ModelMapRun,
    equivalent_name,
    map_axis,
)
from ui.model.sidebar import model_members
from ui.session.choices import select_box
from ui.session.fragments import PROBLEM, on_problem, part, redraw
from ui.session.page_state import PageState
from ui.widgets.contenders import contenders
from ui.widgets.controls import hyper_control, hyper_controls
from ui.widgets.entry_controls import box_row, number_box
from ui.widgets.problem import surface_problem


def maps_sidebar(state: PageState, t: Translator) -> None:
    """Surface, start and steps, or data set, model and epochs; what is on the axes; contenders."""
    with st.sidebar:
        part(state, PROBLEM, partial(_problem, state, t), depends=on_problem)
        contenders(state, t)


def _problem(state: PageState, t: Translator) -> None:
    if state.view(MapView).on == "model":
        model_members(state, t)
        hyper_controls(state, "", ModelMapRun, t, ("epochs", "batch_size", "seed"))
        own = setup_domains(_model(state))
        _axes(state, [name for name in MODEL_AXIS_NAMES if name in own or name not in SETUP_AXES], t)
        hyper_control(state, "grid", ModelMapRun, t)
        return
    surface_problem(state, t)
    _axes(state, AXIS_NAMES, t)
    hyper_control(state, "side", MapRun, t)


def _axes(state: PageState, names: Sequence[str], t: Translator) -> None:
    for name in "xy":
        _axis(state, name, names, t)


def _axis(state: PageState, axis: str, names: Sequence[str], t: Translator) -> None:
    """The choice of what of `names` is on an axis, and its two ends."""
    members = {state.query[f"o{index + 1}"] for index in contender_indices(state.query)}
    classes = [cls for cls in OPTIMIZERS if cls.__name__ in members]
    letters = _parameters(state, axis)
    own = [
        name
        for name in names
        if name in (*STARTS, *letters, *SETUP_AXES)
        or (name not in PARAMETER_AXES and any(equivalent_name(cls, name) for cls in classes))
    ]
    chosen = state.value(axis, state.default(axis))
    options = {name: _axis_label(name, t) for name in [*own, chosen]}
    choose = partial(_choose, state, axis)
    select_box(f"{state.page}.{axis}", t(f"maps.{axis}"), options, chosen, choose, help=t("maps.axis_help"))
    row, below = box_row(f"{state.page}.{axis}"), st.container()
    for end, value in zip(("low", "high"), _ends(state, axis), strict=True):
        step, text = abs(value) / 10 or 0.1, t(f"maps.{end}_help")
        number_box(state, f"{axis}.{end}", value, t(f"maps.{end}"), t, row, below, step=step, help=text)


def _parameters(state: PageState, axis: str) -> list[str]:
    """The parameters of the formula that may be on this axis: none while the other axis has one."""
    other = "y" if axis == "x" else "x"
    if state.value(other, state.default(other)) in PARAMETER_AXES:
        return []
    try:
        surface = read_surface(state.query)
    except SpecError:
        return []
    return [name for name in PARAMETER_AXES if has_parameter(surface, name)]


def _axis_label(name: str, t: Translator) -> str:
    if name in PARAMETER_AXES:
        return t("figure.map.parameter", letter=PARAMETER_AXES[name].symbol)
    if name in SETUP_AXES:
        return t(f"label.{name.rpartition('.')[2]}")
    return t(f"label.{name.replace('.', '_')}") if name in STARTS else name


def _ends(state: PageState, axis: str) -> tuple[float, float]:
    """The ends of an axis: the ones that are set, or else the usual ones."""
    given = tuple(state.value(f"{axis}.{end}", None) for end in ("low", "high"))
    default = _default_range(state, state.value(axis, state.default(axis)))
    low, high = (own if own is not None else each for own, each in zip(given, (default.low, default.high), strict=True))
    return low, high


def _model(state: PageState) -> AbstractModel:
    """The model of the page, or one with a width where its entries cannot be read."""
    try:
        return read_member("model", MODELS, state.query)
    except SpecError:
        return MLP()


def _default_range(state: PageState, name: str) -> MapAxis:
    if name in SETUP_AXES:
        model = _model(state)
        return map_axis(name, (None, None), model=model if name in setup_domains(model) else MLP())
    try:
        surface = read_surface(state.query)
    except SpecError:
        surface = SURFACES[0]()
    return map_axis(name, (None, None), surface)


def _choose(state: PageState, axis: str, name: str) -> None:
    """Put `name` on an axis, over its usual range; where the other axis has it, both change places."""
    other = "y" if axis == "x" else "x"
    query = {entry: text for entry, text in state.query.items() if entry.partition(".")[0] not in (axis, "pick")}
    if name == state.value(other, state.default(other)):
        query = {entry: text for entry, text in query.items() if entry.partition(".")[0] != other}
        was = state.value(axis, state.default(axis))
        state.replace(query)
        state.set(**{axis: name, other: was})
    else:
        state.replace(query)
        state.set(**{axis: name})
    redraw(state, axis)
