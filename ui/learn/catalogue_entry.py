"""The page of one optimizer in the catalogue."""

import inspect
import math
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import streamlit as st

from optim_core.base.domains import Choice, Flag
from optim_core.base.hyper import defaults, hypers
from optim_core.base.text import Translator
from optim_core.explain.catalogue.experiments import KINDS, experiments
from optim_core.explain.catalogue.family import IMPLEMENTED_BY, children, family_member
from optim_core.figures.numbers import short
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.latex import symbolic
from ui.app import shell
from ui.compute import results as cache
from ui.learn.catalogue import about, in_family, page_link
from ui.learn.symbols import symbol_help
from ui.session.choices import select_box, stored
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.widgets.controls import effect
from ui.widgets.entry_controls import option_name
from ui.widgets.optimizer_label import BY_NAME, marked

CHOICE_WIDTH = 220
DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.optim.{name}.html"


def entry(state: PageState, cls: type[AbstractOptimizer], t: Translator) -> None:
    """All there is to know about one optimizer."""
    name = cls.__name__
    st.title(literal(marked(name, t)), anchor=False)
    if in_family(name):
        st.caption(t("catalogue.paper", title=family_member(name).title, link=family_member(name).link))
    st.write(about(name, t))
    if cls.param_requirement is not None:
        st.info(t(f"catalogue.needs_{cls.param_requirement.name}", name=name), icon=":material/category:")
    _rule(cls, t)
    _hypers(cls, t)
    _measured(cls, t)
    _experiments(name, t)
    if in_family(name):
        _family(name, t)
    if cls.torch_class is not None:
        of_torch = t("catalogue.signature", version=version("torch"))
        st.header(t("plugin.signature") if cls.import_path else of_torch, anchor=False)
        st.code(f"{cls.torch_class.__name__}{inspect.signature(cls.torch_class)}", wrap_lines=True)
        if cls.torch_class.__module__.startswith("torch.optim."):
            st.caption(t("catalogue.documentation", name=name, link=DOCUMENTATION.format(name=name)))


@part_errors("catalogue.rule")
def _rule(cls: type[AbstractOptimizer], t: Translator) -> None:
    """The equations with every term in them, and a switch for each variant."""
    st.header(t("catalogue.rule"), anchor=False)
    if cls.rule is None and cls.formula:
        st.caption(t(f"catalogue.formula.{cls.__name__}"))
        st.latex(cls.formula)
        return
    if cls.rule is None:
        st.write(t("catalogue.own_code"))
        return
    st.caption(t("catalogue.rule_hint"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        on = {name: _switch(cls, name, t) for name, domain in hypers(cls).items() if isinstance(domain, Flag | Choice)}
    every_term = {name: value or 1.0 for name, value in defaults(cls).items()} | on
    equations = cls.rule.equations(every_term)
    st.latex(symbolic(cls, equations))
    symbol_help(cls, equations, t)


def _switch(cls: type[AbstractOptimizer], name: str, t: Translator) -> Any:
    """The chosen value of a switch of the rule."""
    key, domain = f"catalogue.{cls.__name__}.{name}", hypers(cls)[name]
    if isinstance(domain, Flag):
        return st.toggle(name, value=defaults(cls)[name], key=key, help=effect(cls, name, t))
    options = {option: option_name(t, name, option) for option in getattr(domain, "options", ())}
    value, store = stored(key, options, defaults(cls)[name])
    select_box(key, name, options, value, store, width=CHOICE_WIDTH, help=effect(cls, name, t))
    return value


@part_errors("catalogue.hypers")
def _hypers(cls: type[AbstractOptimizer], t: Translator) -> None:
    st.header(t("catalogue.hypers"), anchor=False)
    own = defaults(cls)
    for name, domain in hypers(cls).items():
        facts = t("control.facts", default=f"`{domain.format(own[name])}`", range=f"`{domain.range}`")
        head = " · ".join(filter(None, (f"**{name}**", domain.symbol, facts)))
        st.markdown(f"{head}  \n{effect(cls, name, t)}")


@part_errors("catalogue.measured")
def _measured(cls: type[AbstractOptimizer], t: Translator) -> None:
    st.header(t("catalogue.measured"), anchor=False)
    with st.spinner(t("catalogue.measuring")):
        found = cache.measurements(cls.__name__)
    ratio = t("catalogue.cost_value", ratio=f"{float(f'{found.cost:.2g}'):g}")
    with st.container(horizontal=True, gap="small"):
        _badge("memory", f"{found.memory:g}", "gray", t("catalogue.memory_help"), t)
        _badge("cost", ratio, "gray", t("catalogue.cost_help"), t)
        if found.scale_gap is not None and found.rotation_gap is not None:
            _invariance("scale", found.scale_gap, found.scale_invariant, t)
            _invariance("rotation", found.rotation_gap, found.rotation_invariant, t)


def _invariance(name: str, gap: float, holds: bool, t: Translator) -> None:
    difference = t("catalogue.gap", gap=short(gap)) if math.isfinite(gap) else t("catalogue.gap_stopped")
    verdict, color = (t("catalogue.invariant"), "green") if holds else (t("catalogue.variant"), "orange")
    _badge(name, f"{verdict} · {difference}", color, t(f"catalogue.{name}_help"), t)


def _badge(name: str, text: str, color: str, help_text: str, t: Translator) -> None:
    st.markdown(f"{t(f'catalogue.{name}')} :{color}-badge[{text}]", help=help_text, width="content")


@part_errors("catalogue.experiments")
def _experiments(name: str, t: Translator) -> None:
    """Races to open that show its strengths and weaknesses."""
    found = experiments().get(name, ())
    for kind, column in zip(KINDS, st.columns(len(KINDS)), strict=True):
        for experiment in (one for one in found if one.kind == kind):
            with column.container(border=True, height="stretch"):
                st.markdown(f"**{t(f'catalogue.{kind}')}**")
                st.write(t(f"catalogue.experiment.{name}.{experiment.key}"))
                st.page_link(
                    shell.path(experiment.page),
                    label=t("catalogue.try_it"),
                    icon=":material/arrow_forward:",
                    query_params=experiment.query,
                )


@part_errors("catalogue.family")
def _family(name: str, t: Translator) -> None:
    st.header(t("catalogue.family"), anchor=False)
    for key, names in (("parents", family_member(name).parents), ("children", children(name))):
        if names:
            st.markdown(t(f"catalogue.{key}"))
            _relatives(names, t)


def _relatives(names: Iterable[str], t: Translator) -> None:
    with st.container(horizontal=True):
        for name in names:
            host, paper = IMPLEMENTED_BY.get(name, name), family_member(name).title
            if host in BY_NAME:
                page_link(host, f"{name} · {paper if host == name else t('catalogue.inside', name=host)}")
            else:
                st.caption(f"{name} · {paper} · {t('catalogue.not_here')}")
