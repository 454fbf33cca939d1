"""The sidebar of a lab page: the problem, then the contenders."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from optim_core.specs import COORDINATE, ModelRun, SurfaceRun
from optim_core.text import Translator
from ui.contenders import contenders
from ui.controls import control, force, hyper_control, hyper_controls
from ui.draft import Draft
from ui.parts import PROBLEM, part, redraw


def surface_sidebar(draft: Draft, t: Translator) -> None:
    """Surface with its knobs, start, steps, noise; contenders."""
    with st.sidebar:
        part(draft, PROBLEM, partial(_surface_problem, draft, t))
        contenders(draft, t)


def model_sidebar(draft: Draft, t: Translator) -> None:
    """Data set and model with their knobs, epochs, batches, seed; contenders."""
    with st.sidebar:
        part(draft, PROBLEM, partial(_model_problem, draft, t))
        contenders(draft, t)


def _surface_problem(draft: Draft, t: Translator) -> None:
    surface = _member(draft, "surface", t, drop=("start",), group=lambda cls: t(f"group.{cls.group}"))
    with st.container(horizontal=True, gap="small"):
        for axis, usual in zip("xy", surface.start, strict=True):
            value = draft.value(f"start.{axis}", usual)
            control(draft, f"start.{axis}", COORDINATE, value, t(f"label.start_{axis}"), t("help.start"), t)
    hyper_control(draft, "steps", SurfaceRun, t)
    _folded(draft, "noise", lambda: hyper_controls(draft, "", SurfaceRun, t, ("noise", "seed")), t)


def _model_problem(draft: Draft, t: Translator) -> None:
    _member(draft, "dataset", t)
    _member(draft, "model", t)
    hyper_controls(draft, "", ModelRun, t, ("epochs", "batch_size", "seed"))


def _member(
    draft: Draft, name: str, t: Translator, drop: tuple[str, ...] = (), group: Callable[[Any], str] | None = None
) -> Any:
    """The choice of a class and the widgets of its knobs."""
    cls = draft.form.member(name, draft.query)
    assert cls is not None
    words = {each.__name__: t(f"{name}.{each.__name__}.name") for each in draft.form.members[name]}
    groups = {each.__name__: group(each) if group else "" for each in draft.form.members[name]}
    key = f"{draft.page}.{name}"

    def choose() -> None:
        draft.choose(name, st.session_state[key], drop)
        redraw(draft, name)

    force(key, cls.__name__)
    st.selectbox(
        t(f"label.{name}"),
        list(words),
        key=key,
        format_func=lambda each: " · ".join(filter(None, (words[each], groups[each]))),
        help=t(f"{name}.{cls.__name__}.about"),
        on_change=choose,
    )
    hyper_controls(draft, f"{name}.", cls, t)
    return cls


def _folded(draft: Draft, name: str, body: Callable[[], None], t: Translator) -> None:
    """Widgets that are drawn once their fold is opened."""
    fold = st.expander(t(f"fold.{name}"), type="compact", key=f"{draft.page}.fold.{name}", on_change="rerun")
    if fold.open:
        with fold:
            body()
