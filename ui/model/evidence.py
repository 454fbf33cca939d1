"""Evidence from the seeds of a training: a sentence, the number of seeds, and a comparison of every pair."""

from collections.abc import Sequence

import streamlit as st

from optim_core.base.domains import Whole
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.evidence.bootstrap import Interval
from optim_core.evidence.comparison import Comparison, Pair
from optim_core.evidence.power import MOST_SEEDS
from optim_core.explain.verdict import useful_seeds, verdict
from optim_core.figures.style import contender_style
from optim_core.models.tasks import Task
from optim_core.specs import ModelRun
from ui.components.score_text import NONE, difference_text
from ui.components.table_help import explained_table
from ui.session.callbacks import on_click
from ui.session.folds import fold
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.widgets.entry_controls import set_entry


def evidence(
    comparison: Comparison, names: Sequence[str], indices: Sequence[int], task: Task, state: PageState, t: Translator
) -> None:
    """The verdict on contenders with these labels and indices of style; nothing for fewer than two with a result."""
    text = verdict(comparison, [literal(name) for name in names], t)
    if not text:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/balance: {text}")
        _seeds_button(useful_seeds(comparison), state, t)
    if comparison.seeds >= comparison.least:
        with fold("model.pairs", t("verdict.pairs")) as opened:
            if opened.open:
                _pairs(comparison, names, indices, task, t)


def _seeds_button(seeds: int | None, state: PageState, t: Translator) -> None:
    """A button that sets the number of seeds, where a training may have so many and has not."""
    domain = hypers(ModelRun)["seeds"]
    if seeds is None or not isinstance(domain, Whole) or seeds > domain.high or state.value("seeds", 1) == seeds:
        return
    label = t("verdict.set_seeds", seeds=seeds)
    st.button(label, icon=":material/casino:", key="model.seeds", on_click=on_click(set_entry, state, "seeds", seeds))


def _pairs(comparison: Comparison, names: Sequence[str], indices: Sequence[int], task: Task, t: Translator) -> None:
    pairs, score = comparison.pairs, t(f"score.{task.score.__name__}")
    labels = [
        f"{contender_style(index).chip}\N{NO-BREAK SPACE}{literal(name)}"
        for index, name in zip(indices, names, strict=True)
    ]
    columns = {
        t("verdict.column.better"): [labels[pair.better] for pair in pairs],
        t("verdict.column.worse"): [labels[pair.worse] for pair in pairs],
        t("verdict.column.difference", score=score): [_difference(pair.difference, task, t) for pair in pairs],
        t("verdict.column.interval"): [_range(pair.interval, task, t) for pair in pairs],
        t("verdict.column.p"): [_p_value(pair) for pair in pairs],
        t("verdict.column.needed"): [_needed(pair, t) for pair in pairs],
    }
    explained_table(columns, t, score=score)


def _difference(value: float, task: Task, t: Translator) -> str:
    return difference_text(value, task, t, signed=True)


def _range(interval: Interval | None, task: Task, t: Translator) -> str:
    return NONE if interval is None else "\N{NO-BREAK SPACE}– ".join(_difference(end, task, t) for end in interval)


def _p_value(pair: Pair) -> str:
    text = "< 0.001" if pair.p < 0.001 else f"{pair.p:.3f}"
    return f"**{text}**" if pair.significant else text


def _needed(pair: Pair, t: Translator) -> str:
    if pair.significant:
        return t("verdict.enough")
    return f"> {MOST_SEEDS}" if pair.needed is None else str(pair.needed)
