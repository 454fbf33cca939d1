"""The catalogue of optimizers: its index, its overview, and what both share with an optimizer's page."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.catalogue.family import IMPLEMENTED_BY, family_member
from optim_core.figures.learn.optimizer_family import family_alt, family_figure, member_at
from optim_core.optimizers import AbstractOptimizer
from optim_core.permalink.form_catalogue import OVERVIEW, CatalogueView
from ui.app import shell
from ui.components.chart import live_chart
from ui.session.literal import literal, quoted
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.widgets.optimizer_label import BY_NAME, marked

TREE_HEIGHT = 560


def chosen(state: PageState) -> type[AbstractOptimizer] | None:
    """The optimizer the page is open at; None for the overview."""
    return BY_NAME.get(state.view(CatalogueView).optimizer)


def index(t: Translator) -> None:
    """A way to each page of the catalogue."""
    with st.sidebar:
        page_link(OVERVIEW, t("catalogue.back"), icon=":material/account_tree:")
        for name in BY_NAME:
            page_link(name, literal(marked(name, t)))


@part_errors("catalogue.overview")
def overview(state: PageState, t: Translator) -> None:
    """The family tree, and a card for each optimizer."""
    st.title(t("catalogue.headline"), anchor=False)
    st.caption(t("catalogue.hint"))
    here = _here()
    live_chart(
        family_figure(here, t),
        key="family",
        alt=family_alt(t),
        height=TREE_HEIGHT,
        failed=t("race.failed"),
        on_click=lambda x, y: _open(state, member_at(x, y)),
    )
    for name in BY_NAME:
        with st.container(border=True):
            paper = [family_member(name).title] if in_family(name) else []
            st.markdown(" · ".join([f"**{literal(marked(name, t))}**", *paper]))
            st.write(about(name, t))
            page_link(name, t("catalogue.open"))


def in_family(name: str) -> bool:
    """Whether it has a place in the family tree; plugins have none."""
    return not BY_NAME[name].import_path


def about(name: str, t: Translator) -> str:
    """A description of the optimizer."""
    import_path = BY_NAME[name].import_path
    return t("plugin.about", import_path=quoted(import_path)) if import_path else t(f"catalogue.about.{name}")


def _open(state: PageState, member: str) -> None:
    if member in _here():
        state.set(optimizer=IMPLEMENTED_BY.get(member, member))


def _here() -> set[str]:
    return {*BY_NAME, *(name for name, host in IMPLEMENTED_BY.items() if host in BY_NAME)}


def page_link(name: str, label: str, icon: str = ":material/arrow_forward:") -> None:
    """A link to the page of the optimizer `name`, or to the overview."""
    st.page_link(shell.path("catalogue"), label=label, icon=icon, query_params={"optimizer": name})
