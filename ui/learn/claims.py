"""The parts of the claims page: the list, the experiment on one claim with its knobs, and the table of all."""

from contextlib import nullcontext
from functools import partial
from itertools import chain

import streamlit as st

from optim_core.base import pool
from optim_core.base.errors import JobError
from optim_core.base.text import Translator
from optim_core.explain.claims import CLAIMS, AbstractClaim, VerdictKind
from optim_core.export.course.claim_unit import claim_page, claim_values
from optim_core.figures.learn.charts import chart_alt, chart_figure
from optim_core.permalink import read_member
from ui.app import shell
from ui.components.chart import live_chart
from ui.compute.verdicts import begin_verdict, verdict
from ui.session.active_run import error_text
from ui.session.callbacks import on_click, with_whole_page
from ui.session.choices import radio_buttons
from ui.session.fragments import PROBLEM, STAGE, TOOLS, always, on_problem, part
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.widgets.controls import hyper_controls

LOOKS = {
    VerdictKind.HOLDS: ("check_circle", st.success),
    VerdictKind.FAILS: ("cancel", st.error),
    VerdictKind.DEPENDS: ("help", st.warning),
}
AHEAD = 2
"""Rows of the table that are computed at once; a claim that is opened meanwhile waits for no others."""


def claim_of(state: PageState) -> AbstractClaim:
    """The chosen claim with its parameters."""
    return read_member("claim", CLAIMS, state.query)


def choose(state: PageState, t: Translator) -> None:
    """All claims, one a line."""
    options = {cls.__name__: t(f"claim.{cls.__name__}.says") for cls in CLAIMS}
    with st.sidebar, st.container(key=shell.LINKS):
        open_claim = partial(_open_claim, state)
        radio_buttons("claims.claim", t("claims.choose"), options, state.query["claim"], open_claim)


def _open_claim(state: PageState, name: str) -> None:
    state.replace({"claim": name})


def head(state: PageState, t: Translator) -> None:
    """The sentence, and where it is read."""
    name = state.query["claim"]
    st.caption(t("claims.hint"))
    st.title(t("claims.sentence", says=t(f"claim.{name}.says")), anchor=False)
    st.caption(f"{t('claims.read')}: {t(f'claim.{name}.read')}")


def bench(state: PageState, t: Translator) -> None:
    """The verdict beside the knobs that turn it."""
    left, right = st.columns([0.64, 0.36], gap="medium")
    with right, st.container(border=True):
        st.markdown(f"**{t('claims.knobs')}**")
        part(state, TOOLS, partial(_tools, state, t), depends=lambda change: change.is_first)
        part(state, PROBLEM, partial(_knobs, state, t), depends=on_problem)
    with left:
        part(state, STAGE, partial(_stage, state, t), depends=always)


def _knobs(state: PageState, t: Translator) -> None:
    hyper_controls(state, "claim.", type(claim_of(state)), t)


def _tools(state: PageState, t: Translator) -> None:
    cls = type(claim_of(state))
    flipped = {f"claim.{name}": value for name, value in cls.flip.items()}
    st.caption(t(f"claim.{cls.__name__}.flips"))
    with st.container(horizontal=True, gap="small"):
        for word, icon, action in (
            ("flip", "swap_horiz", partial(state.set, **flipped)),
            ("reset", "restart_alt", partial(state.replace, {"claim": cls.__name__})),
        ):
            set_claim = on_click(with_whole_page, action)
            st.button(t(f"claims.{word}"), icon=f":material/{icon}:", key=f"claims.{word}", on_click=set_claim)


def _stage(state: PageState, t: Translator) -> None:
    with part_errors("claims.verdict"):
        _verdict(claim_of(state), t)
    state.publish()


def _verdict(claim: AbstractClaim, t: Translator) -> None:
    """The verdict with its numbers and its chart."""
    with st.spinner(t("claims.running"), show_time=True) if claim.slow else nullcontext():
        found = verdict(claim)
    name, numbers = type(claim).__name__, claim_values(claim, found, t)
    icon, box = LOOKS[found.kind]
    box(f"**{t(f'claims.verdict.{found.kind.value}')}** · {t(f'claim.{name}.{found.kind.value}', **numbers)}",
        icon=f":material/{icon}:")  # fmt: skip
    st.markdown(f"**{t('claims.does')}.** {t(f'claim.{name}.does', **numbers)}")
    if found.chart:
        figure = chart_figure(found.chart, t)
        live_chart(figure, key="claim", alt=chart_alt(found.chart, t), height=320, failed=t("race.failed"))
    icon, query = ":material/arrow_forward:", claim.lab_query()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(shell.path("surface"), label=t("claims.lab"), icon=icon, query_params=query)
        address = st.context.url or ""
        st.download_button(
            t("export.claim"),
            lambda: pool.run(claim_page, claim, t.language, address, seconds=2 * pool.SECONDS),
            file_name=f"{name}.claim.html",
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
            key="claims.file",
        )


@part_errors("claims.overview")
def overview(t: Translator) -> None:
    """A table of the verdicts of all claims, which its button starts; it grows as they come in."""
    st.header(t("claims.overview"), anchor=False)
    st.caption(t("claims.overview_hint"))
    if not st.session_state.get("claims.all"):
        st.button(
            t("claims.check_all"),
            icon=":material/fact_check:",
            key="claims.check_all",
            on_click=on_click(st.session_state.update, {"claims.all": True}),
        )
        return
    pairs = [(cls(), cls(**cls.flip)) for cls in CLAIMS]
    lines = [[t(f"claims.{name}") for name in ("claim", "first", "flipped")], ["---"] * 3]
    with st.spinner(t("claims.running"), show_time=True):
        table = st.empty()
        for row, pair in enumerate(pairs):
            for claim in chain(*pairs[row : row + AHEAD]):
                begin_verdict(claim)
            lines.append([t(f"claim.{type(pair[0]).__name__}.says"), *(_cell(claim, t) for claim in pair)])
            # Markdown, whose sentences wrap, as those of st.table do not
            table.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(claim: AbstractClaim, t: Translator) -> str:
    """The verdict in a word, or why there is none."""
    try:
        kind = verdict(claim).kind
    except JobError as error:
        return f":material/error: {error_text(error, t)}"
    return f":material/{LOOKS[kind][0]}: {t(f'claims.verdict.{kind.value}')}"
